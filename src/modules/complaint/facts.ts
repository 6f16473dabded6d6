/** What reports and evaluations count of complaints, suggestions and praise. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const kept = {
  page: '/complaints/',
  by: ['service', 'vendor'],
  splits: ['org', 'service', 'vendor', 'complaint-kind', 'complaint-about', 'complaint-channel'],
} as const
const share = { ...kept, kind: 'share', unit: 'percent' } as const

export const facts: readonly Fact[] = [
  {
    ...kept,
    key: 'complaint.received',
    names: { zh: '投诉与建议数', en: 'Complaints, suggestions and praise' },
    words: {
      zh: '期间内收到的投诉、建议与表扬，含已撤回的',
      en: 'Complaints, suggestions and praise received in the period, withdrawn ones too',
    },
    kind: 'count',
    unit: 'cases',
    cases: cases.received,
  },
  {
    ...share,
    key: 'complaint.acknowledged-in-time',
    names: { zh: '投诉受理及时率', en: 'Acknowledged in time' },
    words: {
      zh: '期间内收到的，在受理时限（工作日）内受理的占比；时限未到且未受理的、受理前撤回的不计入',
      en: 'Of those received in the period, the share acknowledged by the deadline in working days; those not due yet and those withdrawn before are left out',
    },
    cases: cases.acknowledged,
  },
  {
    ...share,
    key: 'complaint.answered-in-time',
    names: { zh: '投诉答复及时率', en: 'Answered in time' },
    words: {
      zh: '期间内收到的，首次答复在答复时限（工作日）内的占比；时限未到且未答复的、答复前撤回的不计入',
      en: 'Of those received in the period, the share first answered by the deadline in working days; those not due yet and those withdrawn before are left out',
    },
    cases: cases.answered,
  },
  {
    ...share,
    key: 'complaint.satisfied',
    names: { zh: '投诉答复满意率', en: 'Content with the answer' },
    words: {
      zh: '期间内收到的，本人确认或回访对答复满意的占比；尚未表态的不计入',
      en: 'Of those received in the period, the share whose complainant is content with the last answer; who has said nothing is left out',
    },
    cases: cases.satisfied,
  },
]

export const factSplits: readonly FactSplit[] = [
  wordSplit('complaint-kind', 'complaint:kind'),
  wordSplit('complaint-about', 'complaint:about'),
  wordSplit('complaint-channel', 'complaint:channel'),
]
