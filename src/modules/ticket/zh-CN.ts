export default {
  error: {
    not_found: '没有这条记录，或您无权查看。',
    category_not_found: '分类不存在。',
    version_stale: '记录已被他人修改（当前版本 {{version}}），请刷新后重试。',
  },
  permission: {
    'ticket.read-categories': '选择分类',
    'ticket.configure': '维护分类',
  },
  entity: {
    category: '分类',
  },
  action: {
    'ticket.create-category': '新建分类',
    'ticket.update-category': '修改分类',
  },
}
