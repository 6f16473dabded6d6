import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { attachUpload, listFiles, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page, say, type Download, type Upload } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessChange, findChangeByNumber, titlesOf } from '#modules/change/index.ts'
import type * as contract from './contract.ts'
import type { ReleaseRecord } from './contract.ts'
import { isOpen, missing, type Missing } from './lifecycle.ts'
import * as store from './store/releases.ts'
import { itemKeys } from './words.ts'

type Row = store.ReleaseRow
const refused = (code: string, field: string, status = 422) =>
  new AppError(code, { status, field, params: { field } })

export const visibleReleases = (actor: Actor): store.Visibility => ({
  orgPaths: scopeOf(actor, 'release.read'),
  personId: actor.id,
})
const keeps = (actor: Actor, row: Row): boolean =>
  can(actor, 'release.keep') && (inScope(actor, 'release.keep', row.orgPath) || row.createdBy.id === actor.id)
const decides = (actor: Actor, row: Row): boolean => inScope(actor, 'release.go-live', row.orgPath)

/** The only way to a release. @throws release.not_found (404): missing or invisible */
async function access(db: Db, actor: Actor, id: string): Promise<Row> {
  const [row] = await store.releaseRows(db, visibleReleases(actor), { id, limit: 1 })
  if (!row) throw notFound('release')
  return row
}

/**
 * As `access`, locked, with right, version and state checked.
 * @throws release.not_found (404), release.not_allowed (403), release.version_stale (412), release.not_now (409)
 */
async function lock(
  tx: Tx,
  actor: Actor,
  at: { id: string; version?: number },
  right: (actor: Actor, row: Row) => boolean,
): Promise<Row> {
  const [row] = await store.releaseRows(tx, visibleReleases(actor), { id: at.id, lock: true, limit: 1 })
  if (!row) throw notFound('release')
  if (!right(actor, row)) throw new AppError('release.not_allowed', { status: 403 })
  if (at.version !== undefined && row.version !== at.version)
    throw new AppError('release.version_stale', { status: 412, params: { version: row.version } })
  if (!isOpen(row.state)) throw new AppError('release.not_now', { status: 409, field: 'state' })
  return row
}

function wordsFor(actor: Actor, one: Missing): string {
  const word = (key: string, params = {}): string => say(actor.locale, `release:${key}`, params)
  if (one.what === 'change') return word('missing.change')
  const item = word(`item.${one.key}`)
  return one.what === 'item' ? item : word('missing.confirmation', { item })
}

const line = (row: Row): Output<typeof contract.listReleases>['items'][number] => {
  const { id, number, title, service, versionName, state, plannedAt, liveAt, confirmed } = row
  const { createdBy, recordedAt, version } = row
  return {
    ...{ id, number, title, service, versionName, state, plannedAt, liveAt, confirmed },
    ...{ createdBy, recordedAt, version },
  }
}

async function present(db: Db, actor: Actor, id: string): Promise<ReleaseRecord> {
  const row = await access(db, actor, id)
  const [items, changes] = await Promise.all([store.itemsOf(db, id), store.changesOf(db, id)])
  const titles = await titlesOf(
    db,
    actor,
    changes.map((one) => one.id),
  )
  const open = isOpen(row.state)
  const gaps = missing({
    items: items.map(({ key, confirmedBy }) => ({ key, confirmed: confirmedBy !== null })),
    changeStates: changes.map((one) => one.state),
  })
  return {
    ...line(row),
    notes: row.notes,
    builder: row.builder,
    liveBy: row.liveBy,
    cancelReason: row.cancelReason,
    items: itemKeys.map((key) => {
      const item = items.find((one) => one.key === key)
      const apart = item && actor.id !== item.person.id && actor.id !== item.recordedById
      return {
        key,
        label: say(actor.locale, `release:item.${key}`),
        record: item ? itemRecord(item) : null,
        mayConfirm: open && Boolean(apart) && item?.confirmedBy === null && keeps(actor, row),
      }
    }),
    changes: changes.map((one) => ({ ...one, title: titles.get(one.id) ?? null })),
    attachments: (await listFiles(db, 'release', [id])).get(id) ?? [],
    missing: open ? gaps.map((one) => wordsFor(actor, one)) : [],
    abilities: open
      ? [
          ...(keeps(actor, row) ? (['edit', 'record'] as const) : []),
          ...(decides(actor, row) ? (['go-live', 'cancel'] as const) : []),
        ]
      : [],
  }
}

