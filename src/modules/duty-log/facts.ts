/** What reports and evaluations count of duty logs. */
import type { Fact } from '#kernel/fact/index.ts'
import { graceMinutes } from './lifecycle.ts'
import * as cases from './store/facts.ts'

export const facts: readonly Fact[] = [
  {
    key: 'duty-log.written',
    names: { zh: '值班日志及时率', en: 'Duty logs written in time' },
    words: {
      zh: `期间内结束的已发布班次中，值班日志在下班后 ${graceMinutes} 分钟内签名的占比；没有日志的为未写；按系统记录的时间计，补写的不算，未到时限的与下班后才发布值班表的不计入`,
      en: `Of the published shifts that ended in the period, the share whose log was signed within ${graceMinutes} minutes after, by the times that the platform recorded; without a log, or written afterwards, is not; not due yet, and rosters published after the shift, are left out`,
    },
    kind: 'share',
    unit: 'percent',
    by: [],
    splits: ['org', 'duty-team'],
    page: '/duty-logs/',
    cases: cases.written,
  },
]
