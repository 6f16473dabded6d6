/** What reports and evaluations count of assets. */
import { tableSplit, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = {
  page: '/assets/',
  by: [],
  splits: ['org', 'asset-state', 'asset-class'],
} as const
const count = { ...base, kind: 'count', unit: 'cases' } as const

export const facts: readonly Fact[] = [
  {
    ...count,
    key: 'asset.total',
    names: { zh: '在账资产数', en: 'Assets on the books' },
    words: {
      zh: '期末（期间未结束时为此刻）已登记、未处置的资产台账条数，不含计划、已采购未验收与已取消的；状态取现状。按月、日拆分时按登记时间归属',
      en: 'Assets recorded and not disposed of at the end of the period (now, while it lasts), without planned, merely purchased and cancelled ones; states are those of today. Months and days are those in which they were recorded',
    },
    notes: ['asset:asset.state'],
    cases: cases.total,
  },
  {
    ...base,
    key: 'asset.value',
    names: { zh: '在账资产价值', en: 'Value of the assets' },
    words: {
      zh: '在账资产的账面价值合计（元）；未填价值的不计入',
      en: 'The sum of the values of the assets on the books; those without a value are left out',
    },
    kind: 'sum',
    unit: 'yuan',
    notes: ['asset:asset.state'],
    cases: cases.total,
  },
  {
    ...count,
    key: 'asset.without-keeper',
    names: { zh: '无保管人的在用资产数', en: 'Assets in use without a keeper' },
    words: {
      zh: '在账资产中状态为在用、既无保管人也无借用人的条数',
      en: 'Of the assets on the books those in use that nobody keeps or has borrowed',
    },
    notes: ['asset:asset.state'],
    cases: cases.withoutKeeper,
  },
  {
    ...count,
    key: 'asset.disposed',
    names: { zh: '处置资产数', en: 'Assets disposed of' },
    words: {
      zh: '处置日期在期间内、已完成处置的资产条数',
      en: 'Assets whose day of disposal lies in the period and whose disposal is done',
    },
    cases: cases.disposed,
  },
]

export const factSplits: readonly FactSplit[] = [
  wordSplit('asset-state', 'asset:asset.state'),
  tableSplit('asset-class', 'asset_class'),
]
