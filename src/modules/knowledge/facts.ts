/** What reports and evaluations count of knowledge. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const count = { kind: 'count', unit: 'cases' } as const

export const facts: readonly Fact[] = [
  {
    ...count,
    key: 'knowledge.published',
    names: { zh: '知识发布数', en: 'Articles published' },
    words: {
      zh: '期间内发布的知识与应急预案的版本数，每次发布计一次',
      en: 'Versions of articles and emergency plans published in the period, each by itself',
    },
    page: '/articles/',
    by: ['service'],
    splits: ['org', 'service', 'category', 'article-kind'],
    cases: cases.published,
  },
  {
    ...count,
    key: 'knowledge.used',
    names: { zh: '知识使用次数', en: 'Articles used' },
    words: {
      zh: '期间内登记的用知识解决工单的次数，一条知识用于一个工单计一次；单位取工单所属单位',
      en: 'How often an article was recorded in the period as having solved a ticket, each article and ticket once; the org is that of the ticket',
    },
    page: null,
    by: ['service', 'vendor', 'group'],
    splits: ['org', 'service', 'group', 'vendor', 'category', 'article-kind'],
    cases: cases.used,
  },
]

export const factSplits: readonly FactSplit[] = [wordSplit('article-kind', 'knowledge:kind')]
