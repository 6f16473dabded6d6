/** What joint stocktakes prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'stocktake.signed',
    words: {
      zh: '期间内结束的联合盘点范围为全部资产、逐项清点，资产、财务、信息三部门三人对同一结果签认，并在预算年度开始前结束；全部做到为符合；早于本单位预算编制开始日须人工举证',
      en: 'Joint stocktakes were of all assets, each counted, signed by three departments for one result, and closed before the budget year; all conform; that it was before budgeting began is proved by hand',
    },
    proves: [],
    supports: ['beijing-om/18a'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 50 },
    page: '/stocktakes/',
    cases: cases.signed,
  }),
]
