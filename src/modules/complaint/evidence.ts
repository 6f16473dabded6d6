/** What answers to complaints prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/facts.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'complaint.answered',
    words: {
      zh: '业务部门的投诉与建议在答复时限（工作日）内首次答复；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Complaints and suggestions of business departments were first answered by their deadline in working days; 95 % conform, 80 % partly',
    },
    proves: [],
    supports: ['beijing-om/7g', 'beijing-om/8c'],
    days: 90,
    needs: { cases: 1, conforms: 95, partly: 80 },
    on: ['complaint.answer'],
    page: '/complaints/',
    cases: cases.answersDue,
  }),
]
