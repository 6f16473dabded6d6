export default {
  error: {
    not_found: '没有这条通知。',
    too_many_streams: '同时打开的页面过多，请关闭一些后再试。',
    unknown_event: '没有“{{event}}”这种通知。',
    repeated_event: '“{{event}}”重复了。',
  },
  /** stand for values in the names of events */
  value: { number: '工单', of: '另一工单', actor: '有人', metric: '时限', grade: '等级' },
  mail: { footer: '此邮件由系统自动发送，请勿回复。可在系统的“通知设置”中修改是否接收。' },
  page: { title: '通知设置', hint: '选择哪些事情在页面里提醒，哪些再发一封邮件。修改后立即保存。' },
  drawer: {
    all: '全部',
    unread: '未读',
    readAll: '全部已读',
    none: '还没有通知',
    noneUnread: '没有未读通知',
    noneHint: '工单派给您、有回复或已恢复时，会在这里提醒。',
    preferences: '通知设置',
    isUnread: '未读',
  },
  pref: {
    event: '事项',
    inPage: '页面提醒',
    byMail: '邮件',
    everything: '默认（未单独设置的事项）',
    own: '单独设置',
    reset: '恢复默认',
    noMail: '您的账号没有登记邮箱，无法发送邮件。请联系系统管理员登记。',
    mailTo: '邮件发往 {{email}}',
    saved: '已保存',
    empty: '目前没有会发通知的事项',
  },
  action: {
    'notify.setPreferences': '修改通知设置',
  },
}
