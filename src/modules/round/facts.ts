/** What reports and evaluations count of inspection rounds: the definitions of the room's own report. */
import { tableSplit, wordSplit, type Fact, type FactSplit } from '#kernel/fact/index.ts'
import * as cases from './store/facts.ts'

const base = { page: '/rounds/', by: ['vendor', 'group'] } as const
const splits = ['org', 'group', 'vendor', 'round-plan'] as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'round.done',
    names: { zh: '巡检按时完成率', en: 'Rounds done in time' },
    words: {
      zh: '期间内到期的计划巡检中，在宽限期内做完的占比；迟做、未做的计为未按时，写明原因跳过的与尚未到期的不计入；按系统记录的时间计',
      en: 'Of the planned rounds due in the period, the share finished within their grace; late and missed ones are not; those called off with a reason, and not due yet, are left out; by the times that the platform recorded',
    },
    kind: 'share',
    unit: 'percent',
    splits: [...splits, 'outcome'],
    notes: ['round:outcome'],
    cases: cases.done,
  },
  {
    ...base,
    key: 'round.abnormal',
    names: { zh: '巡检异常项数', en: 'Abnormal readings' },
    words: {
      zh: '期间内各次巡检（含临时巡检）中读数异常的项数',
      en: 'Items of the rounds of the period, unplanned ones too, whose reading was abnormal',
    },
    kind: 'count',
    unit: 'cases',
    splits,
    cases: cases.abnormal,
  },
]

export const factSplits: readonly FactSplit[] = [
  tableSplit('round-plan', 'round_plan'),
  wordSplit('outcome', 'round:outcome'),
]
