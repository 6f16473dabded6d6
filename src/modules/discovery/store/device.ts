import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { DeviceKind, Inventory } from '../inventory-contract.ts'
import type { Problem } from '../snmp/walk.ts'
import type { DeviceState, Outcome } from '../words.ts'

type Named = { id: string; name: string }

export interface DeviceLineRow {
  id: string
  name: string
  address: string
  kind: DeviceKind
  vendor: string | null
  model: string | null
  osVersion: string | null
  serial: string | null
  org: Named
  orgPath: string
  target: Named | null
  state: DeviceState
  firstSeenAt: Date
  seenAt: Date
  version: number
}

export interface DeviceRow extends DeviceLineRow {
  key: string
  inventory: Inventory
  outcome: Outcome
  problems: Problem[]
  figures: { requests: number; varbinds: number; bytes: number; milliseconds: number }
  changedAt: Date
  ciId: string | null
  proposalId: string | null
  failure: string | null
}

const line = sql`d.id, d.name, d.address, d.kind, d.vendor, d.model, d.os_version as "osVersion", d.serial,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  case when t.id is null then null else json_build_object('id', t.id, 'name', t.name) end as target,
  d.state, d.first_seen_at as "firstSeenAt", d.seen_at as "seenAt", d.version`
const whole = sql`${line}, d.key, d.inventory, d.outcome, d.problems, d.figures, d.changed_at as "changedAt",
  d.ci_id as "ciId", d.proposal_id as "proposalId", d.failure`
const from = sql`discovery_device d join org o on o.id = d.org_id left join discovery_target t on t.id = d.target_id`

/** Found devices of orgs below these paths, the newest first. */
export async function selectDevices(
  db: Db,
  paths: readonly string[],
  filter: {
    q?: string | undefined
    state?: DeviceState | undefined
    kind?: DeviceKind | undefined
    targetId?: string | undefined
    before?: string | undefined
    limit: number
  },
): Promise<DeviceLineRow[]> {
  const like = filter.q ? `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<DeviceLineRow>`select ${line} from ${from}
    where exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
      and (${like}::text is null or concat_ws(' ', d.name, d.address, d.vendor, d.model, d.serial) ilike ${like})
      and (${filter.state ?? null}::text is null or d.state = ${filter.state ?? null})
      and (${filter.kind ?? null}::text is null or d.kind = ${filter.kind ?? null})
      and (${filter.targetId ?? null}::uuid is null or d.target_id = ${filter.targetId ?? null})
      and (${filter.before ?? null}::uuid is null or d.id < ${filter.before ?? null})
    order by d.id desc limit ${filter.limit}`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findDevice(db: Db, id: string, lock = false): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`select ${whole} from ${from}
    where d.id = ${id} ${lock ? sql`for update of d` : sql``}`.execute(db)
  return rows[0]
}

export interface DeviceValues {
  orgId: string
  targetId: string
  key: string
  identities: readonly string[]
  name: string
  address: string
  outcome: Outcome
  inventory: Inventory
  problems: readonly Problem[]
  figures: DeviceRow['figures']
}

/**
 * Keeps what was found: the row with this key, else one of the same unit with its hardware address and no other
 * serial number (a device that said less the time before, or says less now), else a new one.
 * @returns its id
 */
export async function keepDevice(tx: Tx, v: DeviceValues): Promise<string> {
  // one writer per unit at a time: the same device may be met at two addresses in one moment
  await sql`select pg_advisory_xact_lock(hashtextextended(${`discovery ${v.orgId}`}, 0))`.execute(tx)
  const { inventory } = v
  const { rows } = await sql<{
    id: string
  }>`select id from discovery_device where org_id = ${v.orgId} and (key = ${v.key}
      or (inventory ->> 'mac' = ${inventory.mac} and (serial is null or ${inventory.serial}::text is null or serial = ${inventory.serial})))
    order by key <> ${v.key}, id limit 1`.execute(tx)
  const known = rows[0]?.id
  const values = sql`${JSON.stringify(inventory)}::jsonb`
  if (known) {
    await sql`update discovery_device set target_id = ${v.targetId}, identities = ${[...v.identities]}::text[],
        name = ${v.name}, address = ${v.address}, kind = ${inventory.kind}, vendor = ${inventory.vendor},
        model = ${inventory.model}, os_version = ${inventory.version}, serial = ${inventory.serial}, outcome = ${v.outcome},
        changed_at = case when inventory - 'uptimeSeconds' = ${values} - 'uptimeSeconds' then changed_at else now() end,
        version = version + case when inventory - 'uptimeSeconds' = ${values} - 'uptimeSeconds' then 0 else 1 end,
        inventory = ${values}, problems = ${JSON.stringify(v.problems)}::jsonb,
        figures = ${JSON.stringify(v.figures)}::jsonb, seen_at = now()
      where id = ${known}`.execute(tx)
    return known
  }
  const id = newId()
  await sql`insert into discovery_device (id, org_id, target_id, key, identities, name, address, kind, vendor, model,
      os_version, serial, outcome, inventory, problems, figures)
    values (${id}, ${v.orgId}, ${v.targetId}, ${v.key}, ${[...v.identities]}::text[], ${v.name}, ${v.address},
      ${inventory.kind}, ${inventory.vendor}, ${inventory.model}, ${inventory.version}, ${inventory.serial}, ${v.outcome},
      ${values}, ${JSON.stringify(v.problems)}::jsonb, ${JSON.stringify(v.figures)}::jsonb)`.execute(tx)
  return id
}

/** How it stands to the configuration items. People's edits do not clash with it but where the state changes. */
export async function setStanding(
  tx: Tx,
  id: string,
  standing: { state: DeviceState; proposalId: string | null; ciId: string | null; failure: string | null },
): Promise<void> {
  await sql`update discovery_device set state = ${standing.state}, proposal_id = ${standing.proposalId},
      ci_id = ${standing.ciId}, failure = ${standing.failure},
      version = version + case when (state, proposal_id, ci_id) is distinct from
        (${standing.state}, ${standing.proposalId}::uuid, ${standing.ciId}::uuid) then 1 else 0 end
    where id = ${id}`.execute(tx)
}

/** The device that a proposal is about. */
export async function deviceOfProposal(tx: Tx, proposalId: string): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`select ${whole} from ${from}
    where d.proposal_id = ${proposalId} for update of d`.execute(tx)
  return rows[0]
}

/** Found devices of one unit by what neighbours call them; those that several share are nobody's. */
export async function devicesByIdentity(
  db: Db,
  orgPath: string,
  identities: readonly string[],
): Promise<Map<string, DeviceRow>> {
  if (identities.length === 0) return new Map()
  const { rows } = await sql<DeviceRow & { identity: string }>`
    select w.identity, ${whole} from unnest(${[...identities]}::text[]) w(identity)
    join discovery_device d on d.identities @> array[w.identity] join org o on o.id = d.org_id
    left join discovery_target t on t.id = d.target_id
    where o.path = ${orgPath}`.execute(db)
  const found = new Map<string, DeviceRow>()
  const shared = new Set<string>()
  for (const { identity, ...row } of rows) {
    const known = found.get(identity)
    if (known && known.id !== row.id) shared.add(identity)
    found.set(identity, row)
  }
  for (const identity of shared) found.delete(identity)
  return found
}
