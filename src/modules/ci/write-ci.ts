/** Creating and changing items: what verbs of people and accepted proposals have in common. */
import type { Tx } from '#kernel/db/index.ts'
import { AppError, type FieldProblem } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { checkAttributes, identitiesOf } from './attributes.ts'
import type { Catalogue } from './catalogue.ts'
import { allowedChanges } from './claims.ts'
import { record, snapshotOf } from './record.ts'
import { indexCi } from './search.ts'
import { putClaims, readClaims } from './store/claims.ts'
import * as store from './store/ci.ts'
import type { CiRow, CiValues } from './store/ci.ts'

type Body = Omit<CiValues, 'gaps'>

/**
 * Registers an item that `source` tells of. The caller has looked whether the actor may keep items in the org.
 * @throws ci.code_taken (409); ci.unknown_class, ci.class_not_usable, ci.bad_attributes, ci.unknown_reference (422)
 */
export async function createRow(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  body: Body,
  source: string,
): Promise<CiRow> {
  catalogue.usable(body.classId)
  const values = await checked(tx, catalogue, body, null)
  const id = await store.insertCi(tx, { ...values, source, recordedBy: actor.id })
  await follow(tx, catalogue, id, values)
  await putClaims(tx, id, source, values.attributes)
  const row = (await store.readCi(tx, id))!
  await Promise.all([
    indexCi(tx, catalogue, row),
    record(tx, actor, {
      entity: 'ci',
      entityId: id,
      ciId: id,
      action: 'create',
      orgId: body.orgId,
      before: null,
      after: snapshotOf(row),
    }),
    emit(tx, { type: 'ci.changed', entity: 'ci', entityId: id }),
  ])
  return row
}

/**
 * Writes a locked item anew.
 * @param said attributes that `source` tells now; null takes a value away
 * @throws as `createRow`
 */
export async function writeRow(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  before: CiRow,
  patch: Partial<Body>,
  told: { source: string; action: string },
): Promise<CiRow> {
  const body: Body = { ...bodyOf(before), ...defined(patch) }
  if (patch.attributes) body.attributes = { ...before.attributes, ...patch.attributes }
  // a class that has been closed since keeps its items as they are
  if (body.classId !== before.classId) catalogue.usable(body.classId)
  const values = await checked(tx, catalogue, body, before.id)
  await store.updateCi(tx, before.id, values)
  await follow(tx, catalogue, before.id, values)
  if (patch.attributes)
    await putClaims(
      tx,
      before.id,
      told.source,
      Object.fromEntries(Object.keys(patch.attributes).map((key) => [key, values.attributes[key] ?? null])),
    )
  const row = (await store.readCi(tx, before.id))!
  await Promise.all([
    indexCi(tx, catalogue, row),
    record(tx, actor, {
      entity: 'ci',
      entityId: row.id,
      ciId: row.id,
      action: told.action,
      orgId: row.org.id,
      before: snapshotOf(before),
      after: snapshotOf(row),
    }),
    emit(tx, { type: 'ci.changed', entity: 'ci', entityId: row.id }),
  ])
  return row
}

/**
 * Writes into a locked item what a source tells of it: shared fields as given, attributes unless a stronger source stands for
 * what is written; then only what the source says is kept.
 * @throws as `createRow`
 */
export async function writeTold(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  before: CiRow,
  told: { source: string; attributes: Readonly<Record<string, unknown>>; shared?: Partial<Body> },
): Promise<CiRow> {
  const { source, attributes, shared = {} } = told
  await putClaims(tx, before.id, source, attributes)
  const claims = await readClaims(tx, before.id)
  const changes = allowedChanges(catalogue, before, claims, source, attributes)
  const patch: Partial<Body> = { ...shared }
  if (changes.length > 0) patch.attributes = Object.fromEntries(changes.map((one) => [one.field, one.after]))
  return writeRow(tx, actor, catalogue, before, patch, { source, action: 'edit' })
}

function bodyOf(row: CiRow): Body {
  const { classId, code, name, location, description, lifecycle, attributes } = row
  return {
    ...{ classId, code, name, location, description, lifecycle, attributes },
    orgId: row.org.id,
    ownerId: row.owner?.id ?? null,
    groupId: row.group?.id ?? null,
  }
}

function defined<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) as Partial<T>
}

async function follow(tx: Tx, catalogue: Catalogue, id: string, values: CiValues): Promise<void> {
  await store.putIdentities(tx, id, identitiesOf(catalogue.definitions(values.classId), values.attributes))
}

async function checked(tx: Tx, catalogue: Catalogue, body: Body, id: string | null): Promise<CiValues> {
  const read = checkAttributes(catalogue.definitions(body.classId), body.attributes)
  const errors: FieldProblem[] = read.problems.map(({ key, problem }) => ({
    field: `attributes.${key}`,
    code: `ci.attribute_${problem}`,
    message: '',
  }))
  if (errors.length > 0) throw new AppError('ci.bad_attributes', { status: 422, errors })
  if (await store.codeTaken(tx, body.code, id))
    throw new AppError('ci.code_taken', { status: 409, field: 'code' })
  await references(tx, body, read.references, id)
  const gaps = [...(body.ownerId ? [] : ['owner']), ...(body.groupId ? [] : ['group']), ...read.missing]
  return { ...body, attributes: read.values, gaps }
}

async function references(
  tx: Tx,
  body: Body,
  found: readonly { key: string; kind: 'person' | 'org'; id: string }[],
  id: string | null,
): Promise<void> {
  const missing = await store.missingIds(tx, {
    person: [...(body.ownerId ? [body.ownerId] : []), ...of(found, 'person')],
    group: body.groupId ? [body.groupId] : [],
    org: [body.orgId, ...of(found, 'org')],
  })
  if (missing.size === 0) return
  const known = id ? await store.readCi(tx, id) : undefined
  // who was named while in office stays named
  const kept = new Set([
    known?.owner?.id,
    known?.group?.id,
    known?.org.id,
    ...Object.values(known?.attributes ?? {}).flat(),
  ])
  const wrong = (one: string | null) => one !== null && missing.has(one) && !kept.has(one)
  const field = wrong(body.ownerId)
    ? 'ownerId'
    : wrong(body.groupId)
      ? 'groupId'
      : wrong(body.orgId)
        ? 'orgId'
        : found.filter((one) => wrong(one.id)).map((one) => `attributes.${one.key}`)[0]
  if (field) throw new AppError('ci.unknown_reference', { status: 422, field })
}

function of(found: readonly { kind: string; id: string }[], kind: 'person' | 'org'): string[] {
  return found.filter((one) => one.kind === kind).map((one) => one.id)
}
