export default {
  page: { list: '问题', record: '问题详情', proposals: '问题建议' },
}
