export const shippedCategories = [
  { code: 'account', name: '账号与证书', nameEn: 'Accounts and certificates' },
  { code: 'network', name: '网络接入', nameEn: 'Network' },
  { code: 'computing', name: '云资源与软件', nameEn: 'Cloud and software' },
  { code: 'data', name: '数据服务', nameEn: 'Data' },
  { code: 'meeting', name: '会议保障', nameEn: 'Meetings' },
] as const
