import type { Db } from '../db/index.ts'
import { say } from '../http/texts.ts'
import { inScope, type Actor } from '../permission/actor.ts'
import { groupRights, type GroupRight } from './access.ts'
import type { LedgerMove } from './define-contract.ts'
import type { LedgerRecord } from './ledger-contract.ts'
import type { Field, Named } from './field-contract.ts'
import type { LedgerPlan } from './plan.ts'
import { findReference } from './registry.ts'
import { lastMovers } from './store/history.ts'
import type { StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'
import { stateOf } from './values.ts'

type Names = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Names of all records that some records refer to, by kind and id, as far as the actor may see them. */
export async function referredNames(
  db: Db,
  actor: Actor,
  plan: LedgerPlan,
  records: readonly StoredRecord[],
): Promise<Names> {
  const wanted = new Map<string, Set<string>>()
  for (const { key, field } of plan.fields) {
    if (field.kind !== 'ref' && field.kind !== 'refs') continue
    const ids = wanted.get(field.to) ?? new Set()
    for (const { values } of records)
      for (const id of [values[key]].flat() as (string | null)[]) if (id !== null) ids.add(id)
    if (ids.size > 0) wanted.set(field.to, ids)
  }
  const found = [...wanted].map(async ([to, ids]) => {
    return [to, (await findReference(to)?.names(db, actor, [...ids])) ?? new Map<string, string>()] as const
  })
  return new Map(await Promise.all(found))
}

/** A value as answered: codes and references by their names. */
export function shown(actor: Actor, field: Field, value: unknown, names: Names): unknown {
  if (value === null || value === undefined) return null
  const name = (to: string, id: string): Named => ({
    id,
    // gone, or nothing the reader may see
    name: names.get(to)?.get(id) ?? say(actor.locale, 'ledger:gone'),
  })
  switch (field.kind) {
    case 'code': {
      const code = value as { code: string; name: string; nameEn: string }
      return { code: code.code, name: actor.locale === 'en' ? code.nameEn : code.name }
    }
    case 'ref':
      return name(field.to, value as string)
    case 'refs':
      return (value as string[]).map((id) => name(field.to, id))
    default:
      return value
  }
}

/** What an actor may do with the records of one org, whatever their state. */
interface OrgRights {
  groups: GroupRight[]
  frozenGroups: GroupRight[]
  seen: ReadonlySet<string>
  edit: boolean
  keep: boolean
  reveal: boolean
  moves: (readonly [string, LedgerMove])[]
}

function orgRights(actor: Actor, { def, plan }: Ledger, orgPath: string): OrgRights {
  const groups = groupRights(actor, plan, orgPath)
  const seen = new Set(groups.filter((one) => one.see).map((one) => one.name))
  return {
    groups,
    frozenGroups: groups.map((one) => ({ ...one, edit: false })),
    seen,
    edit: groups.some((one) => one.edit),
    keep: inScope(actor, def.keep, orgPath),
    reveal:
      inScope(actor, 'ledger.reveal', orgPath) &&
      plan.fields.some((one) => one.field.kind === 'id-card' && seen.has(one.group)),
    moves: Object.entries(def.lifecycle?.moves ?? {}).filter(([, move]) => inScope(actor, move.can, orgPath)),
  }
}

const nobody: ReadonlyMap<string, string | null> = new Map()

/** What the actor may do with a record now; `movers` are who did the moves last that somebody else must do. */
function abilitiesOf(
  actor: Actor,
  { def, plan, hooks }: Ledger,
  record: StoredRecord,
  rights: OrgRights,
  movers: ReadonlyMap<string, string | null>,
): string[] {
  const abilities: string[] = []
  if (rights.edit && !isFrozen(record, def)) {
    abilities.push('edit')
  }
  if (def.comments) abilities.push('comment')
  // papers still come when a record is closed; what is there then stays
  if (rights.edit) abilities.push('attach')
  if (rights.keep && !isFrozen(record, def)) abilities.push('detach')
  if (rights.reveal) abilities.push('reveal')
  if (!record.pending)
    for (const [name, move] of rights.moves)
      if (
        move.from.includes(record.state ?? '') &&
        !(move.notBy && tooClose(actor, record, move.notBy, movers))
      )
        abilities.push(name)
  if (hooks.abilities) abilities.push(...hooks.abilities(actor, stateOf(plan, record)))
  return abilities
}

/** Whether nothing of a record may be edited now: it is closed, or waits for an approval. */
export function isFrozen(record: Pick<StoredRecord, 'state' | 'pending'>, def: Ledger['def']): boolean {
  return record.pending !== null || (def.lifecycle?.closed ?? []).includes(record.state ?? '')
}

/**
 * Two-person rule 双人: whether the actor did one of these moves last, or, with `create` among them, made the record.
 */
export function tooClose(
  actor: Actor,
  record: Pick<StoredRecord, 'createdBy'>,
  notBy: readonly string[],
  movers: ReadonlyMap<string, string | null>,
): boolean {
  if (actor.id === null) return false
  if (notBy.includes('create') && record.createdBy?.id === actor.id) return true
  return notBy.some((move) => movers.get(move) === actor.id)
}

/** Records as they are answered to the actor, in their order. */
export async function present(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  records: readonly StoredRecord[],
): Promise<LedgerRecord[]> {
  const { plan, def } = ledger
  const watched = [...new Set(Object.values(def.lifecycle?.moves ?? {}).flatMap((move) => move.notBy ?? []))]
  const ids = records.map((one) => one.id)
  const [names, movers] = await Promise.all([
    referredNames(db, actor, plan, records),
    watched.length > 0 && ids.length > 0 ? lastMovers(db, ids, watched) : [],
  ])
  const byRecord = new Map<string, Map<string, string | null>>()
  for (const { recordId, move, byId } of movers) {
    const known = byRecord.get(recordId) ?? new Map<string, string | null>()
    byRecord.set(recordId, known.set(move, byId))
  }
  const byOrg = new Map<string, OrgRights>()
  return records.map((record) => {
    const rights = byOrg.get(record.orgPath) ?? orgRights(actor, ledger, record.orgPath)
    byOrg.set(record.orgPath, rights)
    const values: Record<string, unknown> = {}
    for (const { key, field, group } of plan.fields)
      values[key] = rights.seen.has(group) ? shown(actor, field, record.values[key], names) : null
    return {
      id: record.id,
      number: record.number,
      org: record.org,
      state: record.state,
      values: values as LedgerRecord['values'],
      groups: isFrozen(record, def) ? rights.frozenGroups : rights.groups,
      pending: record.pending,
      origin: record.origin,
      createdAt: record.createdAt as never,
      createdBy: record.createdBy,
      updatedAt: record.updatedAt as never,
      version: record.version,
      abilities: abilitiesOf(actor, ledger, record, rights, byRecord.get(record.id) ?? nobody),
    }
  })
}

/** One record. */
export async function presentOne(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  record: StoredRecord,
): Promise<LedgerRecord> {
  return (await present(db, actor, ledger, [record]))[0]!
}
