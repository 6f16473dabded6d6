import { audit } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import { transaction, type DB } from '../db/index.ts'
import type { Kysely } from 'kysely'
import { attachFile, openFile, takeUpload } from '../files/index.ts'
import { decodeCursor, page } from '../http/cursor.ts'
import type { Download, Upload } from '../http/route.ts'
import { can, inScope, type Actor } from '../permission/actor.ts'
import { openSecret } from '../secrets/index.ts'
import { accessLocked, accessRecord, groupRights } from './access.ts'
import { authorOf } from './context.ts'
import { sealContext, waitingRoom } from './keep.ts'
import { valueText } from './spoken.ts'
import { addEntry, selectEntries, type EntryRow } from './store/history.ts'
import { sealedValue, type StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'

/** A line of the history as answered; changes of groups that the actor does not see are left out. */
function entry(actor: Actor, { def, plan }: Ledger, record: StoredRecord, row: EntryRow) {
  const seen = new Set(
    groupRights(actor, plan, record.orgPath)
      .filter((one) => one.see)
      .map((one) => one.name),
  )
  const { byId, byName, changes, ...rest } = row
  const visible = (changes ?? []).filter(
    ({ field }) => field === 'org' || seen.has(plan.byKey.get(field)?.group ?? ''),
  )
  return {
    ...rest,
    id: String(row.id),
    by: { id: byId, name: byName },
    changes: visible.map(({ field, before, after }) => ({
      field,
      before: valueText(actor.locale, def, field, before),
      after: valueText(actor.locale, def, field, after),
    })),
  }
}

/** What happened to a record, the newest first. @throws ledger.not_found (404), http.bad_cursor (422) */
export async function historyOf(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: { id: string; cursor?: string | undefined; limit: number },
) {
  const record = await accessRecord(db, actor, ledger, input.id)
  const before = input.cursor === undefined ? null : Number(decodeCursor(input.cursor, 1)[0])
  const rows = await selectEntries(db, record.id, { before, limit: input.limit + 1 })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => entry(actor, ledger, record, row)), nextCursor }
}

/** Adds a remark. @throws ledger.not_found (404), also where the ledger takes none */
export async function commentOn(tx: Tx, actor: Actor, ledger: Ledger, input: { id: string; text: string }) {
  const { def } = ledger
  const record = await accessRecord(tx, actor, ledger, input.id)
  if (!def.comments) throw notFound('ledger')
  const row = await addEntry(tx, {
    ledger: def.name,
    recordId: record.id,
    byId: authorOf(actor),
    byName: actor.name,
    what: 'comment',
    text: input.text,
  })
  await audit(tx, actor, {
    action: 'ledger.comment',
    entity: def.name,
    entityId: record.id,
    orgId: record.org.id,
    after: { text: input.text },
  })
  return entry(actor, ledger, record, row)
}

/** Whether the actor may write any group anywhere: only then he may leave uploads. */
function mayWrite(actor: Actor, { def }: Ledger): boolean {
  const groups = Object.values(def.groups ?? {}).map((group) => group.edit)
  const moves = Object.values(def.lifecycle?.moves ?? {}).map((move) => move.can)
  return [def.keep, ...groups, ...moves].some((permission) => can(actor, permission))
}

/** Takes a file that a creation, an edit or a move will name. @throws ledger.not_allowed (403); those of uploads */
export async function uploadFor(db: Db, actor: Actor, ledger: Ledger, upload: Upload) {
  const received = await takeUpload(upload, () =>
    mayWrite(actor, ledger)
      ? Promise.resolve()
      : Promise.reject(new AppError('ledger.not_allowed', { status: 403 })),
  )
  return transaction(db as Kysely<DB>, (tx) =>
    attachFile(tx, actor, received, waitingRoom(ledger.plan, actor)),
  )
}

/** A file of a field that the actor may see. @throws ledger.not_found (404) */
export async function fileOf(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: { id: string; fileId: string },
): Promise<Download> {
  const { plan, def } = ledger
  const record = await accessRecord(db, actor, ledger, input.id)
  const rights = new Map(groupRights(actor, plan, record.orgPath).map((one) => [one.name, one.see]))
  const known = plan.fields.some(
    ({ key, field, group }) =>
      field.kind === 'files' &&
      rights.get(group) &&
      ((record.values[key] as { id: string }[] | null) ?? []).some((file) => file.id === input.fileId),
  )
  if (!known) throw notFound('ledger')
  return openFile(db, input.fileId, { entity: def.name, entityId: record.id })
}

/**
 * A masked value in full, for a reason that is kept. @throws ledger.not_found (404): no such record or field, or nothing
 * that the actor may see there
 */
export async function revealValue(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  input: { id: string; field: string; reason: string },
): Promise<{ value: string }> {
  const { plan, def } = ledger
  const record = await accessLocked(tx, actor, ledger, input.id)
  const field = plan.byKey.get(input.field)
  const sees = groupRights(actor, plan, record.orgPath).find((one) => one.name === field?.group)?.see
  if (field?.field.kind !== 'id-card' || !sees || !inScope(actor, 'ledger.reveal', record.orgPath))
    throw notFound('ledger')
  const sealed = await sealedValue(tx, plan, field, record.id)
  if (sealed === null) throw notFound('ledger')
  const about = { entity: def.name, entityId: record.id, orgId: record.org.id }
  await audit(tx, actor, {
    action: 'ledger.reveal',
    ...about,
    after: { field: field.key, reason: input.reason },
  })
  await addEntry(tx, {
    ledger: def.name,
    recordId: record.id,
    byId: authorOf(actor),
    byName: actor.name,
    what: 'reveal',
    text: input.reason,
  })
  return { value: openSecret(sealed, sealContext(plan, record.id, field.key)) }
}
