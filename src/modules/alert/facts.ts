/** What reports and evaluations count of alerts. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = {
  page: null,
  by: ['service', 'vendor', 'group'],
  splits: ['org', 'service', 'group', 'vendor', 'severity', 'source'],
} as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'alert.raised',
    names: { zh: '告警次数', en: 'Alerts raised' },
    words: {
      zh: '期间内告警触发的次数，同一告警恢复后再次触发另计一次；含被压制、静默的',
      en: 'How often alerts began to fire in the period, each beginning by itself; those suppressed or silenced too',
    },
    kind: 'count',
    unit: 'cases',
    notes: ['alert:severity'],
    cases: cases.raised,
  },
  {
    ...base,
    key: 'alert.acknowledged-in-time',
    names: { zh: '告警签收及时率', en: 'Alerts seen to in time' },
    words: {
      zh: `期间内触发、持续超过 ${cases.ackMinutes} 分钟的严重与警告级告警中，${cases.ackMinutes} 分钟内有人签收、认领、关联事件，或其事件已响应的占比；被规则压制、静默的与未满 ${cases.ackMinutes} 分钟的不计入`,
      en: `Of the critical and warning alerts of the period that lasted ${cases.ackMinutes} minutes, the share that somebody acknowledged, assigned or linked by then, or whose incident was responded to; those kept quiet by rules or silences, and younger ones, are left out`,
    },
    kind: 'share',
    unit: 'percent',
    notes: ['alert:severity'],
    cases: cases.acknowledged,
  },
]

export const factSplits: readonly FactSplit[] = [wordSplit('severity', 'alert:severity')]
