/** What the ledger of software licences proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'licence.valid',
    words: {
      zh: '在用软件授权均在有效期内、未超量使用且有在岗责任人；全部具备为符合，90% 及以上为部分符合；服务器管理工具的安装核查须人工举证',
      en: 'Licences in use have not run out, are not used beyond their number and have a keeper; all conform, 90 % partly; what is installed is proved by hand',
    },
    proves: [],
    supports: ['ops-rules/4.2.1'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page: '/software-licences/',
    cases: cases.valid,
  }),
]
