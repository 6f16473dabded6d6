export default {
  error: {
    not_found: '没有这个监测项，或您无权查看。',
    not_yours: '您不能修改该监测项。',
    version_stale: '记录已被他人修改（当前版本 {{version}}），请刷新后重试。',
    one_of_both: '请选择一个监测项或一个配置项，二者取一。',
    bad_label: '标签名以字母或下划线开头，只含字母、数字和下划线，最长 64 个字符。',
    bad_address: '请填写以 http:// 或 https:// 开头的地址。',
    too_many_labels: '标签不能超过 30 个。',
  },
  permission: {
    'check.read': '查看监测',
    'check.report': '登记人工读数',
    'check.manage': '管理监测项和探针',
    'check.configure': '设置监测历史保留期',
  },
  entity: { check: '监测项', 'check-probe': '远程探针', 'check-setting': '监测设置' },
  self: '监测',
  state: {
    pending: '待检测',
    ok: '正常',
    warning: '警告',
    critical: '故障',
    unknown: '未知',
    unreachable: '不可达',
    paused: '已暂停',
  },
}
