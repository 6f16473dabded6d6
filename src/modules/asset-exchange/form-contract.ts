/** The form in which assets are exchanged with the finance bureau's ledger; described in docs/asset-exchange.md. */

/** What a column takes. `code`: an administered list; `none`: written by exports for people, not read. */
export type FormKind = 'text' | 'org' | 'class' | 'whole' | 'money' | 'date' | 'code' | 'usage' | 'none'

export interface FormField {
  key: string
  kind: FormKind
  /** the first two are written; further ones are read, too */
  headings: readonly [string, string, ...string[]]
  required?: true
  /** characters */
  max?: number
  /** of `code`: the list */
  list?: string
  /** field of the asset ledger, where it is not called like the column */
  field?: string
}

/** Columns in their order. A card is known by its number; everything else may be left empty and then says nothing. */
export const form: readonly FormField[] = [
  {
    key: 'card',
    kind: 'text',
    headings: ['卡片编号', 'Card number', '资产卡片编号', '财务卡片号', '卡片号'],
    required: true,
    max: 60,
    field: 'cardNumber',
  },
  { key: 'number', kind: 'text', headings: ['资产编号', 'Asset number', '单位资产编号'], max: 60 },
  { key: 'org', kind: 'org', headings: ['单位', 'Unit', '单位名称', '所属单位', '单位编码'] },
  { key: 'name', kind: 'text', headings: ['资产名称', 'Name', '名称'], required: true, max: 200 },
  { key: 'class', kind: 'class', headings: ['分类代码', 'Class code', '资产分类代码', '国标分类代码'] },
  { key: 'className', kind: 'none', headings: ['分类名称', 'Class name', '资产分类', '国标分类'] },
  { key: 'model', kind: 'text', headings: ['规格型号', 'Model', '品牌型号', '型号'], max: 200 },
  { key: 'serial', kind: 'text', headings: ['序列号', 'Serial number', '出厂编号'], max: 100 },
  { key: 'quantity', kind: 'whole', headings: ['数量', 'Quantity'] },
  { key: 'measure', kind: 'text', headings: ['计量单位', 'Measure'], max: 20 },
  {
    key: 'value',
    kind: 'money',
    headings: ['原值（元）', 'Original value (CNY)', '原值', '价值', '价值（元）'],
  },
  {
    key: 'acquisition',
    kind: 'code',
    headings: ['取得方式', 'Way of acquisition'],
    list: 'asset.acquisition',
  },
  { key: 'funds', kind: 'code', headings: ['经费来源', 'Source of funds', '资金来源'], list: 'asset.funds' },
  { key: 'acquiredOn', kind: 'date', headings: ['取得日期', 'Acquired on', '购置日期'] },
  { key: 'voucher', kind: 'text', headings: ['会计凭证号', 'Voucher', '记账凭证号'], max: 60 },
  { key: 'location', kind: 'text', headings: ['存放地点', 'Location'], max: 200 },
  { key: 'usingOrg', kind: 'text', headings: ['使用部门', 'Using department'], max: 200 },
  { key: 'custodian', kind: 'text', headings: ['使用人', 'User', '保管人', '责任人'], max: 100 },
  { key: 'usage', kind: 'usage', headings: ['使用状况', 'Usage', '使用状态'] },
]

/** 使用状况, and the states of the asset ledger behind it (view `asset_card`). */
export const usages = ['in-use', 'idle', 'on-loan', 'to-dispose', 'disposed'] as const

/** What the bureau's ledger and the units call them. */
export const usageWords: Readonly<Record<string, (typeof usages)[number]>> = {
  在用: 'in-use',
  使用中: 'in-use',
  闲置: 'idle',
  未使用: 'idle',
  出租: 'on-loan',
  出借: 'on-loan',
  出租出借: 'on-loan',
  借出: 'on-loan',
  待处置: 'to-dispose',
  待报废: 'to-dispose',
  已处置: 'disposed',
  已报废: 'disposed',
}
