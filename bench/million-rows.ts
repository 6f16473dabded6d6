import pg from 'pg'
import { normalise, tokenize } from '#kernel/search/tokens.ts'
import { copyIn, copyText } from './copy-in.ts'
import { BUREAUS, OFFICES, type Org, type Places } from './million-city.ts'
import { random, ticketText } from './search-texts.ts'

const DAY = 86_400_000
const YEARS = 10
const TABLES = 'ticket, incident, timeline_entry, clock, affected, search_document'

/** What is decided of ticket `i`: the same whenever asked. */
interface Facts {
  id: string
  at: number
  ended: number | null
  dueAt: number
  state: string
  org: Org
  bureau: Org
  group: Places['groups'][number] | null
  ownerId: string | null
  requesterId: string | null
  serviceId: string | null
  categoryId: string | null
  grade: string
  priority: number
  breached: boolean
}

const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0')
const iso = (ms: number | null): string => (ms === null ? '\\N' : new Date(ms).toISOString())
const orNull = (value: string | null): string => value ?? '\\N'

/** A uuid v7 of that time whose end is `i`: order of ids is order of time, and no two are alike. */
function idAt(ms: number, i: number, table: number): string {
  const t = hex(ms, 12)
  return `${t.slice(0, 8)}-${t.slice(8)}-7${hex(table, 3)}-8000-${hex(i, 12)}`
}

/** Two of a hundred are open, most of them among the newest tenth; offices and services are not alike busy. */
function factsOf(i: number, total: number, now: number, p: Places, years: number): Facts {
  const next = random(i + 0xfac75)
  const at = Math.floor(now - years * 365 * DAY * (1 - i / total))
  const open = next() < (i >= total * 0.9 ? 0.16 : 0.0045)
  const office = Math.floor(next() ** 2 * OFFICES)
  const service = next() < 0.8 ? p.services[Math.floor(next() ** 1.5 * p.services.length)]! : null
  const untouched = open && next() < 0.15
  const group =
    untouched && next() < 0.5 ? null : p.groups[service?.group ?? Math.floor(next() * p.groups.length)]!
  const pick = next()
  const dice = next()
  const openState = untouched ? (group ? 'assigned' : 'new') : dice < 0.75 ? 'in-progress' : 'pending'
  const closedState = dice < 0.02 ? 'cancelled' : i > total * 0.995 ? 'resolved' : 'closed'
  const priority = 1 + Math.floor(next() ** 0.6 * 4)
  return {
    id: idAt(at, i, 0),
    at,
    ended: open ? null : at + Math.floor(next() * 3 * DAY),
    dueAt: open ? now + Math.floor((next() * 7 - 2) * DAY) : at + 2 * DAY,
    state: open ? openState : closedState,
    org: p.offices[office]!,
    bureau: p.bureaus[Math.floor(office / (OFFICES / BUREAUS))]!,
    group,
    ownerId: untouched || !group ? null : group.members[Math.floor(pick * group.members.length)]!,
    requesterId: next() < 0.7 ? p.requesters[Math.floor(next() * p.requesters.length)]! : null,
    serviceId: service?.id ?? null,
    categoryId: next() < 0.9 ? p.categories[Math.floor(next() * p.categories.length)]! : null,
    grade: ['major', 'serious', 'general', 'minor'][priority - 1]!,
    priority,
    breached: next() < 0.08,
  }
}

type Row = (f: Facts, text: () => string[], i: number) => string[]

function ticketRow(f: Facts, [number, title, ...rest]: string[]): string[] {
  const description = copyText(rest.join('\n'))
  const open = f.ended === null
  const caller = f.requesterId ? ['\\N', '\\N'] : ['来电人', `6588${hex(f.at % 65536, 4)}`]
  return [
    [f.id, number!, 'incident', copyText(title!), description, f.requesterId ? 'portal' : 'phone'],
    [orNull(f.requesterId), ...caller, f.org.id, orNull(f.serviceId), orNull(f.categoryId)],
    [String(f.priority), f.state, String(open), orNull(f.group?.id ?? null), orNull(f.ownerId)],
    [iso(f.at), iso(f.at), iso(f.ended ?? f.at), open ? iso(f.dueAt) : '\\N', iso(f.ended), iso(f.ended)],
  ].map((part) => part.join('\t'))
}

