/** What fault reports prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'fault-report.delivered',
    words: {
      zh: '应交的故障报告（维修反馈）在期限（工作日）内提交；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Fault reports that were owed were handed in by their due day, counted in working days; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/1.2b'],
    days: 90,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page: '/fault-reports/',
    cases: (at) => cases.delivered(at),
  }),
  shareRule({
    key: 'fault-report.major',
    words: {
      zh: '重大故障均有处理过程报告，按期提交，写明原因与解决办法并经他人审核；全部具备为符合，80% 及以上为部分符合',
      en: 'Major faults have a report with cause and solution, in time and reviewed by another; all conform, 80 % partly',
    },
    proves: ['ops-rules/1.4b'],
    supports: ['beijing-om/35b'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: '/fault-reports/',
    cases: cases.majorReviewed,
  }),
]
