/** What custody agreements prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'custody.in-force',
    words: {
      zh: '生效的保管协议均已签订、未到期、写明数量并附签署件；全部具备为符合，80% 及以上为部分符合；委托管理的资产逐项有协议须人工举证',
      en: 'Custody agreements in force are signed, not run out, say how many and have the paper; all conform, 80 % partly; that every asset has one is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/19'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 80 },
    page: '/custody-agreements/',
    cases: cases.inForce,
  }),
]
