/** What duty logs prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'
import { written } from './store/facts.ts'

const page = '/duty-logs/'
const on = ['duty-log.sign', 'duty-log.take-over'] as const

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'duty-log.in-time',
    words: {
      zh: '期间内结束的排班班次均有值班日志，且在班次结束后 2 小时内签字（以签字的登记时间为准）；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every shift that ended has its log, signed within 2 hours after it, as recorded; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/4.4', 'beijing-om/7f'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: written,
  }),
  shareRule({
    key: 'duty-log.columns',
    words: {
      zh: '已签字的日志，日常工作、监控故障、响应故障、未完成工作、注意事项五类均有记录，或以小结说明当班情况且至少有一条记录（每条均带时间）；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Signed logs have entries of all five kinds, each with its time, or a summary and an entry; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/4.4'],
    days: 30,
    needs: { cases: 3, conforms: 95, partly: 80 },
    on,
    page,
    cases: cases.columns,
  }),
  shareRule({
    key: 'duty-log.carried',
    words: {
      zh: '日志中的未完成工作在签字后 1 天内由下一班逐条认领（或提出异议）并转入其日志；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Unfinished work was decided on by the next shift or stands in its log a day after the signature; 95 % conform, 80 % partly',
    },
    proves: ['ops-rules/4.4'],
    days: 30,
    needs: { cases: 1, conforms: 95, partly: 80 },
    on,
    page,
    cases: cases.carried,
  }),
]
