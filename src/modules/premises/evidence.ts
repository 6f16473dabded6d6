/** What visits to machine rooms prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'premises.approved',
    words: {
      zh: '期间内进入机房的均在进入前已获批准（以登记时间为准）、有放行人，并在计划结束后 1 天内登记离开；全部做到为符合，90% 及以上为部分符合',
      en: 'Whoever entered a machine room had been approved before, as recorded, was let in by somebody, and left within a day of the plan; all conform, 90 % partly',
    },
    proves: ['huaiwei-intranet/19e'],
    days: 90,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page: '/room-visits/',
    cases: cases.approved,
  }),
]
