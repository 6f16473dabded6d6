/** What is counted, and proved of norms, of what people were unhappy with and that was put right. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/rectification-facts.ts'

export const rectificationFacts: readonly Fact[] = [
  {
    key: 'satisfaction.rectified-in-time',
    names: { zh: '不满意整改及时率', en: 'Put right in time' },
    words: {
      zh: '整改期限（15 个工作日）落在期间内的不满意整改中，期限前经复核回访认可的占比；期限未到且未完成的不计入',
      en: 'Of what was to be put right within fifteen working days by a day of the period, the share that the second call found right by then; what is not due yet is left out',
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org', 'rectification-source'],
    page: '/rectifications/',
    cases: cases.due,
  },
]

export const rectificationSplits: readonly FactSplit[] = [
  wordSplit('rectification-source', 'satisfaction:rectify.source'),
]

export const rectificationEvidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'satisfaction.rectified',
    words: {
      zh: '不满意的评价和实名问卷在 15 个工作日内整改并经复核回访认可；95% 及以上为符合，80% 及以上为部分符合',
      en: 'What people were unhappy with was put right and found so by a second call within 15 working days; 95 % conform, 80 % partly',
    },
    proves: [],
    supports: ['beijing-om/7g', 'beijing-om/9d'],
    days: 90,
    needs: { cases: 1, conforms: 95, partly: 80 },
    on: ['satisfaction.verified'],
    page: '/rectifications/',
    cases: cases.due,
  }),
]
