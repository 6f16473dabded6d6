import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { findAssetClass, pathOfClass } from '#modules/asset-class/index.ts'
import { accessStocktake, demandState, demandVersion, leave, visibleStocktakes } from './access.ts'
import type * as contract from './contract.ts'
import { departments, hindrance, type State } from './lifecycle.ts'
import { brief, digestNow, present, signsFor } from './present.ts'
import * as store from './store/campaign.ts'
import { missTheRest, takeBook } from './store/line.ts'

type Record_ = Output<typeof contract.getStocktake>
type Fields = Input<typeof contract.createStocktake>

const wrong = (code: string, field: string, params = {}) =>
  new AppError(`stocktake.${code}`, { status: 422, field, params })

export async function listStocktakesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listStocktakes>,
): Promise<Output<typeof contract.listStocktakes>> {
  const { limit, cursor, ...filter } = input
  const rows = await store.selectCampaigns(db, visibleStocktakes(actor), {
    ...filter,
    limit,
    after: decodeIdCursor(cursor),
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(brief), nextCursor }
}

/** @throws stocktake.not_found (404) */
export const getStocktakeVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Record_> =>
  present(db, actor, input.id)

/** Budget years, also those to which no stocktake has been closed: the next year's budget is made this year. */
export async function budgetYearsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.budgetYears>> {
  const year = Number(dayIn(await dbNow(db), unitZone()).slice(0, 4))
  return { items: await store.selectYears(db, scopeOf(actor, 'stocktake.read'), year + 1) }
}

/**
 * Checks what a plan says.
 * @throws stocktake.unknown_reference (422) for an org outside the caller's scope, a class or person that is not there;
 * stocktake.dates (422); stocktake.three_departments (422)
 */
async function checked(tx: Tx, actor: Actor, input: Fields): Promise<store.CampaignValues> {
  const org = await findOrg(tx, input.orgId)
  if (!org || !inScope(actor, 'stocktake.manage', org.path)) throw wrong('unknown_reference', 'orgId')
  if (input.endsOn < input.startsOn) throw wrong('dates', 'endsOn')
  const missing = departments.find((one) => !input.members.some((member) => member.department === one))
  if (missing) throw wrong('three_departments', 'members')
  const ids = [...new Set(input.members.map((one) => one.personId))]
  const there = await store.activePeople(tx, ids)
  if (ids.some((id) => !there.has(id))) throw wrong('unknown_reference', 'members')
  const of = input.classId ? await findAssetClass(tx, input.classId) : null
  if (input.classId && !of) throw wrong('unknown_reference', 'classId')
  return {
    title: input.title,
    budget_year: input.budgetYear,
    org_id: org.id,
    class_path: (of && (await pathOfClass(tx, of.id))) ?? null,
    class_name: of?.name ?? null,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    base_date: input.baseDate,
  }
}

const unique = (members: Fields['members']): Fields['members'] => [
  ...new Map(members.map((one) => [`${one.department} ${one.personId}`, one])).values(),
]

/** Plans a stocktake of one org and what is below it. @throws see `checked` */
export async function createStocktakeVerb(tx: Tx, actor: Actor, input: Fields): Promise<Record_> {
  const values = await checked(tx, actor, input)
  const number = await nextNumber(tx, 'stocktake', 'PD', dayIn(await dbNow(tx), unitZone()))
  const id = await store.insertCampaign(tx, { ...values, number, created_by: actor.id! })
  await store.replaceMembers(tx, id, unique(input.members))
  await leave(tx, actor, { id, org: { id: values.org_id } }, 'create', { after: { number, ...values } })
  return present(tx, actor, id)
}

/** @throws see `checked`; stocktake.not_found (404), stocktake.not_now (409), stocktake.version_stale (412) */
export async function editStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'draft')
  const values = await checked(tx, actor, input)
  await store.patchCampaign(tx, row.id, values)
  await store.replaceMembers(tx, row.id, unique(input.members))
  await leave(tx, actor, row, 'edit', { before: { title: row.title }, after: { ...values } })
  return present(tx, actor, row.id)
}

/** A stocktake locked for a move of those who manage it. @throws as `editStocktakeVerb` */
async function lock(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  ...states: State[]
): Promise<store.CampaignRow> {
  const row = await accessStocktake(tx, actor, at.id, { lock: true })
  if (!inScope(actor, 'stocktake.manage', row.orgPath))
    throw new AppError('stocktake.not_allowed', { status: 403 })
  demandVersion(row, at.version)
  demandState(row, ...states)
  return row
}

/** Takes the book as it stands and begins the counting. @throws as `lock`; stocktake.nothing_to_count (409) */
export async function openStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.openStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'draft')
  const lines = await takeBook(tx, row)
  if (lines === 0) throw new AppError('stocktake.nothing_to_count', { status: 409 })
  await store.patchCampaign(tx, row.id, { state: 'counting', opened_at: await dbNow(tx) })
  await leave(tx, actor, row, 'open', { before: { state: row.state }, after: { state: 'counting', lines } })
  return present(tx, actor, row.id)
}

