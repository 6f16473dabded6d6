/** What the work on major incidents proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/incidents/'
const needs = { cases: 1, conforms: 100, partly: 60 }
const on = ['incident.resolved'] as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'major.reported',
    words: {
      zh: '重大故障在恢复前已通报至少两方（责任单位和主管部门）；全部做到为符合，60% 及以上为部分符合',
      en: 'At least two parties were told of a major fault while it lasted; all conform, 60 % partly',
    },
    proves: ['beijing-om/9e'],
    supports: ['beijing-om/35a'],
    days: 365,
    needs,
    on,
    page,
    cases: cases.reported,
  }),
  shareRule({
    key: 'major.worked',
    words: {
      zh: '重大故障有通报记录和会商中的定位过程；全部具备为符合，60% 及以上为部分符合',
      en: 'Of major faults it is on record who was told and what the bridge found; all conform, 60 % partly',
    },
    proves: ['ops-rules/1.4a', 'beijing-om/7e'],
    days: 365,
    needs,
    on,
    page,
    cases: cases.worked,
  }),
  shareRule({
    key: 'major.reviewed',
    words: {
      zh: '重大故障在恢复后 30 天内完成复盘并由他人确认；全部做到为符合，60% 及以上为部分符合',
      en: 'Major faults were reviewed and the review confirmed by another within 30 days; all conform, 60 % partly',
    },
    proves: [],
    supports: ['beijing-om/35b', 'beijing-om/11d'],
    days: 365,
    needs,
    page,
    cases: cases.reviewed,
  }),
]
