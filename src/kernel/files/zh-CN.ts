export default {
  error: {
    not_found: '没有这个附件，或您无权查看。',
    bad_name: '文件名无效。',
    type_not_allowed: '不允许上传此类文件：{{name}}。允许的扩展名：{{allowed}}。',
    type_mismatch: '文件内容与其名称或声明的类型不符：{{name}}。',
    too_large: '文件超过 {{mb}} MB 的上限。',
    empty: '文件是空的。',
    storage_full: '文件存储空间不足，请联系管理员。',
    upload_aborted: '上传中断，请重试。',
    content_missing: '附件内容已丢失，请联系管理员从备份恢复。',
  },
  attachment: '附件',
  add: '添加附件',
  remove: '删除附件',
  download: '下载',
  entity: {
    file: '附件',
  },
  action: {
    'files.attach': '上传附件',
    'files.remove': '删除附件',
    'files.move': '移交附件',
  },
}
