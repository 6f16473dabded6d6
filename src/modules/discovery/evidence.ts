/** What discovery proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'discovery.registered',
    words: {
      zh: '期间内发现的网络设备均已登记为配置项，或在首次发现后 7 天内处置；全部做到为符合，90% 及以上为部分符合；不应答的终端须人工举证',
      en: 'Devices that were found are items, or were decided about within 7 days; all conform, 90 % partly; terminals that do not answer are proved by hand',
    },
    proves: ['huaiwei-intranet/19c'],
    supports: ['ops-rules/3.2d'],
    days: 30,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page: '/discovery/devices/',
    cases: cases.registered,
  }),
]
