/** What reports and evaluations count of norms: the states that the overview shows, and what is to be put right. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = { by: [], page: '/norm-adoptions/', splits: ['org', 'norm', 'norm-status'] } as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'norm.conforming',
    names: { zh: '规范条款符合率', en: 'Clauses that conform' },
    words: {
      zh: '期末（期间未结束时为此刻）已启用规范中有结论的条款里，状态为符合的占比；部分符合、不符合、评估出错为未符合，不适用、期间无样本、暂不能度量的不计入',
      en: 'Of the clauses of norms in force that are judged, at the end of the period (now, while it lasts), the share that conforms; partly, failing and erroneous ones do not, those not applicable, without a case or not measurable yet are left out',
    },
    kind: 'share',
    unit: 'percent',
    asks: { zh: '符合', en: 'Conforms' },
    notes: ['norm:status'],
    cases: cases.conforming,
  },
  {
    ...base,
    key: 'norm.failing',
    names: { zh: '规范差距条款数', en: 'Clauses with a gap' },
    words: {
      zh: '期末（期间未结束时为此刻）已启用规范中状态为部分符合、不符合或评估出错的条款数',
      en: 'Clauses of norms in force that conform partly, fail or could not be evaluated, at the end of the period (now, while it lasts)',
    },
    kind: 'count',
    unit: 'cases',
    notes: ['norm:status'],
    cases: cases.failing,
  },
  {
    key: 'rectification.in-time',
    names: { zh: '整改及时率', en: 'Rectified in time' },
    words: {
      zh: '期限在期间内的规范整改任务与巡检整改通知中，按期（期限当日内）完成的占比；退回未再完成的算未完成，未到期的、已取消撤回的与导入的历史不计入；按系统记录的时间计',
      en: 'Of the rectification tasks of norms and notices of rounds due in the period, the share done by the end of that day; given back and not done again is not done; not due yet, cancelled ones and imported history are left out; by the times that the platform recorded',
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org', 'rectification'],
    page: null,
    cases: cases.rectified,
  },
]

export const factSplits: readonly FactSplit[] = [
  { key: 'norm', names: cases.normTitles },
  wordSplit('norm-status', 'norm:status'),
  wordSplit('rectification', 'norm:rectification'),
]