/** @throws stocktake.hindered (409) naming what lines still wait for, and how many */
function demandFree(row: store.CampaignRow, to: State): void {
  const what = hindrance(row.state, to, row.waiting)
  if (what === null) return
  if (what === 'state') throw new AppError('stocktake.not_now', { status: 409, field: 'state' })
  throw new AppError(`stocktake.hindered_${what}`, { status: 409, params: { n: row.waiting[what] } })
}

/** Ends the counting. Nothing is found missing in silence: uncounted lines hold it, unless whoever ends it says so. */
export async function reviewStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reviewStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'counting')
  const missed = input.uncountedIsMissing ? await missTheRest(tx, row.id, actor.id!) : 0
  demandFree({ ...row, waiting: { ...row.waiting, ...(missed > 0 ? { count: 0 } : {}) } }, 'reviewing')
  await go(tx, actor, row, 'reviewing', 'review', { missed })
  return present(tx, actor, row.id)
}

/** Back to counting, for the lines of which a recount was asked. */
export async function recountStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recountStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'reviewing')
  await go(tx, actor, row, 'counting', 'recount')
  return present(tx, actor, row.id)
}

/** Freezes the result and hands it to the three departments. @throws stocktake.hindered_… (409) */
export async function submitStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.submitStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'reviewing')
  demandFree(row, 'signing')
  const digest = await digestNow(tx, row)
  await go(tx, actor, row, 'signing', 'submit', { digest })
  return present(tx, actor, row.id)
}

async function go(
  tx: Tx,
  actor: Actor,
  row: store.CampaignRow,
  state: State,
  action: string,
  more: { digest?: string | null; missed?: number; reason?: string } = {},
): Promise<void> {
  await store.patchCampaign(tx, row.id, {
    state,
    ...(more.digest === undefined ? {} : { digest: more.digest }),
    ...(state === 'cancelled' ? { cancel_reason: more.reason ?? null } : {}),
  })
  await leave(tx, actor, row, action, { before: { state: row.state }, after: { state, ...more } })
}

/**
 * A department's signature under the result; the third closes the stocktake, which never changes again.
 * @throws stocktake.signs_not (403): not of that team, or signed already, for this or another department;
 * stocktake.result_changed (409): what is to be signed is not what was handed in
 */
export async function signStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.signStocktake>,
): Promise<Record_> {
  const row = await accessStocktake(tx, actor, input.id, { lock: true })
  demandVersion(row, input.version)
  demandState(row, 'signing')
  const [members, signatures] = await Promise.all([
    store.membersOf(tx, row.id),
    store.signatures.list(tx, row.id),
  ])
  if (!signsFor(actor, row, members, signatures).includes(input.department))
    throw new AppError('stocktake.signs_not', { status: 403 })
  const digest = await digestNow(tx, row)
  if (digest !== row.digest) throw new AppError('stocktake.result_changed', { status: 409 })
  const { department, opinion = null } = input
  await store.signatures.add(tx, row.id, { department, personId: actor.id!, digest, opinion })
  const last = signatures.length + 1 === departments.length
  await leave(tx, actor, row, last ? 'close' : 'sign', { after: { department, opinion, digest } })
  if (last) await store.closeCampaign(tx, row.id)
  else await store.patchCampaign(tx, row.id, {})
  return present(tx, actor, row.id)
}

/** Sends the result back for another look, as long as nobody has signed it. @throws stocktake.signed_already (409) */
export async function returnStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.returnStocktake>,
): Promise<Record_> {
  const row = await accessStocktake(tx, actor, input.id, { lock: true })
  demandVersion(row, input.version)
  demandState(row, 'signing')
  const [members, signatures] = await Promise.all([
    store.membersOf(tx, row.id),
    store.signatures.list(tx, row.id),
  ])
  if (signatures.length > 0) throw new AppError('stocktake.signed_already', { status: 409 })
  if (signsFor(actor, row, members, signatures).length === 0)
    throw new AppError('stocktake.signs_not', { status: 403 })
  await go(tx, actor, row, 'reviewing', 'return', { digest: null, reason: input.reason })
  return present(tx, actor, row.id)
}

/** Gives a stocktake up; what was counted stays to be read. @throws as `lock` */
export async function cancelStocktakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelStocktake>,
): Promise<Record_> {
  const row = await lock(tx, actor, input, 'draft', 'counting', 'reviewing', 'signing')
  await go(tx, actor, row, 'cancelled', 'cancel', { reason: input.reason })
  return present(tx, actor, row.id)
}
