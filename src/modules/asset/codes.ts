import type { ShippedCodes } from '#kernel/ledger/index.ts'

/** Code lists of the asset ledger; keepers rename, switch off and add. */
export const codes: readonly ShippedCodes[] = [
  {
    list: 'asset.acquisition',
    items: [
      { code: 'purchase', zh: '购置', en: 'Purchase' },
      { code: 'allocation', zh: '调入', en: 'Allocated' },
      { code: 'donation', zh: '接受捐赠', en: 'Donation' },
      { code: 'built', zh: '自建自研', en: 'Built by the unit' },
      { code: 'lease', zh: '租赁', en: 'Lease' },
      { code: 'surplus', zh: '盘盈', en: 'Found in a stocktake' },
      { code: 'other', zh: '其他', en: 'Other' },
    ],
  },
  {
    list: 'asset.funds',
    items: [
      { code: 'budget', zh: '财政拨款', en: 'Budget' },
      { code: 'special', zh: '专项资金', en: 'Earmarked funds' },
      { code: 'own', zh: '自有资金', en: 'Own funds' },
      { code: 'none', zh: '无资金', en: 'No funds' },
    ],
  },
  {
    list: 'asset.support',
    items: [
      { code: '7x24', zh: '7×24 现场', en: '7×24 on site' },
      { code: '5x9', zh: '工作日现场', en: 'Working days on site' },
      { code: 'remote', zh: '远程支持', en: 'Remote' },
      { code: 'none', zh: '无', en: 'None' },
    ],
  },
  {
    list: 'asset.disposal',
    items: [
      { code: 'scrap', zh: '报废', en: 'Scrapping' },
      { code: 'transfer', zh: '无偿划转', en: 'Transfer to another unit' },
      { code: 'sale', zh: '出售、置换', en: 'Sale or exchange' },
      { code: 'donation', zh: '对外捐赠', en: 'Donation' },
      { code: 'loss', zh: '报损', en: 'Loss' },
    ],
  },
  {
    list: 'asset.destruction',
    items: [
      { code: 'overwrite', zh: '数据覆写', en: 'Overwriting' },
      { code: 'degauss', zh: '消磁', en: 'Degaussing' },
      { code: 'shred', zh: '物理粉碎', en: 'Shredding' },
      { code: 'centre', zh: '送涉密载体销毁中心', en: 'Sent to a destruction centre' },
      { code: 'no-data', zh: '经查无数据', en: 'Checked: holds no data' },
    ],
  },
]
