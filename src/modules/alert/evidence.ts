/** What alerts prove of norms; that everything is monitored is for the rooms that watch. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'alert.followed',
    words: {
      zh: '持续 15 分钟以上的严重、警告级告警均转成事件单（变更窗口内静默的除外）；98% 及以上为符合，90% 及以上为部分符合；监控范围须另行证明',
      en: 'Critical and warning alerts that lasted 15 min became incidents, unless a change kept them quiet; 98 % conform, 90 % partly; what is monitored is proved elsewhere',
    },
    proves: ['ops-rules/1.3', 'ops-rules/2.1', 'industry-platform-om/3.2.2'],
    supports: ['ops-rules/3.3a'],
    days: 30,
    needs: { cases: 3, conforms: 98, partly: 90 },
    page: null,
    cases: cases.followed,
  }),
]
