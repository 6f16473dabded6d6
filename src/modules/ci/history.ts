/** History: what happened to an item, how it was at a moment, what differs between two, drift from a baseline. */
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { catalogueOf } from './catalogue.ts'
import { sameValue } from './claims.ts'
import { uuidOf } from './cursor.ts'
import type * as contract from './history-contract.ts'
import { accessCi, manageableOrg, visibleCis } from './policy.ts'
import { narrowed } from './read-cis.ts'
import { snapshotOf } from './record.ts'
import { readCis } from './store/ci.ts'
import * as store from './store/history.ts'
import type { DifferenceRow } from './store/history.ts'

type Comparison = Output<typeof contract.compare>

/** Newest first. @throws ci.not_found (404); http.bad_cursor (422) */
export async function getHistoryVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getHistory>,
): Promise<Output<typeof contract.getHistory>> {
  const row = await accessCi(db, actor, input.id)
  const before = input.cursor === undefined ? undefined : decodeCursor(input.cursor, 1)[0]
  if (before !== undefined && !Number.isSafeInteger(before))
    throw new AppError('http.bad_cursor', { status: 422, field: 'cursor' })
  const rows = await store.selectHistory(db, row.id, {
    before: before as number | undefined,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (one) => [one.id])
  const others = items.flatMap((one) => otherOf(one, row.id) ?? [])
  const known = new Map((await readCis(db, visibleCis(actor), others)).map((one) => [one.id, one.name]))
  return {
    items: items.map((one) => {
      const { id, entity, action, actorName, before: was, after, recordedAt } = one
      const other = otherOf(one, row.id)
      const name = other && known.get(other)
      return {
        ...{ id, entity, action, actor: actorName, before: was, after, recordedAt },
        other: other && name ? { id: other, name } : null,
      }
    }),
    nextCursor,
  }
}

function otherOf(one: store.HistoryRow, ciId: string): string | null {
  return one.ciId === ciId ? one.otherId : one.ciId
}

/** @throws ci.not_found (404) */
export async function getAsOfVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getAsOf>,
): Promise<Output<typeof contract.getAsOf>> {
  const row = await accessCi(db, actor, input.id)
  const at = new Date(input.at)
  const past = await store.snapshotAt(db, row.id, at)
  const ci = past.later ? past.snapshot : row.recordedAt <= at ? snapshotOf(row) : null
  return { at, ci, relations: ci ? await store.relationsAt(db, visibleCis(actor), row.id, at) : [] }
}

/** @throws ci.bad_period (422) */
export async function compareVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.compare>,
): Promise<Comparison> {
  const paths = await narrowed(db, visibleCis(actor), input.orgId)
  const to = input.to ? new Date(input.to) : await dbNow(db)
  return difference(db, { paths, classId: input.classId ?? null }, new Date(input.from), to)
}

const mostCompared = 1000

async function difference(
  db: Db,
  scope: { paths: readonly string[]; classId: string | null },
  from: Date,
  to: Date,
): Promise<Comparison> {
  if (from >= to) throw new AppError('ci.bad_period', { status: 422, field: 'to' })
  const catalogue = await catalogueOf(db)
  const classIds = scope.classId ? catalogue.below(scope.classId).map((one) => one.id) : null
  const rows =
    scope.paths.length === 0
      ? []
      : await store.differences(db, { paths: scope.paths, classIds }, from, to, mostCompared + 1)
  const items = rows.slice(0, mostCompared).flatMap((row) => describe(row) ?? [])
  const count = (kind: string) => items.filter((one) => one.kind === kind).length
  return {
    ...{ from, to, items, truncated: rows.length > mostCompared },
    ...{ added: count('added'), retired: count('retired'), changed: count('changed') },
  }
}

function describe(row: DifferenceRow): Comparison['items'][number] | undefined {
  const { ciId, name, code, classId, relations } = row
  const fields = row.touched && row.before && row.after ? changedFields(row.before, row.after) : []
  const kind =
    row.touched && !row.before
      ? 'added'
      : row.after?.['lifecycle'] === 'retired' && row.before?.['lifecycle'] !== 'retired'
        ? 'retired'
        : 'changed'
  // changed there and back again
  if (kind === 'changed' && fields.length === 0 && relations.length === 0) return undefined
  return { ciId, name, code, classId, kind, fields, relations }
}

function changedFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { field: string; before: unknown; after: unknown }[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => !sameValue(was[field], is[field]))
    .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }))
}

/** Shared fields by their names, attributes as `attributes.<key>`. */
function flat(snapshot: Record<string, unknown>): Record<string, unknown> {
  const { attributes, ...rest } = snapshot
  const own = Object.entries((attributes ?? {}) as Record<string, unknown>)
  return { ...rest, ...Object.fromEntries(own.map(([key, value]) => [`attributes.${key}`, value])) }
}

/** Newest first. @throws http.bad_cursor (422) */
export async function listBaselinesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listBaselines>,
): Promise<Output<typeof contract.listBaselines>> {
  const before = input.cursor === undefined ? undefined : uuidOf(decodeCursor(input.cursor, 1)[0])
  const rows = await store.selectBaselines(db, visibleCis(actor), { before, limit: input.limit + 1 })
  return page(rows, input.limit, (row) => [row.id])
}

/** @throws ci.unknown_reference, ci.unknown_class (422) */
export async function takeBaselineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.takeBaseline>,
): Promise<Output<typeof contract.takeBaseline>> {
  await manageableOrg(tx, actor, input.orgId)
  if (input.classId && !(await catalogueOf(tx)).classes.has(input.classId))
    throw new AppError('ci.unknown_class', { status: 422, field: 'classId' })
  const id = await store.insertBaseline(tx, { ...input, by: actor.id, byName: actor.name })
  await audit(tx, actor, {
    action: 'ci.take-baseline',
    entity: 'ci-baseline',
    entityId: id,
    orgId: input.orgId,
    after: { ...input },
  })
  const [row] = await store.selectBaselines(tx, visibleCis(actor), { id, limit: 1 })
  if (!row) throw notFound('ci')
  return row
}

/** @throws ci.not_found (404) */
export async function getDriftVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getDrift>,
): Promise<Output<typeof contract.getDrift>> {
  const [baseline] = await store.selectBaselines(db, visibleCis(actor), { id: input.id, limit: 1 })
  if (!baseline) throw notFound('ci')
  const scope = { paths: [baseline.orgPath], classId: baseline.classId }
  return { ...(await difference(db, scope, baseline.takenAt, await dbNow(db))), baseline }
}
