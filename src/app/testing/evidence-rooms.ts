/** Cases of the rooms about duty, rounds, premises, media, assets and devices, for rules that look at a period. */
import { sql } from 'kysely'
import type { Made } from './evidence-cases.ts'
import type { City } from './evidence-city.ts'
import { madeOfEvaluations } from './evidence-evaluations.ts'

const hour = 3_600_000
const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour)
type Row = Record<string, unknown>
let n = 0

/** A move as ledgers write it down; rows of ledgers carry their own ids. */
export const moved = (city: City, ledger: string, id: string, at: Date, given: Row): Promise<void> =>
  sql`insert into ledger_entry (ledger, record_id, at, by_id, by_name, what, move, to_state, changes)
    values (${ledger}, ${id}, ${at}, ${given['by'] ?? null}::uuid, '某人', ${given['what'] ?? 'move'}, ${given['move'] ?? null},
      ${given['to'] ?? null}, ${JSON.stringify(given['changes'] ?? [])}::jsonb)`
    .execute(city.tx)
    .then(() => undefined)

const escalation =
  (told: number) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const by = await city.person('lead01')
    const policy = { org_id: await city.root(), steps: '[]', created_by: by }
    const policy_id = await city.insert('escalation_policy', { name: '告警升级', ...policy })
    const run_id = await city.insert('escalation_run', {
      policy_id,
      policy_name: '告警升级',
      ticket_id: await city.incident(at, { ticket: { origin } }),
      receipt: true,
      steps: '[]',
      state: 'received',
      started_at: at,
      ended_at: later(at, 1),
      ended_by: by,
      end_reason: 'receipt',
    })
    for (let step = 0; step < told; step++)
      await sql`insert into escalation_step (run_id, step, due_at, fired_at, outcome)
        values (${run_id}, ${step}, ${at}, ${at}, 'told')`.execute(city.tx)
  }

/** A shift of a team of its own that ended at `at`. */
const shift = async (city: City, at: Date): Promise<Row> => {
  const org_id = await city.root()
  const team_id = await city.insert('duty_team', { org_id, name: `值班组 ${n++}`, plan: '[]' })
  const day = sql`(${at}::timestamptz)::date`
  const roster_id = await city.insert('duty_roster', {
    team_id,
    from_day: day,
    to_day: day,
    state: 'published',
    revision: 1,
    published_at: later(at, -48),
  })
  const starts_at = later(at, -12)
  const names = { name: '白班', kind: 'work', night: false, phase: 'over' }
  const times = { day, starts_at, ends_at: at }
  const shift_id = await city.insert('duty_shift', { roster_id, team_id, code: 'day', ...names, ...times })
  return { shift_id, team_id, org_id, shift_name: '白班', ...times }
}
/** Its log, written and then signed so many hours after the shift. */
const log =
  (hours: number, lines: readonly Row[], summary: string | null = '当班平稳') =>
  async (city: City, at: Date): Promise<void> => {
    const id = await city.insert('duty_log', { ...(await shift(city, at)), summary })
    for (const line of lines)
      await city.insert('duty_log_line', {
        log_id: id,
        text: '巡视',
        source: 'hand',
        occurred_at: at,
        ...line,
      })
    await sql`update duty_log set state = 'signed', signed_at = ${later(at, hours)},
      signed_by = ${await city.person('desk01')} where id = ${id}`.execute(city.tx)
  }

const round =
  (kind: string, hours: number | null, entries: readonly Row[] = []) =>
  async (city: City, at: Date): Promise<void> => {
    const org_id = await city.root()
    const by = await city.person('eng01')
    const plan_id = await city.insert('round_plan', {
      ...{ name: `巡检 ${n}`, kind, org_id, rule: '{}', grace_minutes: 60, created_by: by },
    })
    const ended = hours === null ? { state: 'missed' } : { state: 'done', ended_at: later(at, hours) }
    const times = { planned_at: later(at, -2), due_by: at, opened_at: later(at, -2) }
    const id = await city.insert('round', { number: `XJ-${n++}`, plan_id, org_id, ...times, ...ended })
    for (const entry of entries) {
      const item = { position: n, name: `项目 ${n++}`, kind: 'yes-no' }
      const item_id = await city.insert('round_item', { plan_id, ...item })
      const rules = { choices: '{}', normal: '{}', photo: 'never', on_abnormal: 'notice' }
      await city.insert('round_entry', {
        round_id: id,
        item_id,
        ...item,
        ...rules,
        recorded_at: at,
        ...entry,
      })
    }
  }

const notice = async (city: City, at: Date, given: Row): Promise<string> =>
  city.insert('rectification_notice', {
    number: `ZG-${n++}`,
    org_id: await city.root(),
    state: 'verified',
    subject: '灭火器过期',
    finding: '两具过期',
    answerable: await city.person('eng01'),
    verified_by: await city.person('lead01'),
    deadline: sql`(${at}::timestamptz)::date`,
    created_at: later(at, -72),
    ...given,
  })
