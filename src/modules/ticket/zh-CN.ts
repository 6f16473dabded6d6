export default {
  error: {
    not_found: '没有这条记录，或您无权查看。',
    category_not_found: '分类不存在。',
    version_stale: '记录已被他人修改（当前版本 {{version}}），请刷新后重试。',
  },
}
