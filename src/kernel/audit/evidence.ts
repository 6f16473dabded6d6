/** What the audit proves of norms; that every entry is what it was is checked whole once a night (`verifyAudit`). */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const supports = ['beijing-om/3c', 'industry-platform-om/5.2'] as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'audit.chained',
    words: {
      zh: '期间内的审计封印编号连续、首尾相接（每个封印含上一封印的 SM3 值）；全部做到为符合，否则为不符合',
      en: 'Seals of the audit in the period are numbered without a gap and each holds the SM3 of the one before; all conform, otherwise it fails',
    },
    proves: [],
    supports,
    days: 30,
    needs: { cases: 1, conforms: 100, partly: 100 },
    page: null,
    cases: cases.chained,
  }),
  shareRule({
    key: 'audit.sealed',
    words: {
      zh: '十分钟以前的审计记录均已封印；做到为符合，否则为不符合',
      en: 'Audit entries older than ten minutes are sealed; otherwise it fails',
    },
    proves: [],
    supports,
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 100 },
    page: null,
    cases: cases.sealed,
  }),
]