/** Answered so many hours after the beginning of the last day. */
const answered =
  (hours: number, given: Row = {}) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const id = await notice(city, at, { origin, ...given })
    await moved(city, 'rectification-notice', id, later(at, hours), { move: 'answer', to: 'answered' })
  }

const visit =
  (approvedHours: number | null, given: Row = {}) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const id = await city.insert('room_visit', {
      number: `JF-${n++}`,
      org_id: await city.root(),
      state: 'left',
      visitor: '张工',
      visitor_org: '某公司',
      phone: '13800000000',
      machine_room: 'room-1',
      purpose: '更换电源',
      companion: await city.person('eng01'),
      planned_from: at,
      planned_to: later(at, 4),
      entered_at: at,
      admitted_by: await city.person('desk01'),
      left_at: later(at, 3),
      origin,
      ...given,
    })
    if (approvedHours !== null)
      await moved(city, 'room-visit', id, later(at, approvedHours), { move: 'submit', to: 'approved' })
  }

export const medium = async (city: City, given: Row): Promise<string> =>
  city.insert('storage_medium', {
    number: `JZ-${n++}`,
    org_id: await city.root(),
    state: 'in-stock',
    name: '移动硬盘',
    kind: 'portable',
    classification: 'internal',
    keeper: await city.person('asset01'),
    ...given,
  })
const destroyed =
  (proposedHours: number) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const [asset, eng, lead] = await Promise.all(
      ['asset01', 'eng01', 'lead01'].map((one) => city.person(one)),
    )
    const who = { destroyed_by: eng, witness: lead, method: 'shred', destroyed_on: at }
    const id = await medium(city, { state: 'destroyed', origin, ...who })
    const file = {
      entity: 'storage-medium',
      entity_id: id,
      name: '凭证.pdf',
      type: 'application/pdf',
      size: 1,
    }
    const target_id = await city.insert('file', {
      ...file,
      sha256: 'a'.repeat(64),
      uploaded_by_login: 'eng01',
    })
    await sql`insert into storage_medium_certificate values (${id}, ${target_id}, 0)`.execute(city.tx)
    await moved(city, 'storage-medium', id, later(at, proposedHours), { move: 'propose', by: asset })
    await moved(city, 'storage-medium', id, at, { move: 'destroy', by: eng })
  }
/** Issued for a day, and back so many hours after that day began. */
const issued =
  (hours: number) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const id = await medium(city, { origin })
    const { day } = await city.one(
      sql<{ day: string }>`select (${at}::timestamptz + interval '2 days')::date::text as day`,
    )
    const changes = [{ field: 'dueBack', before: null, after: day }]
    await moved(city, 'storage-medium', id, at, { move: 'issue', to: 'issued', changes })
    const { back } = await city.one(
      sql<{ back: Date }>`select ${day}::date + ${hours} * interval '1 hour' as back`,
    )
    await moved(city, 'storage-medium', id, back, { move: 'return', to: 'in-stock' })
  }

const stocktake =
  (year: number) =>
  async (city: City, at: Date): Promise<void> => {
    const org_id = await city.root()
    const day = sql`(${at}::timestamptz)::date`
    const days = { starts_on: day, ends_on: day, base_date: day }
    const id = await city.insert('stocktake', {
      ...{ number: `PD-${n++}`, title: '年度盘点', budget_year: year, org_id, ...days, state: 'signing' },
      ...{ digest: 'd', created_by: await city.person('asset01') },
    })
    const people = { asset: 'asset01', finance: 'fin01', information: 'eng01' }
    for (const [department, login] of Object.entries(people))
      await sql`insert into stocktake_signature (stocktake_id, department, person_id, digest)
        values (${id}, ${department}, ${await city.person(login)}, 'd')`.execute(city.tx)
    await sql`update stocktake set state = 'closed', closed_at = ${at} where id = ${id}`.execute(city.tx)
  }

const exchange =
  (days: number | null) =>
  async (city: City, at: Date): Promise<void> => {
    const head = { org_id: await city.root(), file_name: 'a.xlsx', digest: 'd', recorded_at: at }
    const sha256 = (n++).toString(16).padStart(64, '0')
    const id = await city.insert('asset_exchange', { number: `DZ-${n}`, sha256, ...head, state: 'signing' })
    if (days === null) return
    for (const [department, login] of [
      ['asset', 'asset01'],
      ['finance', 'fin01'],
    ] as const)
      await sql`insert into asset_exchange_signature (run_id, department, person_id, digest, signed_at)
        values (${id}, ${department}, ${await city.person(login)}, 'd', ${later(at, days * 24)})`.execute(
        city.tx,
      )
    await sql`update asset_exchange set state = 'signed' where id = ${id}`.execute(city.tx)
  }

const device =
  (state: string) =>
  async (city: City, at: Date): Promise<void> => {
    await city.insert('discovery_device', {
      ...{
        org_id: await city.root(),
        key: `k${n++}`,
        address: '10.0.0.1',
        name: 'sw',
        kind: 'switch',
        outcome: 'ok',
      },
      ...{ identities: '{}', inventory: '{}', figures: '[]', problems: '[]' },
      ...{ state, first_seen_at: later(at, -500), seen_at: at },
    })
  }

