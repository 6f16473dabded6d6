/** For each fact of a period: a case that it counts (as it should be), and one that it does not (or is not as it should be). */
import { sql } from 'kysely'
import { defaultCalendar, targetDueAt } from '#kernel/calendar/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { newId } from '#kernel/db/index.ts'
import { made, type Made } from './evidence-cases.ts'
import type { City } from './evidence-city.ts'
import { asset, item, madeInRooms } from './evidence-rooms.ts'

type Row = Record<string, unknown>
interface FactCase {
  /** makes a case whose time, the one the fact goes by, is `at` */
  good: (city: City, at: Date) => Promise<unknown>
  bad: (city: City, at: Date) => Promise<unknown>
  /** how things stand at the end of a period: what is older counts as well */
  standing?: true
  /** what a sum, mean or percentile says of one good case */
  value?: number
}

const hour = 3_600_000
const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour)
let n = 0

const incident =
  (ticket: Row = {}, given: Row = {}) =>
  (city: City, at: Date): Promise<string> =>
    city.incident(at, { ticket, incident: given })
const cancelled = incident({ state: 'cancelled', resolved_at: null })
/** Occurred long before it was resolved. */
const resolved =
  (ticket: Row = {}, given: Row = {}) =>
  (city: City, at: Date): Promise<string> =>
    incident({ occurred_at: later(at, -2000), recorded_at: later(at, -2000), ...ticket }, given)(city, at)
const clock =
  (metric: string, state: string, more: Row = {}) =>
  async (city: City, at: Date): Promise<void> => {
    await city.clock(await city.incident(at), at, state, { metric, ...more })
  }
const inLine =
  (line: number) =>
  async (city: City, at: Date): Promise<string> =>
    resolved({ group_id: await city.group(line) })(city, at)

const problem =
  (ticket: Row, given: Row = {}) =>
  async (city: City, at: Date): Promise<void> => {
    const times = { occurred_at: later(at, -2000), recorded_at: later(at, -2000), resolved_at: null }
    const id = await city.ticket(at, { kind: 'problem', ...times, ...ticket })
    await city.insert('problem', { ticket_id: id, source: 'desk', ...given })
  }
const opened = (state: string) => (city: City, at: Date) => problem({ recorded_at: at, state })(city, at)

/** A major fault, of which somebody was told so many minutes after the work on it began. */
const major =
  (minutes: number) =>
  async (city: City, at: Date): Promise<void> => {
    const id = await incident({}, { grade: 'major' })(city, at)
    const leader_id = await city.person('lead01')
    await sql`insert into major_record (ticket_id, leader_id, update_minutes, started_at)
      values (${id}, ${leader_id}, 30, ${at})`.execute(city.tx)
    const told = { message: '请到场', called_by: leader_id, called_at: later(at, minutes / 60) }
    await city.insert('major_call', { ticket_id: id, role_key: 'manager', ...told })
  }

const survey =
  (given: Row) =>
  async (city: City, at: Date): Promise<string> => {
    const ticket_id = await city.incident(at)
    const about = { ticket_id, ticket_number: ticket_id, ticket_title: '故障', org_id: await city.root() }
    const times = { asked_at: at, due_at: later(at, 120) }
    return city.insert('survey', { round: 0, affected_id: newId(), ...about, ...times, ...given })
  }
const said = (answer: string) => ({ state: 'answered', answer, via: 'portal', answered_at: new Date() })

/** When it was recorded, so that its fifteenth working day is that of `at`, or the last one before it. */
async function recordedBefore(city: City, at: Date): Promise<Date> {
  const calendar = await defaultCalendar(city.tx)
  for (let days = 10; days < 50; days++) {
    const recorded = later(at, -24 * days)
    const due = targetDueAt(calendar, recorded.getTime(), { value: 15, unit: 'workingDays' })
    if (dayIn(new Date(due), 'Asia/Shanghai') <= dayIn(at, 'Asia/Shanghai')) return recorded
  }
  throw new Error('no fifteen working days')
}
/** Called back so many days after it was due. */
const calledBack =
  (days: number) =>
  async (city: City, at: Date): Promise<void> => {
    const survey_id = await survey(said('unsatisfied'))(city, at)
    const { ticket } = await city.one(
      sql<{ ticket: string }>`select ticket_id as ticket from survey where id = ${survey_id}`,
    )
    const done_at = later(at, 24 * days)
    const done = { state: 'done', done_by: await city.person('mgr01'), done_at }
    const recorded_at = await recordedBefore(city, at)
    const about = { ticket_id: ticket, survey_id, org_id: await city.root() }
    await city.insert('callback_task', { ...about, recorded_at, ...done })
  }