function clockRow(f: Facts, metric: string, id: string, p: Places): string {
  const running = f.ended === null && metric === 'restore'
  const stopped = running ? null : Math.min(f.ended ?? f.at + DAY, f.at + DAY)
  const state = running ? (f.state === 'pending' ? 'paused' : 'running') : f.breached ? 'breached' : 'met'
  const target = ['4', 'hours', 'false', '{}']
  const paused = state === 'paused' ? iso(f.at + 60_000) : '\\N'
  return [
    [id, f.id, metric, f.grade, p.agreementId, p.calendarId, ...target, state, iso(f.at), iso(f.dueAt)],
    [iso(stopped), paused, stopped === null ? '\\N' : f.breached ? '130' : '60'],
  ]
    .flat()
    .join('\t')
}

/** Statement and rows of each table; `search_document` is filled beside them, through its trigger. */
function tables(p: Places): Record<string, Row> {
  const line = (...parts: string[]): string => parts.join('\t')
  return {
    'ticket (id, number, kind, title, description, channel, requester_id, caller_name, caller_phone, org_id, service_id, category_id, priority, state, open, group_id, owner_id, occurred_at, recorded_at, updated_at, due_at, resolved_at, closed_at)':
      (f, text) => [ticketRow(f, text()).join('\t')],
    'incident (ticket_id, type, impact, urgency, grade, responded_at)': (f, _text, i) => [
      line(f.id, i % 5 === 0 ? 'request' : 'fault', 'medium', 'medium', f.grade, iso(f.at + 600_000)),
    ],
    'timeline_entry (ticket_id, kind, public, actor_id, actor_name, body, data, occurred_at, recorded_at)': (
      f,
    ) => [
      line(
        f.id,
        'move',
        'true',
        orNull(f.ownerId),
        '李静',
        '',
        '{"move":"file","to":"assigned"}',
        iso(f.at),
        iso(f.at),
      ),
      line(
        f.id,
        'comment',
        'true',
        orNull(f.ownerId),
        '吴强',
        '已联系用户，正在处理。',
        '{}',
        iso(f.at + 600_000),
        iso(f.at + 600_000),
      ),
    ],
    'clock (id, ticket_id, metric, grade, agreement_id, calendar_id, target_value, target_unit, same_clock_time, scope, state, started_at, due_at, stopped_at, paused_since, used_percent)':
      (f, _text, i) => [
        clockRow(f, 'response', idAt(f.at, i, 1), p),
        clockRow(f, 'restore', idAt(f.at, i, 2), p),
      ],
    'affected (id, ticket_id, person_id, via)': (f, _text, i) =>
      f.requesterId ? [line(idAt(f.at, i, 3), f.id, f.requesterId, 'requester')] : [],
    'search_document (kind, entity_id, part, body, tsv, recorded_at)': (f, text) => [searchRow(f, text())],
  }
}

/** As `indexIncident` of the incident room writes it. */
function searchRow(f: Facts, text: string[]): string {
  const whole = text.join('\n')
  const scope = [
    ...f.org.path
      .split('/')
      .filter(Boolean)
      .map((no) => `o:${no}`),
    ...(f.group ? [`g:${f.group.no}`] : []),
    ...[f.requesterId, f.ownerId].filter((id) => id !== null).map((id) => `p:${id}`),
  ]
  const tokens = [...new Set([...tokenize(whole), ...scope])].map((t) => `'${t.replaceAll("'", "''")}'`)
  return ['incident', f.id, '0', copyText(normalise(whole)), copyText(tokens.join(' ')), iso(f.at)].join('\t')
}

function* lines(total: number, now: number, p: Places, years: number, row: Row): Generator<string> {
  for (let i = 0; i < total; i++) {
    const f = factsOf(i, total, now, p, years)
    yield* row(f, () => ticketText(i, total).split('\n'), i)
  }
}

/**
 * Empties the ticket tables and fills them by COPY with `total` tickets of the last years, then ANALYZE and VACUUM.
 * @param adminUrl superuser of the cluster: foreign keys are true by construction and are not checked row by row
 */
export async function fill(adminUrl: string, total: number, p: Places, years = YEARS): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(`truncate ${TABLES} restart identity cascade`)
    const { rows: gin } = await client.query<{ indexdef: string }>(
      `select pg_get_indexdef('search_document_tsv'::regclass) as indexdef`,
    )
    await client.query('drop index search_document_tsv')
    const now = Date.now()
    for (const [into, row] of Object.entries(tables(p))) {
      // its trigger adds the tokens of blocks
      const trigger = into.startsWith('search_document')
      await client.query(`set session_replication_role = ${trigger ? 'origin' : 'replica'}`)
      await copyIn(client, `copy ${into} from stdin`, lines(total, now, p, years, row))
    }
    await client.query("set maintenance_work_mem = '512MB'")
    await client.query(gin[0]!.indexdef)
    await client.query(`vacuum analyze ${TABLES}`)
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}
