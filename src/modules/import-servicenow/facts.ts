/**
 * What the source itself says of the incidents that were imported from it. Our own facts judge the replayed history by our
 * rules and differ: `sla.breaches` by our agreements and calendars and not by the source's contracts, `incident.reassigned`
 * by the groups that the rows name (which are not what the source's counter says in every incident), `incident.reopened`
 * of what is resolved now and by the moves that could be replayed.
 */
import type { Fact } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = {
  kind: 'share',
  unit: 'percent',
  page: '/incidents/',
  by: ['service', 'vendor', 'group'],
  splits: ['org', 'service', 'group', 'source-priority'],
} as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'import-servicenow.breached',
    names: { zh: '来源系统超时率', en: 'Breached by the source’s word' },
    words: {
      zh: '从 ServiceNow 导入、在期间内开单的事件中，来源系统最后一行记录为未达成服务级别（made_sla 为 false）的占比；按来源系统的合同计，与本平台按自有协议重算的超时不同',
      en: 'Of the incidents imported from ServiceNow that were opened in the period, the share whose last row there says made_sla = false; that goes by the source’s contracts, and not by the agreements of this platform',
    },
    asks: { zh: '超时', en: 'Breached' },
    cases: cases.breached,
  },
  {
    ...base,
    key: 'import-servicenow.reassigned',
    names: { zh: '来源系统改派率', en: 'Reassigned by the source’s word' },
    words: {
      zh: '从 ServiceNow 导入、在期间内开单的事件中，来源系统最后一行记录的改派次数（reassignment_count）大于零的占比；本平台的改派率按各行可见的组计，二者在少数事件上不同',
      en: 'Of the incidents imported from ServiceNow that were opened in the period, the share whose last row there has a reassignment_count above zero; our own figure counts the groups that rows show, which in a few incidents are others',
    },
    asks: { zh: '改派过', en: 'Reassigned' },
    cases: cases.reassigned,
  },
  {
    ...base,
    key: 'import-servicenow.reopened',
    names: { zh: '来源系统重开率', en: 'Reopened by the source’s word' },
    words: {
      zh: '从 ServiceNow 导入、在期间内开单的事件中，来源系统最后一行记录的重开次数（reopen_count）大于零的占比；本平台的重开率只计已解决的事件，按解决时间归属',
      en: 'Of the incidents imported from ServiceNow that were opened in the period, the share whose last row there has a reopen_count above zero; our own figure is of resolved incidents, by the time of resolution',
    },
    asks: { zh: '重开过', en: 'Reopened' },
    cases: cases.reopened,
  },
]