function itemRecord(item: store.ItemRow) {
  const { person, doneOn, statement, link, fileId, recordedBy, confirmedBy, confirmedAt } = item
  return { person, doneOn, statement, link, fileId, recordedBy, confirmedBy, confirmedAt }
}

/** What every change of a release leaves behind. */
async function leave(
  tx: Tx,
  actor: Actor,
  row: { id: string; orgId: string },
  action: string,
  data: Record<string, unknown>,
): Promise<void> {
  await audit(tx, actor, {
    action: `release.${action}`,
    entity: 'release',
    entityId: row.id,
    orgId: row.orgId,
    after: data,
  })
  await emit(tx, { type: `release.${action}`, entity: 'release', entityId: row.id })
}

export async function listReleasesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listReleases>,
): Promise<Output<typeof contract.listReleases>> {
  const { limit, cursor, ...filter } = input
  const after = decodeIdCursor(cursor)
  const rows = await store.releaseRows(db, visibleReleases(actor), { ...filter, limit, after })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(line), nextCursor }
}

/** @throws release.not_found (404) */
export const getReleaseVerb = (db: Db, actor: Actor, input: Input<typeof contract.getRelease>) =>
  present(db, actor, input.id)

/** @throws release.unknown_reference (422) for a service outside the caller's scope; http.duplicate (409) for a version known already */
export async function createReleaseVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRelease>,
): Promise<ReleaseRecord> {
  const at = await store.ownerOf(tx, input.serviceId)
  if (!at || actor.kind !== 'person' || !inScope(actor, 'release.keep', at.path))
    throw refused('release.unknown_reference', 'serviceId')
  const number = await nextNumber(tx, 'release', 'REL', dayIn(await dbNow(tx), unitZone()))
  const id = await store.insertRelease(tx, { ...input, number, orgId: at.orgId, by: actor.id! })
  await leave(tx, actor, { id, orgId: at.orgId }, 'create', { number, ...input })
  return present(tx, actor, id)
}

/** @throws see `lock`; http.duplicate (409) */
export async function editReleaseVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editRelease>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, input, keeps)
  const { title, notes, builder, versionName, plannedAt } = input
  await store.patchRelease(tx, row.id, {
    ...(title === undefined ? {} : { title }),
    ...(notes === undefined ? {} : { notes }),
    ...(builder === undefined ? {} : { builder }),
    ...(versionName === undefined ? {} : { version_name: versionName }),
    ...(plannedAt === undefined ? {} : { planned_at: plannedAt }),
  })
  await leave(tx, actor, row, 'edit', { title, versionName, plannedAt })
  return present(tx, actor, row.id)
}

/**
 * Says who did an item of the checklist, when, and where the proof lies.
 * @throws see `lock`; release.unknown_reference, release.needs_proof, release.foreign_file, release.in_future (422)
 */
export async function recordItemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recordItem>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, input, keeps)
  const { key, personId, doneOn, statement, link, fileId } = input
  if (!link && !fileId) throw refused('release.needs_proof', 'link')
  if (!(await store.isActivePerson(tx, personId))) throw refused('release.unknown_reference', 'personId')
  if (doneOn > dayIn(await dbNow(tx), unitZone())) throw refused('release.in_future', 'doneOn')
  if (fileId) {
    const files = (await listFiles(tx, 'release', [row.id])).get(row.id) ?? []
    if (!files.some((file) => file.id === fileId)) throw refused('release.foreign_file', 'fileId')
  }
  await store.putItem(tx, row.id, {
    ...{ key, personId, doneOn, statement },
    link: link ?? null,
    fileId: fileId ?? null,
    by: actor.id!,
  })
  await store.patchRelease(tx, row.id, {})
  await leave(tx, actor, row, 'record', { key, personId, doneOn, statement, link, fileId })
  return present(tx, actor, row.id)
}

