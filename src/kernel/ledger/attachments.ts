/** Papers of a record outside its fields: whoever sees the record sees them, who may write any of its groups adds them. */
import type { Db, Tx } from '../db/index.ts'
import { transaction, type DB } from '../db/index.ts'
import type { Kysely } from 'kysely'
import { AppError } from '../errors/index.ts'
import { emit } from '../events/index.ts'
import { attachUpload, listFiles, openFile, removeFile, removeUnclaimed } from '../files/index.ts'
import type { Download, Upload } from '../http/route.ts'
import type { JobContext } from '../manifest.ts'
import { inScope, systemActor, type Actor } from '../permission/actor.ts'
import { accessLocked, accessRecord, groupRights } from './access.ts'
import { authorOf } from './context.ts'
import { isFrozen } from './present.ts'
import { addEntry } from './store/history.ts'
import type { StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'

/** Files of fields belong to the record itself; these lie beside them. */
const ownerOf = ({ def }: Ledger, id: string) => ({ entity: `${def.name}-attachment`, entityId: id })

/** @throws ledger.not_found (404) */
export async function attachmentsOf(db: Db, actor: Actor, ledger: Ledger, { id }: { id: string }) {
  const record = await accessRecord(db, actor, ledger, id)
  const { entity } = ownerOf(ledger, id)
  return { items: (await listFiles(db, entity, [record.id])).get(record.id) ?? [] }
}

/** @throws ledger.not_allowed (403): who may write no group of the record */
function demandWriter(actor: Actor, { plan }: Ledger, record: StoredRecord): StoredRecord {
  if (!groupRights(actor, plan, record.orgPath).some((one) => one.edit))
    throw new AppError('ledger.not_allowed', { status: 403 })
  return record
}

/** Keeps a file for a record, also for a closed one: some papers come late. @throws ledger.not_found (404), ledger.not_allowed (403) */
export function addAttachment(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  { id, upload }: { id: string; upload: Upload },
) {
  return attachUpload(db, actor, upload, {
    entity: ownerOf(ledger, id).entity,
    about: ledger.def.name,
    access: async (now) => demandWriter(actor, ledger, await accessRecord(now, actor, ledger, id)),
    kept: (tx, record, file) => tell(tx, actor, ledger, record, 'attach', file.name),
  })
}

/** @throws ledger.not_found, files.not_found (404) */
export async function openAttachment(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: { id: string; fileId: string; inline?: boolean | undefined },
): Promise<Download> {
  const record = await accessRecord(db, actor, ledger, input.id)
  return openFile(db, input.fileId, ownerOf(ledger, record.id), { inline: input.inline })
}

/**
 * Takes a file away: whoever put it there, or keeps the ledger. Of a closed record nothing goes any more.
 * @throws ledger.not_found, files.not_found (404); ledger.not_allowed (403); ledger.closed (409)
 */
export async function removeAttachment(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  input: { id: string; fileId: string },
): Promise<Record<string, never>> {
  const { def } = ledger
  const record = demandWriter(actor, ledger, await accessLocked(tx, actor, ledger, input.id))
  if (isFrozen(record, def)) throw new AppError('ledger.closed', { status: 409 })
  const owner = ownerOf(ledger, record.id)
  const files = (await listFiles(tx, owner.entity, [record.id])).get(record.id) ?? []
  const file = files.find((one) => one.id === input.fileId)
  const mine = file !== undefined && file.uploadedBy !== null && file.uploadedBy === actor.id
  if (file && !mine && !inScope(actor, def.keep, record.orgPath))
    throw new AppError('ledger.not_allowed', { status: 403 })
  const about = { entity: def.name, entityId: record.id }
  const name = await removeFile(tx, actor, input.fileId, owner, about)
  await tell(tx, actor, ledger, record, 'detach', name)
  return {}
}

async function tell(
  tx: Tx,
  actor: Actor,
  { def }: Ledger,
  record: StoredRecord,
  what: 'attach' | 'detach',
  text: string,
): Promise<void> {
  await Promise.all([
    addEntry(tx, {
      ledger: def.name,
      recordId: record.id,
      byId: authorOf(actor),
      byName: actor.name,
      what,
      text,
    }),
    emit(tx, { type: 'ledger.changed', entity: def.name, entityId: record.id, data: { files: what } }),
  ])
}

/** Uploads for records that never came: a form that was left, a move that was refused. */
export async function sweepUploads(
  { db, log }: Pick<JobContext, 'db' | 'log'>,
  ledgers: readonly Ledger[],
): Promise<void> {
  const entities = ledgers.map(({ def }) => `${def.name}-upload`)
  const removed = await transaction(db as Kysely<DB>, (tx) =>
    removeUnclaimed(tx, systemActor('ledger'), entities),
  )
  if (removed > 0) log('ledger: unclaimed uploads removed', { removed })
}
