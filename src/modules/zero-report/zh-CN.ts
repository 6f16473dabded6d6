import ui from './ui/zh-CN.ts'

export default {
  self: '零报告',
  ...ui,
  error: {
    not_found: '没有这份零报告或报送单位，或您无权查看。',
    version_stale: '内容已被他人修改（当前版本 {{version}}），请刷新后重试。',
    not_yours: '不由您报送或签阅。',
    was_read: '当日零报告已签阅，不能再修改。',
    say_what: '有情况须写明。',
    unknown_reference: '没有这一项，或不由您设定。',
    one_of: '单位与值班组选一个。',
    party_there: '该单位或值班组已在报送名单中。',
    bad_time: '请填写时刻，如 17:00。',
  },
  permission: {
    'zero-report.read': '查看零报告',
    'zero-report.file': '报送零报告',
    'zero-report.manage': '管理零报告',
  },
  entity: { 'zero-report': '零报告', 'zero-report-party': '零报告报送单位' },
  action: {
    'zero-report.open': '生成零报告',
    'zero-report.miss': '零报告逾期',
    'zero-report.file': '报送零报告',
    'zero-report.read-day': '签阅零报告',
    'zero-report.create-party': '新增报送单位',
    'zero-report.edit-party': '修改报送单位',
  },
  notify: {
    due: '{{day}}（{{occasion}}）{{party}} 的零报告请按时报送。',
    late: '{{day}}（{{occasion}}）{{party}} 的零报告已过时限，请立即报送。',
    chased: '{{day}}（{{occasion}}）{{party}} 的零报告仍未报送，请督促。',
    missing: '{{day}}（{{occasion}}）{{party}} 没有报送零报告。',
    summary:
      '{{day}}（{{occasion}}）零报告：应报 {{parties}}，无情况 {{nothing}}，有情况 {{something}}，未报 {{missing}}，请签阅。',
  },
  print: { title: '{{org}}每日零报告', madeAt: '打印时间' },
}