/** Somebody who neither did nor recorded an item looks at its proof. @throws see `lock`; release.not_recorded, release.own_work (409) */
export async function confirmItemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmItem>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, input, keeps)
  const item = (await store.itemsOf(tx, row.id)).find((one) => one.key === input.key)
  if (!item) throw new AppError('release.not_recorded', { status: 409, field: 'key' })
  if (item.person.id === actor.id || item.recordedById === actor.id)
    throw new AppError('release.own_work', { status: 409 })
  await store.stampItem(tx, row.id, input.key, actor.id!)
  await store.patchRelease(tx, row.id, {})
  await leave(tx, actor, row, 'confirm', { key: input.key })
  return present(tx, actor, row.id)
}

/** @throws see `lock`; change.not_found (404); release.linked_already (409) */
export async function linkChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.linkChange>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, { id: input.id }, keeps)
  const change = await accessChange(tx, actor, await findChangeByNumber(tx, input.changeNumber))
  if (!(await store.putChange(tx, row.id, change.id)))
    throw new AppError('release.linked_already', { status: 409, field: 'changeNumber' })
  await leave(tx, actor, row, 'link', { change: change.number })
  return present(tx, actor, row.id)
}

/** The go-live gate. @throws see `lock`; release.incomplete (409), naming what is missing */
export async function goLiveVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.goLive>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, input, decides)
  const gaps = missing({
    items: (await store.itemsOf(tx, row.id)).map(({ key, confirmedBy }) => ({
      key,
      confirmed: confirmedBy !== null,
    })),
    changeStates: (await store.changesOf(tx, row.id)).map((one) => one.state),
  })
  if (gaps.length > 0) {
    const labels = gaps.map((one) => wordsFor(actor, one))
    throw new AppError('release.incomplete', {
      status: 409,
      params: { missing: labels.join(actor.locale === 'en' ? '; ' : '；') },
      errors: gaps.map((one, i) => ({
        field: one.what === 'change' ? 'changes' : one.key,
        code: 'release.incomplete',
        message: labels[i]!,
      })),
    })
  }
  await store.patchRelease(tx, row.id, { state: 'live', live_at: await dbNow(tx), live_by: actor.id })
  await leave(tx, actor, row, 'go-live', { versionName: row.versionName })
  return present(tx, actor, row.id)
}

/** @throws see `lock` */
export async function cancelReleaseVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelRelease>,
): Promise<ReleaseRecord> {
  const row = await lock(tx, actor, input, decides)
  await store.patchRelease(tx, row.id, { state: 'cancelled', cancel_reason: input.reason })
  await leave(tx, actor, row, 'cancel', { reason: input.reason })
  return present(tx, actor, row.id)
}

/** Visible releases of a visible change. @throws change.not_found (404) */
export async function releasesOfChangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.releasesOfChange>,
): Promise<Output<typeof contract.releasesOfChange>> {
  const change = await accessChange(db, actor, input.id)
  const rows = await store.releaseRows(db, visibleReleases(actor), { changeId: change.id, limit: 99 })
  return { items: rows.slice(0, 99).map(line) }
}

/** Takes a file; access is checked before the bytes are taken and again in the transaction that keeps them. */
export async function attachToReleaseVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachToRelease> & { upload: Upload },
): Promise<Output<typeof contract.attachToRelease>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'release',
    access: async (at) => {
      const row = await access(at, actor, input.id)
      if (!keeps(actor, row)) throw new AppError('release.not_allowed', { status: 403 })
      return row
    },
    lock: (tx) => lock(tx, actor, { id: input.id }, keeps),
  })
}

/** @throws release.not_found, files.not_found (404) */
export async function downloadFromReleaseVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadFromRelease>,
): Promise<Download> {
  const row = await access(db, actor, input.id)
  return openFile(db, input.fileId, { entity: 'release', entityId: row.id }, input)
}