const plannedChange =
  (state: string) =>
  async (city: City, at: Date): Promise<void> => {
    const times = { occurred_at: later(at, -2000), recorded_at: later(at, -2000), resolved_at: null }
    const id = await city.ticket(at, { kind: 'change', open: true, state, ...times })
    const window = { starts_at: at, ends_at: later(at, 2) }
    await city.insert('change', { ticket_id: id, kind: 'normal', ...window })
  }
const closedChange =
  (given: Row, state = 'closed') =>
  async (city: City, at: Date): Promise<void> => {
    const early = later(at, -2000)
    const times = { occurred_at: early, recorded_at: early, closed_at: at }
    const ticket_id = await city.ticket(at, { kind: 'change', state, ...times })
    await city.insert('change', { ticket_id, kind: 'normal', result: 'successful', ...given })
  }
const unauthorised = (yes: boolean) => async (city: City, at: Date) => {
  const ticket_id = await city.ticket(later(at, -2000), { kind: 'change', recorded_at: at })
  await city.insert('change', { ticket_id, kind: 'normal', unauthorised: yes })
}

const article = async (city: City, at: Date | null): Promise<string> => {
  const owner_id = await city.person('mgr01')
  const id = await city.insert('article', {
    ...{ number: `KB-F${n++}`, kind: 'article', org_id: await city.root(), owner_id, live_no: 1 },
    ...{ state: 'published', review_due_at: new Date() },
  })
  await sql`insert into article_version (article_id, no, title, body, published_by, published_at)
    values (${id}, 1, '打印机脱机', '{}', ${owner_id}, ${at})`.execute(city.tx)
  return id
}
const used =
  (how: string) =>
  async (city: City, at: Date): Promise<void> => {
    const ids = [await article(city, at), await city.incident(later(at, -2000))]
    await sql`insert into article_link (article_id, ticket_id, how, recorded_at)
      values (${ids[0]}, ${ids[1]}, ${how}, ${at})`.execute(city.tx)
  }

/** An alert that began; what happened to it, by minutes. */
const alert =
  (events: Record<string, number>, severity = 'critical', outcome = 'opened') =>
  async (city: City, at: Date): Promise<void> => {
    const id = newId()
    await city.insert('alert', {
      ...{
        id,
        source: 'test',
        labels_hash: id,
        labels: '{}',
        name: 'HostDown',
        severity,
        status: 'resolved',
      },
      ...{ org_id: await city.root(), starts_at: at, began_at: at, first_at: at, last_at: at },
    })
    const data = JSON.stringify({ severity, outcome })
    for (const [kind, minutes] of Object.entries({ began: 0, ...events }))
      await sql`insert into alert_event (alert_id, kind, data, recorded_at)
        values (${id}, ${kind}, ${kind === 'began' ? data : '{}'}::jsonb, ${later(at, minutes / 60)})`.execute(
        city.tx,
      )
  }

const reading =
  (result: string) =>
  async (city: City, at: Date): Promise<void> => {
    const org_id = await city.root()
    const by = await city.person('eng01')
    const plan = { kind: 'room', org_id, rule: '{}', grace_minutes: 60, created_by: by }
    const plan_id = await city.insert('round_plan', { name: `巡检 ${n}`, ...plan })
    const times = { planned_at: at, due_by: later(at, 1), opened_at: at }
    const done = { state: 'done', ended_at: at }
    const round_id = await city.insert('round', { number: `XJ-F${n++}`, plan_id, org_id, ...times, ...done })
    const one = { position: 1, name: '温度', kind: 'yes-no' }
    const item_id = await city.insert('round_item', { plan_id, ...one })
    const rules = { choices: '{}', normal: '{}', photo: 'never', on_abnormal: 'note', recorded_at: at }
    await city.insert('round_entry', { round_id, item_id, ...one, ...rules, result })
  }

/** A shift that began, with somebody on it or not, of a roster published so many hours before. */
const shift =
  (person: boolean, hours = 48) =>
  async (city: City, at: Date): Promise<void> => {
    const team_id = await city.insert('duty_team', {
      ...{ org_id: await city.root(), name: `值班组 F${n++}`, plan: '[]' },
    })
    const day = sql`(${at}::timestamptz)::date`
    const roster = { team_id, from_day: day, to_day: day, state: 'published', revision: 1 }
    const roster_id = await city.insert('duty_roster', { ...roster, published_at: later(at, -hours) })
    const id = await city.insert('duty_shift', {
      ...{ roster_id, team_id, code: 'day', name: '白班', kind: 'work', night: false, phase: 'over', day },
      ...{ starts_at: at, ends_at: later(at, 8) },
    })
    if (person)
      await sql`insert into duty_assignment (shift_id, role, person_id, source)
        values (${id}, 'duty', ${await city.person('eng01')}, 'rotation')`.execute(city.tx)
  }

