/** What reports and evaluations count of changes: the definitions of the room's own figures. */
import { wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/named-facts.ts'

const base = {
  page: '/changes/',
  by: ['service', 'vendor', 'group'],
  splits: ['org', 'group', 'vendor', 'change-kind', 'risk', 'result'],
} as const
const count = { ...base, kind: 'count', unit: 'cases' } as const
const share = { ...base, kind: 'share', unit: 'percent' } as const

export const facts: readonly Fact[] = [
  {
    ...count,
    key: 'change.made',
    names: { zh: '变更数', en: 'Changes' },
    words: {
      zh: '期间内关闭（已实施并回顾）的授权变更，含已回退的；不含驳回、取消与未授权变更',
      en: 'Authorised changes that were closed (carried out and reviewed) in the period, those backed out too; without rejected, cancelled and unauthorised ones',
    },
    notes: ['change:result'],
    cases: cases.made,
  },
  {
    ...count,
    key: 'change.planned',
    names: { zh: '计划实施的变更', en: 'Changes planned' },
    words: {
      zh: '计划窗口在期间内开始、此刻仍未实施完的变更，含尚在评估与审批的；不含草稿',
      en: 'Changes whose window begins in the period and that are not carried out yet, those in assessment or approval too; without drafts',
    },
    cases: cases.planned,
  },
  {
    ...share,
    key: 'change.succeeded',
    names: { zh: '变更成功率', en: 'Changes that succeeded' },
    words: {
      zh: '变更数中结果为成功的占比；部分成功与失败（含回退）计为未成功',
      en: 'Of the changes of the period, the share whose result was successful; partly successful, failed and backed out ones were not',
    },
    asks: { zh: '成功', en: 'Successful' },
    notes: ['change:result'],
    cases: cases.succeeded,
  },
  {
    ...share,
    key: 'change.emergency',
    names: { zh: '紧急变更占比', en: 'Emergency changes' },
    words: {
      zh: '变更数中紧急变更的占比',
      en: 'Of the changes of the period, the share that were emergencies',
    },
    asks: { zh: '紧急变更', en: 'Emergency' },
    notes: ['change:kind'],
    cases: cases.emergency,
  },
  {
    ...count,
    key: 'change.unauthorised',
    names: { zh: '未授权变更数', en: 'Unauthorised changes' },
    words: {
      zh: '期间内登记（发现）的未经申请而实施的变更，按登记时间计',
      en: 'Changes done without a request that were found and recorded in the period',
    },
    cases: cases.unauthorised,
  },
  {
    ...share,
    key: 'change.with-review',
    names: { zh: '变更回顾率', en: 'Changes reviewed' },
    words: {
      zh: '期间内开始实施、已完成（或回退）的变更中，由实施人以外的人回顾后关闭的占比；完成后 30 天未回顾的视为未做，不足 30 天未回顾的不计入',
      en: 'Of the changes begun in the period and carried out (or backed out), the share closed with a review by somebody who had not begun them; not reviewed after 30 days counts as not done, earlier it is left out',
    },
    notes: ['change:result'],
    cases: cases.reviewed,
  },
]

export const factSplits: readonly FactSplit[] = [
  wordSplit('change-kind', 'change:kind'),
  wordSplit('risk', 'change:risk'),
  wordSplit('result', 'change:result'),
]
