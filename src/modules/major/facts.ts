/** What reports and evaluations count of major incidents. */
import type { Fact } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = {
  page: '/incidents/',
  by: ['service', 'vendor', 'group'],
  splits: ['org', 'service', 'group', 'vendor', 'category'],
} as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'major.count',
    names: { zh: '重大事件数', en: 'Major incidents' },
    words: {
      zh: '期间内发生、经人员确认为重大等级的故障；不含已取消、重复与已并入其他事件的',
      en: 'Faults of the period that a person has confirmed to be major; without cancelled and duplicate ones, and those merged into another',
    },
    kind: 'count',
    unit: 'cases',
    notes: ['incident:state'],
    cases: cases.count,
  },
  {
    ...base,
    key: 'major.notice-in-time',
    names: { zh: '重大事件通报及时率', en: 'Major incidents told in time' },
    words: {
      zh: '重大事件中，启动处置后在一个状态通报间隔（默认 30 分钟）内首次通报了小组或岗位的占比；按系统记录的时间计，未到时限的与导入的历史不计入',
      en: 'Of the major incidents, the share of which a group or role was first told within one interval of status updates (30 minutes unless set otherwise) after work on it began, by the times that the platform recorded; not due yet, and imported history, are left out',
    },
    kind: 'share',
    unit: 'percent',
    cases: cases.told,
  },
]
