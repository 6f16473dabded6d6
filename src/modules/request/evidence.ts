/** What service requests prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'request.answered',
    words: {
      zh: '业务部门提出的服务请求在期限内（未约定的 30 天内）办结或答复；95% 及以上为符合，80% 及以上为部分符合',
      en: 'What departments requested was done or answered in time, within 30 days where no time is set; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/6a'],
    days: 90,
    needs: { cases: 3, conforms: 95, partly: 80 },
    page: '/requests/',
    cases: cases.answered,
  }),
]
