/** What problems prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'problem.causes',
    words: {
      zh: '期间内解决的（或开立满 90 天的）问题均写明根本原因并关联至少一个事件；95% 及以上为符合，70% 及以上为部分符合',
      en: 'Problems resolved in the period, or open for 90 days, have a root cause and an incident; 95 % conform, 70 % partly',
    },
    proves: ['db37-1434/3.4'],
    days: 365,
    needs: { cases: 1, conforms: 95, partly: 70 },
    on: ['problem.resolved'],
    page: '/problems/',
    cases: cases.causes,
  }),
  shareRule({
    key: 'problem.actions',
    words: {
      zh: '有责任人的纠正措施按期完成；90% 及以上为符合，70% 及以上为部分符合；绩效评估中的改进项须人工举证',
      en: 'Corrective actions with an owner were done by their day; 90 % conform, 70 % partly; those of evaluations are proved by hand',
    },
    proves: [],
    supports: ['beijing-om/50c', 'industry-platform-om/10.1'],
    days: 90,
    needs: { cases: 3, conforms: 90, partly: 70 },
    page: '/problems/',
    cases: cases.actions,
  }),
  shareRule({
    key: 'problem.followed',
    words: {
      zh: '重大、严重故障恢复后两周内关联问题或变更；90% 及以上为符合，60% 及以上为部分符合；与配置项的关联须另行证明',
      en: 'Two weeks after major and serious faults a problem or change is linked; 90 % conform, 60 % partly; the link to configuration items is proved elsewhere',
    },
    proves: ['db37-1434/core'],
    days: 90,
    needs: { cases: 3, conforms: 90, partly: 60 },
    page: '/incidents/',
    cases: cases.followed,
  }),
]
