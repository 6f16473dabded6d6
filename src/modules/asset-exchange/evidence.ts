/** What comparing the asset ledger with the finance bureau proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'asset-exchange.settled',
    words: {
      zh: '期间内与财政资产库的对账均在 30 天内处理完全部差异并由双方签认；全部做到为符合，50% 及以上为部分符合',
      en: 'Comparisons with the finance bureau were settled and signed by both within 30 days; all conform, half partly',
    },
    proves: ['beijing-om/17c'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 50 },
    page: '/asset-exchanges/',
    cases: cases.settled,
  }),
]
