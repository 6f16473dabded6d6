/** What reports and evaluations count of what people say: the definitions of the dashboard and of the norm clauses. */
import { givenCases, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import { callBacksDue } from './called-back.ts'
import * as cases from './store/facts.ts'

const splits = ['org', 'service', 'group', 'vendor'] as const
const by = ['service', 'vendor', 'group'] as const
const share = { kind: 'share', unit: 'percent', by } as const

export const facts: readonly Fact[] = [
  {
    ...share,
    key: 'satisfaction.satisfied',
    names: { zh: '满意率', en: 'Satisfied' },
    words: {
      zh: '对期间内发生的事件与请求的满意度评价中，非常满意、满意、基本满意占全部回答的比例；未回答的不计为满意也不计入',
      en: 'Of the answers about incidents and requests of the period, very, quite and fairly satisfied; no answer is no answer',
    },
    page: null,
    splits: [...splits, 'ticket-kind', 'answer'],
    asks: { zh: '满意', en: 'Satisfied' },
    notes: ['satisfaction:answer'],
    cases: cases.satisfied,
  },
  {
    ...share,
    key: 'satisfaction.answered',
    names: { zh: '评价回收率', en: 'Answered' },
    words: {
      zh: '对期间内发生的事件与请求发出的满意度调查中，已回答的占比；尚在答复期内的按未答计，因重开收回的不计入',
      en: 'Of the questions asked about incidents and requests of the period, the share that was answered; those that wait count as not answered, those taken back by a reopening are left out',
    },
    page: null,
    splits: [...splits, 'ticket-kind'],
    asks: { zh: '已评价', en: 'Answered' },
    notes: ['satisfaction:answer', 'satisfaction:state'],
    cases: cases.answered,
  },
  {
    ...share,
    key: 'satisfaction.unhappy-called-back',
    names: { zh: '不满意回访及时率', en: 'Unhappy answers called back in time' },
    words: {
      zh: '不满意评价的回访任务中，第 15 个工作日（按本单位工作日历）落在期间内的：在此之前完成回访的占比；导入的历史不计入及时性',
      en: 'Of the call-backs about unhappy answers whose fifteenth working day (calendar of the unit) lies in the period, the share made by then; imported history says nothing of timeliness',
    },
    page: '/call-backs/',
    splits,
    cases: async (at, db) =>
      givenCases(
        (await callBacksDue(db, at)).map((one) => ({
          id: one.id,
          label: one.label,
          ok: one.imported ? null : one.inTime,
          imported: one.imported,
          at: one.dueAt.toISOString(),
          note: one.doneAt?.toISOString().slice(0, 10) ?? null,
          by: { org: one.orgId, service: one.serviceId, group: one.groupId, vendor: one.vendorId },
        })),
        splits,
      ),
  },
]

export const factSplits: readonly FactSplit[] = [
  wordSplit('answer', 'satisfaction:answer'),
  wordSplit('ticket-kind', 'satisfaction:kind'),
]
