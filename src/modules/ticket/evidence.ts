/** What tickets of all kinds prove of norms. */
import { defaultCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { shareRule, type EvidenceQuery, type EvidenceRule, type Measure } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

/** Working days of the unit's calendar that lie in the period and are over: somebody worked on a ticket. */
async function daily(db: Db, at: EvidenceQuery): Promise<Measure> {
  const calendar = await defaultCalendar(db)
  const until = Math.min(at.to.getTime(), (await dbNow(db)).getTime())
  const worked = await cases.daysWorked(db, at, calendar.zone.name)
  const samples: Measure['samples'][number][] = []
  let good = 0
  for (let day = calendar.zone.dayOf(at.from.getTime()); dayEnds(day) <= until; day++) {
    if (calendar.zone.toInstant(day * dayMs) < at.from.getTime() || !calendar.isWorkDay(day)) continue
    const label = new Date(day * dayMs).toISOString().slice(0, 10)
    const ok = worked.has(label)
    if (ok) good++
    samples.push({
      label,
      path: null,
      at: new Date(calendar.zone.toInstant(day * dayMs)).toISOString(),
      ok,
      note: null,
    })
  }
  const order = samples.toSorted((a, b) => Number(a.ok) - Number(b.ok))
  return { cases: samples.length, good, imported: 0, samples: order.slice(0, 15) }

  function dayEnds(day: number): number {
    return calendar.zone.toInstant((day + 1) * dayMs)
  }
}
const dayMs = 86_400_000

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'ticket.processes',
    words: {
      zh: '事件、请求、问题、变更四个流程在期间内均有工单流转；四个都有为符合，两个及以上为部分符合',
      en: 'The processes of incidents, requests, problems and changes were each used in the period; all four conform, two partly',
    },
    proves: ['beijing-om/12', 'db37-1434/goal1', 'db37-1434/3.6', 'db37-1434/8', 'industry-platform-om/2.3'],
    days: 90,
    needs: { cases: 4, conforms: 100, partly: 50 },
    page: null,
    cases: cases.processes,
  }),
  {
    key: 'ticket.daily',
    words: {
      zh: '期间内的每个工作日（按本单位工作日历，节假日不计）均有人处理工单的记录；95% 及以上为符合，80% 及以上为部分符合',
      en: 'On every working day of the unit’s calendar somebody worked on a ticket; 95 % conform, 80 % partly',
    },
    proves: ['beijing-om/7f'],
    days: 30,
    needs: { cases: 5, conforms: 95, partly: 80 },
    measure: daily,
  },
]