const anAsset =
  (given: Row = {}) =>
  (city: City, at: Date): Promise<string> =>
    asset(city, { created_at: at, value: 12000.5, ...given })
const disposed = (state: string) => (city: City, at: Date) =>
  asset(city, { state, created_at: new Date('2020-01-01T00:00:00Z'), disposed_on: localDay(at) })
const localDay = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Shanghai')::date`

const stocktake =
  (result: string) =>
  async (city: City, at: Date): Promise<void> => {
    const org_id = await city.root()
    const by = await city.person('asset01')
    const days = { starts_on: '2024-01-01', ends_on: '2024-12-31', base_date: '2024-01-01' }
    const stocktake_id = await city.insert('stocktake', {
      ...{ number: `PD-F${n++}`, title: '年度盘点', budget_year: 2025, org_id, ...days, created_by: by },
    })
    const asset_id = await asset(city, { created_at: later(at, 10_000) })
    await city.insert('stocktake_line', { stocktake_id, asset_id, name: '服务器', quantity: 1, result })
    await sql`update stocktake set state = 'closed', closed_at = ${at} where id = ${stocktake_id}`.execute(
      city.tx,
    )
  }

/** A clause of a norm in force of which something was found at the time. */
const clause =
  (status: string) =>
  async (city: City, at: Date): Promise<void> => {
    const org_id = await city.root()
    const title = `norm-f${n++}`
    const norm_id = await city.insert('norm', { code: title, title, kind: 'standard' })
    const edition_id = await city.insert('norm_edition', { norm_id, name: '2024', digest: 'x' })
    const clause_id = await city.insert('norm_clause', {
      ...{ edition_id, code: `${title}/1`, position: 1, article: '第一条', type: 'control', gist: '应当' },
      ...{ capability: 'incident' },
    })
    const adoption = { norm_id, edition_id, org_id, from_day: '2024-01-01' }
    const adoption_id = await city.insert('norm_adoption', adoption)
    const run_id = await city.insert('norm_run', { org_id, why: 'nightly', at })
    await sql`insert into norm_result (run_id, adoption_id, clause_id, at, status, source)
      values (${run_id}, ${adoption_id}, ${clause_id}, ${at}, ${status}, 'rules')`.execute(city.tx)
  }

const notice =
  (daysLate: number) =>
  async (city: City, at: Date): Promise<void> => {
    await city.insert('rectification_notice', {
      ...{ number: `ZG-F${n++}`, org_id: await city.root(), state: 'answered', subject: '灭火器过期' },
      ...{ finding: '两具过期', answerable: await city.person('eng01'), created_at: later(at, -500) },
      ...{ deadline: localDay(at), answered_on: localDay(later(at, 24 * daysLate)) },
    })
  }

const live = ({ good, bad }: Made): FactCase => ({
  good: (city, at) => good(city, at, 'live'),
  bad: (city, at) => bad(city, at, 'live'),
})

