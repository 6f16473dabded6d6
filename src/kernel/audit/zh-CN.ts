export default {
  error: {
    key_readable: '审计签名密钥文件 {{file}} 可被他人读取，拒绝使用；请将其权限改为 0600。',
  },
  finding: {
    changed: '被修改的记录',
    deleted: '被删除的记录',
    inserted: '绕过程序写入的记录',
    seal_changed: '被修改的封存',
    seal_deleted: '被删除的封存',
    tail_cut: '尾部被截断',
    head: '库外封存头缺失',
    signature: '签名无效',
  },
  field: {
    recordedAt: '时间',
    actor: '操作人',
    action: '操作',
    entity: '对象',
    entityId: '对象编号',
    before: '变更前',
    after: '变更后',
    ip: '地址',
    traceId: '跟踪号',
    origin: '来源',
  },
  origin: { live: '实时', import: '导入' },
}