/** An item of a shipped class, in use and answered for. */
export const item = async (city: City, key: string, given: Row = {}): Promise<string> => {
  const { id } = await city.one(sql<{ id: string }>`select id from ci_class where key = ${key}`)
  return city.insert('ci', {
    ...{ class_id: id, code: `CI-T${n++}`, name: '测试项', org_id: await city.root(), lifecycle: 'in-use' },
    ...{ owner_id: await city.person('eng01'), source: 'manual', location: '一号机房', ...given },
  })
}
const change = async (city: City, ciId: string, at: Date, origin = 'live', hours = 0): Promise<string> => {
  const ticket_id = await city.ticket(at, { kind: 'change', origin })
  const times = { begun_at: later(at, hours), implemented_at: later(at, hours + 1) }
  await city.insert('change', { ticket_id, kind: 'normal', approved_digest: 'x', ...times })
  await sql`insert into ci_ticket (ticket_id, ci_id) values (${ticket_id}, ${ciId})`.execute(city.tx)
  return ticket_id
}
/** Taken into use; a change about it began so many hours before. */
const used =
  (hours: number) =>
  async (city: City, at: Date): Promise<void> => {
    const id = await item(city, 'host')
    await change(city, id, at, 'live', -hours)
    await sql`insert into ci_history (entity, entity_id, ci_id, action, actor_name, before, after, recorded_at)
      values ('ci', ${id}, ${id}, 'edit', '某人', '{"lifecycle":"planned"}', '{"lifecycle":"in-use"}', ${at})`.execute(
      city.tx,
    )
  }
const linked =
  (to: boolean) =>
  async (city: City, at: Date, origin: string): Promise<void> => {
    const ticket = await change(city, await item(city, 'host'), at, origin)
    if (!to) await sql`delete from ci_ticket where ticket_id = ${ticket}`.execute(city.tx)
  }

export const asset = async (city: City, given: Row = {}): Promise<string> => {
  const { id } = await city.one(sql<{ id: string }>`select id from asset_class where code = 'A02010104'`)
  return city.insert('asset', {
    ...{ number: `ZC-T${n++}`, org_id: await city.root(), state: 'in-use', name: '服务器', asset_class: id },
    ...{ location: '一号机房', custodian: await city.person('eng01'), domestic: true, ...given },
  })
}
const edited =
  (login: string) =>
  async (city: City, at: Date): Promise<void> => {
    const changes = [{ field: 'value', before: '1', after: '2' }]
    const by = await city.person(login)
    await moved(city, 'asset', await asset(city), at, { what: 'edit', by, changes })
  }

const line = (kind: string, given: Row = {}): Row => ({ kind, ...given })

export const madeInRooms: Record<string, Made> = {
  ...madeOfEvaluations,
  'escalation.answered': { good: escalation(2), bad: escalation(3) },
  // two hours and no more; what is signed later stays late
  'duty-log.in-time': { good: log(2, [line('routine')]), bad: log(2.01, [line('routine')]), live: true },
  'duty-log.columns': {
    good: log(
      1,
      ['routine', 'fault', 'answered', 'unfinished', 'attention'].map((one) => line(one)),
      null,
    ),
    bad: log(1, [line('routine')], null),
    live: true,
  },
  'duty-log.carried': {
    good: log(1, [line('unfinished', { decision: 'accepted' })]),
    bad: log(1, [line('unfinished')]),
    live: true,
  },
  'round.done': { good: round('server', 0), bad: round('server', 0.1), live: true },
  'round.room': { good: round('room', 0), bad: round('room', null), live: true },
  'round.security': {
    good: round('security', 0, [{ result: 'normal' }]),
    bad: round('security', 0, [{ result: null, recorded_at: null }]),
    live: true,
  },
  'round.followed': {
    good: async (city, at) =>
      round('security', 0, [{ result: 'abnormal', notice_id: await notice(city, at, {}) }])(city, at),
    bad: round('security', 0, [{ result: 'abnormal' }]),
    live: true,
  },
  // the whole last day is in time; days here begin at midnight of the session's zone
  'round.rectified': { good: answered(-1), bad: answered(49) },
  'premises.approved': { good: visit(-1), bad: visit(1) },
  'media.destroyed': { good: destroyed(-24), bad: destroyed(1) },
  'media.issued': { good: issued(23), bad: issued(25) },
  'stocktake.signed': { good: stocktake(2025), bad: stocktake(2024), live: true },
  'asset-exchange.settled': { good: exchange(30), bad: exchange(31), live: true },
  'discovery.registered': { good: device('accepted'), bad: device('new'), live: true },
  'ci.by-change': { good: used(1), bad: used(-1), live: true },
  'ci.tickets-linked': { good: linked(true), bad: linked(false) },
  'asset.by-finance': { good: edited('fin01'), bad: edited('eng01'), live: true },
}
