/** What reports and evaluations count of questionnaires. No case names a person. */
import type { Fact } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

export const facts: readonly Fact[] = [
  {
    key: 'survey.satisfied',
    names: { zh: '问卷满意率', en: 'Satisfied, by questionnaire' },
    words: {
      zh: '期间内结束的问卷调查中，每个五级或 1–5 分评价为 3（基本满意）及以上的占比；答卷不足最小人数的匿名调查不计入，匿名调查按发起单位计',
      en: 'Of all grades given in surveys that ended in the period, the share of 3 (fairly satisfied) and better; anonymous surveys with too few answers are left out, others of them count for the org that asked',
    },
    kind: 'share',
    unit: 'percent',
    by: ['service'],
    splits: ['org', 'service'],
    asks: { zh: '满意', en: 'Satisfied' },
    page: null,
    cases: cases.satisfied,
  },
  {
    key: 'survey.answered',
    names: { zh: '问卷回收率', en: 'Questionnaires answered' },
    words: {
      zh: '期间内结束的问卷调查中，发放的人里已填写的占比',
      en: 'Of those asked in surveys that ended in the period, the share that answered',
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org'],
    asks: { zh: '已填写', en: 'Answered' },
    page: null,
    cases: cases.asked,
  },
  {
    key: 'survey.nps',
    names: { zh: '净推荐值', en: 'Net promoter score' },
    words: {
      zh: '期间内结束的问卷调查中，推荐意愿 9–10 分的占比减 0–6 分的占比（−100 至 100）；答卷不足最小人数的匿名调查不计入',
      en: 'Of surveys that ended in the period, the share of 9–10 less that of 0–6 points (−100 to 100); anonymous surveys with too few answers are left out',
    },
    kind: 'mean',
    unit: 'score',
    by: [],
    splits: ['org'],
    page: null,
    cases: cases.recommended,
  },
]
