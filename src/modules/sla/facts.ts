/** What reports and evaluations count of agreements: the results of the clocks that the dashboard shows. */
import type { Fact } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const splits = [...['org', 'service', 'group', 'vendor', 'category', 'priority', 'type', 'grade']] as const
const base = { page: '/incidents/', by: ['service', 'vendor', 'group'] } as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'sla.breaches',
    names: { zh: '服务级别超时次数', en: 'SLA breaches' },
    words: {
      zh: '期间内发生的事件超过服务级别协议时限的时钟个数（响应、恢复、到场各算一次），含已超时而尚未停的；不含已取消的事件',
      en: 'Clocks of the period’s incidents that ran over the target of the agreement, each metric by itself, those still running included; without cancelled incidents',
    },
    kind: 'count',
    unit: 'cases',
    splits: [...splits, 'metric'],
    cases: cases.breaches,
  },
  {
    ...base,
    key: 'sla.stays-kept',
    names: { zh: '内部与外包协议达成率', en: 'OLA and vendor targets kept' },
    words: {
      zh: '期间内发生的事件在受内部协议（OLA）或外包服务协议约束的组的经手中，已结束且按时转出或解决的占比；还在组内的、已取消的事件不计入',
      en: 'Of the stays of the period’s incidents with groups bound by an OLA or a vendor agreement that have ended, the share handed on or resolved in time; what is still with the group, and cancelled incidents, are left out',
    },
    kind: 'share',
    unit: 'percent',
    splits,
    notes: ['sla:state'],
    cases: cases.stays,
  },
]
