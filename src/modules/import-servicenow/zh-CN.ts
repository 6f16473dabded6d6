export default {
  /** what this room is called where it acts by itself */
  self: '系统（历史导入）',
  error: {
    no_file: '无法读取文件“{{file}}”。',
    not_readable: '文件无法解析：{{reason}}',
    not_this_format: '不是 ServiceNow 事件日志，缺少列：{{missing}}。',
    not_set_up: '系统尚未完成首次设置。',
  },
}
