/** What escalation by policy proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'escalation.answered',
    words: {
      zh: '期间内启动的告警升级在第三步之前已有人确认（回执）或接手；90% 及以上为符合，70% 及以上为部分符合',
      en: 'Escalations were confirmed or taken up before their third step; 90 % conform, 70 % partly',
    },
    proves: ['beijing-om/36d'],
    days: 30,
    needs: { cases: 1, conforms: 90, partly: 70 },
    page: '/incidents/',
    cases: cases.answered,
  }),
]
