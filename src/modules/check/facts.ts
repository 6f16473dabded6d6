/** Availability of information systems as reports and evaluations count it: by the very rules of the check pages. */
import { loadCalendars, zoneOf, type CompiledCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { givenCases, type Fact, type FactQuery, type GivenCase } from '#kernel/fact/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { sharesOf, spansOf, together } from './availability.ts'
import { monitoredServices } from './store/facts.ts'
import { turnsOf } from './store/transition.ts'

const splits = ['org', 'service', 'vendor'] as const

interface Piece {
  from: number
  to: number
}

/** The period up to now, whole or by days or months of the unit's zone. Pure. */
function piecesOf({ from, to }: Piece, step: FactQuery['step'], zone: string): Piece[] {
  if (from >= to) return []
  if (!step) return [{ from, to }]
  const days = zoneOf(zone)
  const first = new Date(days.dayOf(from) * 86_400_000)
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()]
  const begin = (n: number) =>
    days.toInstant(step === 'day' ? Date.UTC(year, month, day + n) : Date.UTC(year, month + n, 1))
  const pieces: Piece[] = []
  for (let n = 0; begin(n) < to; n++)
    pieces.push({ from: Math.max(begin(n), from), to: Math.min(begin(n + 1), to) })
  return pieces
}

/** One case for each service (and piece of time); without a value where no check said up or down. */
async function cases(db: Db, at: FactQuery, what: 'percent' | 'downMinutes'): Promise<GivenCase[]> {
  const now = (await dbNow(db)).getTime()
  const span = { from: at.from.getTime(), to: Math.min(at.to.getTime(), now) }
  const pieces = piecesOf(span, at.step, unitZone())
  const services = pieces.length === 0 ? [] : await monitoredServices(db, at)
  if (services.length === 0) return []
  const ids = services.flatMap((one) => one.checkIds)
  const [turns, calendars] = await Promise.all([
    turnsOf(db, ids, new Date(span.from), new Date(span.to)),
    loadCalendars(db, [...new Set(services.flatMap((one) => one.calendarId ?? []))]),
  ])
  const byCheck = Map.groupBy(turns, (turn) => turn.checkId)
  return services.flatMap((service) => {
    const all = together(service.checkIds.map((id) => spansOf(byCheck.get(id) ?? [], span.from, span.to)))
    const calendar = service.calendarId ? (calendars.get(service.calendarId) ?? null) : null
    return pieces.map((piece) => caseOf(service, within(all, piece), calendar, piece, what))
  })
}

type Spans = ReturnType<typeof together>

const within = (spans: Spans, { from, to }: Piece): Spans =>
  spans
    .filter((span) => span.to > from && span.from < to)
    .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }))

function caseOf(
  service: { id: string; name: string; orgId: string; vendorId: string | null },
  spans: Spans,
  calendar: CompiledCalendar | null,
  { from }: Piece,
  what: 'percent' | 'downMinutes',
): GivenCase {
  const { ratio, downSeconds, outages } = sharesOf(spans, calendar)
  const value = ratio === null ? null : what === 'percent' ? 100 * ratio : downSeconds / 60
  return {
    id: `${service.id}:${from}`,
    label: service.name,
    at: new Date(from).toISOString(),
    note: ratio === null ? null : `${outages} × ↓`,
    value,
    by: { org: service.orgId, service: service.id, vendor: service.vendorId },
  }
}

const base = { page: '/services/', by: ['service', 'vendor'], splits } as const

export const facts: readonly Fact[] = [
  {
    ...base,
    key: 'check.availability',
    names: { zh: '信息系统可用率', en: 'Availability' },
    words: {
      zh: '期间内（至此刻）各信息系统可用率的平均值：系统的任一检查为严重即为中断，服务时间（系统日历）内可用时间占可判定时间的比例；无检查或无法判定的系统不计入。与监控总览同一算法',
      en: 'The mean over information systems of the share of the time within service hours (calendar of the system) in which it was up, of that in which it was up or down; down while one of its checks is critical. Systems without checks, and of which nothing can be said, are left out. Counted as on the pages of checks',
    },
    kind: 'mean',
    unit: 'percent',
    cases: async (at, db) => givenCases(await cases(db, at, 'percent'), splits),
  },
  {
    ...base,
    key: 'check.downtime-minutes',
    names: { zh: '信息系统中断时长', en: 'Downtime' },
    words: {
      zh: '期间内（至此刻）各信息系统在服务时间内的中断分钟数合计；中断的判定与可用率相同',
      en: 'The minutes within service hours in which information systems were down, summed up; down as for availability',
    },
    kind: 'sum',
    unit: 'minutes',
    cases: async (at, db) => givenCases(await cases(db, at, 'downMinutes'), splits),
  },
]
