/** What reports and evaluations count of configuration items: the definitions of the health page. */
import { tableSplit, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/named-facts.ts'

const base = {
  page: '/cis/',
  by: ['vendor', 'group'],
  splits: ['org', 'group', 'vendor', 'ci-class', 'lifecycle'],
  cases: cases.items,
} as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'ci.total',
    names: { zh: '配置项数', en: 'Configuration items' },
    words: {
      zh: '期末（期间未结束时为此刻）已登记、未退役的配置项；生命周期取现状。按月、日拆分时按登记时间归属',
      en: 'Items recorded by the end of the period (now, while it lasts) that are not retired today. Months and days are those in which they were recorded',
    },
    kind: 'count',
    unit: 'cases',
  },
  {
    ...base,
    key: 'ci.complete',
    names: { zh: '配置项完整率', en: 'Items complete' },
    words: {
      zh: '配置项中，所属分类要求的必填属性现已填全的占比',
      en: 'Of the items, the share in which all that the class demands is filled in today',
    },
    kind: 'share',
    unit: 'percent',
    asks: { zh: '填全', en: 'Complete' },
  },
]

export const factSplits: readonly FactSplit[] = [
  tableSplit('ci-class', 'ci_class', true),
  wordSplit('lifecycle', 'ci:ui.stage'),
]
