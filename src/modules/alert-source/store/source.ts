import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Spec } from '../spec-contract.ts'
import type { Kind, Outcome } from '../words.ts'

type Named = { id: string; name: string }

export interface Listening {
  transport: string
  port: number
  /** why it does not listen: code of the system */
  error: string | null
}

export interface SourceRow {
  id: string
  name: string
  kind: Kind
  org: Named
  orgPath: string
  note: string
  spec: Spec
  secrets: string | null
  hasToken: boolean
  active: boolean
  version: number
}

export type Counts = Record<Outcome | 'received', number>

/** A source as pages show it. */
export interface SourceListRow extends SourceRow {
  lastAt: Date | null
  counts: Record<string, number>
  open: number
  error: string | null
  errorAt: Date | null
  listening: Listening[]
  listeningAt: Date | null
}

const columns = sql`s.id, s.name, s.kind, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  s.note, s.spec, s.secrets, s.token_hash is not null as "hasToken", s.active, s.version`
const shown = sql`${columns}, t.last_at as "lastAt", t.error, t.error_at as "errorAt", t.listening,
  t.listening_at as "listeningAt",
  json_build_object('received', t.received, 'alerts', t.alerts, 'ignored', t.ignored, 'malformed', t.malformed,
    'oversized', t.oversized, 'refused', t.refused, 'limited', t.limited, 'dropped', t.dropped) as counts,
  (select count(*)::int from alert_source_open x where x.source_id = s.id) as open`

/** Sources of orgs below these paths, by name after `after`. */
export async function selectSources(
  db: Db,
  paths: readonly string[],
  window: { id?: string | undefined; kind?: Kind | undefined; after?: string | null; limit: number },
): Promise<SourceListRow[]> {
  const { rows } = await sql<SourceListRow>`
    select ${shown} from alert_source s join org o on o.id = s.org_id
    join alert_source_state t on t.source_id = s.id
    where exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
      and (${window.id ?? null}::uuid is null or s.id = ${window.id ?? null})
      and (${window.kind ?? null}::text is null or s.kind = ${window.kind ?? null})
      and (${window.after ?? null}::text is null or s.name > ${window.after ?? null})
    order by s.name limit ${window.limit}`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findSource(db: Db, id: string, lock = false): Promise<SourceRow | undefined> {
  const { rows } = await sql<SourceRow>`select ${columns} from alert_source s join org o on o.id = s.org_id
    where s.id = ${id} ${lock ? sql`for update of s` : sql``}`.execute(db)
  return rows[0]
}

/** The active source that a token belongs to. */
export async function sourceOfToken(db: Db, hash: string): Promise<SourceRow | undefined> {
  const { rows } = await sql<SourceRow>`select ${columns} from alert_source s join org o on o.id = s.org_id
    where s.token_hash = ${hash} and s.active`.execute(db)
  return rows[0]
}

/** Active sources of these kinds. */
export async function activeSources(db: Db, kinds: readonly Kind[]): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`select ${columns} from alert_source s join org o on o.id = s.org_id
    where s.active and s.kind = any(${[...kinds]}::text[]) order by s.id`.execute(db)
  return rows
}

export interface SourceValues {
  orgId: string
  note: string
  spec: Spec
  active: boolean
}

/** @returns its id; undefined: the name is taken */
export async function insertSource(
  tx: Tx,
  values: SourceValues & { name: string; createdBy: string | null; tokenHash: string | null },
  seal: (id: string) => string | null,
): Promise<string | undefined> {
  const id = newId()
  const { rows } = await sql`
    insert into alert_source (id, name, kind, org_id, note, spec, secrets, token_hash, active, created_by)
    values (${id}, ${values.name}, ${values.spec.kind}, ${values.orgId}, ${values.note}, ${JSON.stringify(values.spec)},
      ${seal(id)}, ${values.tokenHash}, ${values.active}, ${values.createdBy})
    on conflict (name) do nothing returning id`.execute(tx)
  if (rows.length === 0) return undefined
  await sql`insert into alert_source_state (source_id) values (${id})`.execute(tx)
  return id
}

export async function updateSource(
  tx: Tx,
  id: string,
  values: SourceValues,
  secrets: string | null,
): Promise<void> {
  await sql`update alert_source set org_id = ${values.orgId}, note = ${values.note}, spec = ${JSON.stringify(values.spec)},
      active = ${values.active}, secrets = ${secrets}, version = version + 1 where id = ${id}`.execute(tx)
}

export async function setToken(tx: Tx, id: string, hash: string): Promise<void> {
  await sql`update alert_source set token_hash = ${hash}, version = version + 1 where id = ${id}`.execute(tx)
}

export async function removeSource(tx: Tx, id: string): Promise<void> {
  await sql`delete from alert_source where id = ${id}`.execute(tx)
}

/** Adds to the counts of a source, and notes what went wrong last. */
export async function addCounts(
  db: Db,
  id: string,
  counts: Partial<Counts>,
  error: string | null = null,
): Promise<void> {
  const n = (of: Outcome | 'received'): number => counts[of] ?? 0
  await sql`update alert_source_state set last_at = clock_timestamp(), received = received + ${n('received')},
      alerts = alerts + ${n('alert')}, ignored = ignored + ${n('ignored')}, malformed = malformed + ${n('malformed')},
      oversized = oversized + ${n('oversized')}, refused = refused + ${n('refused')}, limited = limited + ${n('limited')},
      dropped = dropped + ${n('dropped')},
      error = coalesce(${error?.slice(0, 500) ?? null}, error),
      error_at = case when ${error}::text is null then error_at else clock_timestamp() end
    where source_id = ${id}`.execute(db)
}

/**
 * Notes how the ports of a source are. One process that could not have a port says nothing against another that has it
 * and said so within half a minute.
 */
export async function setListening(db: Db, id: string, listening: readonly Listening[]): Promise<void> {
  const well = listening.every(({ error }) => error === null)
  await sql`update alert_source_state
    set listening = ${JSON.stringify(listening)}, listening_at = clock_timestamp()
    where source_id = ${id} and (${well} or listening_at is null
      or listening_at < clock_timestamp() - interval '30 seconds'
      or listening = '[]' or listening @? '$[*] ? (@.error != null)')`.execute(db)
}