export const factCases: Record<string, FactCase> = {
  'incident.filed': { good: cancelled, bad: problem({}) },
  'incident.faults': { good: incident(), bad: cancelled },
  'incident.major-faults': {
    good: incident({}, { grade: 'major' }),
    bad: incident({}, { grade: 'major', grade_confirmed: false }),
  },
  'incident.resolved': { good: resolved(), bad: cancelled },
  'incident.open-at-end': {
    good: incident({ open: true, state: 'in-progress', resolved_at: null }),
    bad: incident(),
    standing: true,
  },
  'incident.causes': { good: resolved(), bad: resolved({}, { type: 'consultation' }) },
  'incident.response-in-time': { good: clock('response', 'met'), bad: clock('response', 'breached') },
  'incident.restore-in-time': { good: clock('restore', 'met'), bad: clock('restore', 'breached') },
  'incident.restore-minutes': {
    good: (city, at) => incident({ resolved_at: later(at, 1.5) })(city, at),
    bad: incident({ open: true, state: 'new', resolved_at: null }),
    value: 90,
  },
  'incident.restore-p90': {
    good: (city, at) => incident({ resolved_at: later(at, 1.5) })(city, at),
    bad: cancelled,
    value: 90,
  },
  'incident.reopened': { good: resolved({}, { reopen_count: 1 }), bad: resolved() },
  'incident.reassigned': { good: incident({}, { reassignment_count: 1 }), bad: incident() },
  'incident.first-line-solved': { good: inLine(1), bad: inLine(2) },
  'incident.by-alert': { good: incident({ channel: 'alert' }), bad: incident() },
  'supervision.in-time': live(made['incident.supervised']!),
  'sla.breaches': { good: clock('restore', 'breached'), bad: clock('restore', 'met') },
  'sla.stays-kept': live(made['sla.vendor-stays']!),
  'satisfaction.satisfied': {
    good: survey(said('fairly-satisfied')),
    bad: survey(said('unsatisfied')),
  },
  'satisfaction.answered': { good: survey(said('unsatisfied')), bad: survey({ state: 'expired' }) },
  'satisfaction.unhappy-called-back': { good: calledBack(-5), bad: calledBack(1) },
  'request.filed': {
    good: (city, at) => city.ticket(at, { kind: 'request', state: 'cancelled' }),
    bad: incident(),
  },
  'request.done-in-time': live(made['request.answered']!),
  'change.made': { good: closedChange({}), bad: closedChange({ unauthorised: true }) },
  'change.planned': { good: plannedChange('scheduled'), bad: plannedChange('draft') },
  'change.succeeded': { good: closedChange({}), bad: closedChange({ result: 'partly' }) },
  'change.emergency': { good: closedChange({ kind: 'emergency' }), bad: closedChange({}) },
  'change.unauthorised': { good: unauthorised(true), bad: unauthorised(false) },
  'change.with-review': live(made['change.reviewed']!),
  'problem.opened': { good: opened('new'), bad: opened('cancelled') },
  'problem.solved': {
    good: (city, at) => problem({ resolved_at: at })(city, at),
    bad: opened('new'),
  },
  'problem.open-at-end': {
    good: (city, at) => problem({ recorded_at: at, open: true, state: 'new' })(city, at),
    bad: (city, at) =>
      problem({ recorded_at: at, resolved_at: at, open: false, state: 'resolved' })(city, at),
    standing: true,
  },
  'problem.known-errors': {
    good: (city, at) => problem({}, { published_at: at })(city, at),
    bad: opened('new'),
  },
  'major.count': {
    good: incident({}, { grade: 'major' }),
    bad: async (city, at) =>
      incident({ duplicate_of_id: await city.incident(later(at, -2000)) }, { grade: 'major' })(city, at),
  },
  'major.notice-in-time': { good: major(30), bad: major(31) },
  'knowledge.published': { good: article, bad: (city) => article(city, null) },
  'knowledge.used': { good: used('used'), bad: used('linked') },
  'alert.raised': { good: alert({}), bad: incident() },
  'alert.acknowledged-in-time': { good: alert({ acknowledged: 15 }), bad: alert({ acknowledged: 16 }) },
  'round.done': live(madeInRooms['round.done']!),
  'round.abnormal': { good: reading('abnormal'), bad: reading('normal') },
  'duty.shifts-covered': { good: shift(true), bad: shift(true, -1) },
  'duty-log.written': live(madeInRooms['duty-log.in-time']!),
  'asset.total': { good: anAsset(), bad: anAsset({ state: 'planned' }), standing: true },
  'asset.value': { good: anAsset(), bad: anAsset({ value: null }), standing: true, value: 12000.5 },
  'asset.without-keeper': { good: anAsset({ custodian: null }), bad: anAsset(), standing: true },
  'asset.disposed': { good: disposed('disposed'), bad: disposed('to-dispose') },
  'stocktake.agreed': { good: stocktake('found'), bad: stocktake('moved') },
  'ci.total': {
    good: (city, at) => item(city, 'host', { recorded_at: at }),
    bad: (city, at) => item(city, 'host', { recorded_at: at, lifecycle: 'retired' }),
    standing: true,
  },
  'ci.complete': {
    good: (city, at) => item(city, 'host', { recorded_at: at, gaps: '{}' }),
    bad: (city, at) => item(city, 'host', { recorded_at: at, gaps: '{cpu}' }),
    standing: true,
  },
  'norm.conforming': { good: clause('conforms'), bad: clause('partly'), standing: true },
  'norm.failing': { good: clause('fails'), bad: clause('no-case'), standing: true },
  'rectification.in-time': { good: notice(0), bad: notice(1) },
}
