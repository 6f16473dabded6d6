/** What surveys and call-backs prove of norms. */
import type { Db } from '#kernel/db/index.ts'
import { shareRule, type EvidenceQuery, type EvidenceRule, type Measure } from '#kernel/evidence/index.ts'
import { callBacksDue } from './called-back.ts'
import * as cases from './store/evidence.ts'

const page = '/'
const on = ['satisfaction.settled'] as const
/** What is imported was called back about whenever its source says: it is counted, and not judged. */
async function calledBack(db: Db, at: EvidenceQuery): Promise<Measure> {
  const measure = { cases: 0, good: 0, imported: 0 }
  const samples: Measure['samples'][number][] = []
  for (const row of await callBacksDue(db, at)) {
    if (row.imported) measure.imported++
    else if (row.inTime !== null) {
      measure.cases++
      if (row.inTime) measure.good++
      samples.push({
        label: row.label,
        path: `/call-backs/${row.id}`,
        at: row.recordedAt.toISOString(),
        ok: row.inTime,
        note: row.dueAt.toISOString().slice(0, 10),
      })
    }
  }
  return {
    ...measure,
    samples: [...samples.filter((s) => !s.ok), ...samples.filter((s) => s.ok)].slice(0, 15),
  }
}

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'satisfaction.happy',
    words: {
      zh: '期间内回答的满意度评价中，非常满意、满意、基本满意占比；90% 及以上为符合，75% 及以上为部分符合；不答不计',
      en: 'Of the answers given in the period, very, quite and fairly satisfied; 90 % conform, 75 % partly; no answer is no answer',
    },
    proves: ['industry-platform-om/7.3.2'],
    supports: ['beijing-om/7g'],
    days: 90,
    needs: { cases: 5, conforms: 90, partly: 75 },
    on,
    page,
    cases: cases.happy,
  }),
  shareRule({
    key: 'satisfaction.answered',
    words: {
      zh: '到期的满意度调查的回收率；30% 及以上为符合，10% 及以上为部分符合',
      en: 'Share of the questions due in the period that were answered; 30 % conform, 10 % partly',
    },
    proves: ['industry-platform-om/7.3.3'],
    days: 90,
    needs: { cases: 5, conforms: 30, partly: 10 },
    on,
    page,
    cases: cases.answered,
  }),
  shareRule({
    key: 'satisfaction.asked',
    words: {
      zh: '已解决且有受影响人的事件均已发出满意度调查；98% 及以上为符合，90% 及以上为部分符合',
      en: 'Of every solved incident that hit somebody, somebody was asked; 98 % conform, 90 % partly',
    },
    proves: ['industry-platform-om/7.3.1'],
    days: 30,
    needs: { cases: 5, conforms: 98, partly: 90 },
    page,
    cases: cases.asked,
  }),
  {
    key: 'satisfaction.called-back',
    words: {
      zh: '不满意的评价在 15 个工作日内（按本单位工作日历）回访；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Unhappy answers were called back about within 15 working days of the unit’s calendar; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/9d'],
    supports: ['beijing-om/7g'],
    days: 90,
    needs: { cases: 1, conforms: 95, partly: 80 },
    measure: calledBack,
  },
]
