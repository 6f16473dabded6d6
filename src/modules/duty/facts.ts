/** What reports and evaluations count of duty. */
import { tableSplit, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

export const facts: readonly Fact[] = [
  {
    key: 'duty.shifts-covered',
    names: { zh: '值班到位率', en: 'Shifts covered' },
    words: {
      zh: '期间内开始的已发布班次中，开始时已排有值班人员的占比；开始之后才发布的值班表、才补排的人员不算',
      en: 'Of the published shifts that began in the period, the share that had somebody on duty when they began; rosters published, and people entered, after that do not count',
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org', 'duty-team', 'day-kind'],
    page: '/duty-rosters/',
    cases: cases.covered,
  },
]

export const factSplits: readonly FactSplit[] = [
  tableSplit('duty-team', 'duty_team'),
  wordSplit('day-kind', 'duty:screen.kind'),
]
