export default {
  error: {
    not_found: '没有这条值班记录，或您无权查看。',
    version_stale: '内容已被他人修改（当前版本 {{version}}），请刷新后重试。',
  },
  permission: { 'duty.read': '查看值班安排', 'duty.manage': '编排值班' },
  self: '值班',
}
