/** What tickets of all kinds prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'ticket.processes',
    words: {
      zh: '事件、请求、问题、变更四个流程在期间内均有工单流转；四个都有为符合，两个及以上为部分符合',
      en: 'The processes of incidents, requests, problems and changes were each used in the period; all four conform, two partly',
    },
    proves: ['beijing-om/12', 'db37-1434/goal1', 'db37-1434/3.6', 'db37-1434/8', 'industry-platform-om/2.3'],
    days: 90,
    needs: { cases: 4, conforms: 100, partly: 50 },
    page: null,
    cases: cases.processes,
  }),
]
