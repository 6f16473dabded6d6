export default {
  error: {
    newer: '数据库来自更新的版本（迁移 {{number}} {{name}}），请使用不低于该版本的程序。',
    not_migrated:
      '数据库缺少 {{count}} 个迁移，请设置 DATABASE_OWNER_URL 并运行 npm run zhengyun -- migrate。',
    migration_changed: '已执行的迁移 {{number}} {{name}} 与程序中的文件不一致。',
  },
}
