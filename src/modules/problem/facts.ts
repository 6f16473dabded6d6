/** What reports and evaluations count of problems. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = {
  page: '/problems/',
  kind: 'count',
  unit: 'cases',
  by: ['service', 'vendor', 'group'],
  splits: ['org', 'service', 'group', 'vendor', 'category', 'priority', 'cause', 'problem-source'],
} as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'problem.opened',
    names: { zh: '新建问题数', en: 'Problems opened' },
    words: {
      zh: '登记时间在期间内的问题，不含已取消的',
      en: 'Problems recorded in the period, without cancelled ones',
    },
    notes: ['problem:state'],
    cases: cases.opened,
  },
  {
    ...base,
    key: 'problem.solved',
    names: { zh: '解决问题数', en: 'Problems solved' },
    words: {
      zh: '解决时间在期间内的问题，不论何时登记；解决后又重开、现仍未解决的不计',
      en: 'Problems solved in the period, whenever they were recorded; not those that were reopened and are open now',
    },
    notes: ['problem:state'],
    cases: cases.solved,
  },
  {
    ...base,
    key: 'problem.open-at-end',
    names: { zh: '期末未解决问题数', en: 'Problems open at the end' },
    words: {
      zh: '期末（期间未结束时为此刻）仍未解决的问题，含期间之前登记的；不含已取消的；其后重开的按一直未解决计',
      en: 'Problems not solved at the end of the period (now, while it lasts), older ones too; without cancelled ones; one reopened since counts as open all the time',
    },
    cases: cases.openAtEnd,
  },
  {
    ...base,
    key: 'problem.known-errors',
    names: { zh: '发布已知错误数', en: 'Known errors published' },
    words: {
      zh: '期间内（最近一次）发布为已知错误的问题，其后撤下的也计',
      en: 'Problems published as known errors (for the last time) in the period, those withdrawn since too',
    },
    notes: ['problem:state'],
    cases: cases.published,
  },
]

export const factSplits: readonly FactSplit[] = [
  wordSplit('cause', 'problem:cause'),
  wordSplit('problem-source', 'problem:source'),
]
