/** What reports and evaluations count of requests: the definitions of the room's own figures. */
import type { Fact, FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const splits = ['org', 'service', 'group', 'vendor', 'channel'] as const
const base = { page: '/requests/', by: ['service', 'vendor', 'group'] } as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'request.filed',
    names: { zh: '服务请求数', en: 'Requests' },
    words: {
      zh: '期间内提出的服务请求，含已撤回与已取消的',
      en: 'Requests asked for in the period, those withdrawn or cancelled too',
    },
    kind: 'count',
    unit: 'cases',
    splits,
    notes: ['request:ui.state.request'],
    cases: cases.filed,
  },
  {
    ...base,
    key: 'request.done-in-time',
    names: { zh: '请求办结及时率', en: 'Requests delivered in time' },
    words: {
      zh: '期间内提出的服务请求的各项中，已办结且有时限的：在时限内办结的占比；未办结、撤回、驳回的不计入',
      en: 'Of the lines of the period’s requests that were delivered and had a due time, the share delivered by then; open, withdrawn and rejected ones are left out',
    },
    kind: 'share',
    unit: 'percent',
    splits: [...splits, 'item'],
    notes: ['request:ui.state.line', 'request:ui.state.request'],
    cases: cases.doneInTime,
  },
]

export const factSplits: readonly FactSplit[] = [{ key: 'item', names: cases.itemNames }]
