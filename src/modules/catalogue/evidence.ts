/** What the service catalogue proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'catalogue.quality',
    words: {
      zh: '服务目录至少有三个在用服务项且均写明质量标准；95% 及以上为符合，60% 及以上为部分符合；业务部门的确认须人工举证',
      en: 'The catalogue has at least three items, each with its quality standard; 95 % conform, 60 % partly; that departments agreed is proved by hand',
    },
    proves: ['db37-1434/3.1', 'db37-1434/7'],
    supports: ['beijing-om/28c'],
    days: 0,
    needs: { cases: 3, conforms: 95, partly: 60 },
    page: null,
    cases: cases.quality,
  }),
]
