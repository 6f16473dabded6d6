import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type DB, type Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { attachFile, attachUpload, listFiles, openFile, removeFile, takeUpload } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { addTimeline, touchTicket } from '#modules/ticket/index.ts'
import { accessRequest, notAllowed, requestAbilitiesOf } from './access.ts'
import { uploadOwner } from './answers.ts'
import type * as contract from './contract.ts'
import { countUploads, forgetUploads, keepUpload, staleUploads } from './store/write.ts'

/** Files that one person may have lying about, not sent yet. */
const mostUploads = 100

/**
 * Takes a file for a form that is being filled in. It belongs to the person until a request takes it.
 * @throws request.too_many_uploads (409); what the room of files refuses
 */
export async function uploadForRequestVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.uploadForRequest> & { upload: Upload },
): Promise<Output<typeof contract.uploadForRequest>> {
  const personId = actor.id
  const received = await takeUpload(input.upload, async () => {
    if (personId === null) throw notAllowed()
    if ((await countUploads(db, personId)) >= mostUploads)
      throw new AppError('request.too_many_uploads', { status: 409, params: { n: mostUploads } })
  })
  return transaction(db as Kysely<DB>, async (tx) => {
    const file = await attachFile(tx, actor, received, uploadOwner(personId!))
    await keepUpload(tx, file.id, personId!)
    return file
  })
}

export async function listAttachmentsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAttachments>,
): Promise<Output<typeof contract.listAttachments>> {
  const row = await accessRequest(db, actor, input.id)
  return { items: (await listFiles(db, 'request', [row.id])).get(row.id) ?? [] }
}

/** Attaches a file; access is checked before the bytes are taken and again when they are kept. */
export async function attachToRequestVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachToRequest> & { upload: Upload },
): Promise<Output<typeof contract.attachToRequest>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'request',
    access: async (at) => {
      const row = await accessRequest(at, actor, input.id)
      if (!requestAbilitiesOf(actor, row).includes('attach')) throw notAllowed()
      return row
    },
    kept: async (tx, row, file) => {
      await touchTicket(tx, row.id)
      await addTimeline(tx, {
        ticketId: row.id,
        kind: 'attachment',
        public: true,
        actorId: actor.id,
        actorName: actor.name,
        data: { fileId: file.id, name: file.name, size: file.size, type: file.type },
        occurredAt: await dbNow(tx),
      })
    },
  })
}

/** @throws request.not_found, files.not_found (404) */
export async function downloadAttachmentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadAttachment>,
): Promise<Download> {
  const row = await accessRequest(db, actor, input.id)
  return openFile(db, input.fileId, { entity: 'request', entityId: row.id }, input)
}

/** Takes files away that were given with a form and never sent. */
export async function sweepUploads({ db, log }: JobContext): Promise<void> {
  const removed = await transaction(db, async (tx) => {
    const actor = systemActor('request')
    const stale = await staleUploads(tx, 200)
    for (const { fileId, personId } of stale) await removeFile(tx, actor, fileId, uploadOwner(personId))
    await forgetUploads(
      tx,
      stale.map((one) => one.fileId),
    )
    if (stale.length > 0)
      await audit(tx, actor, {
        action: 'request.sweep',
        entity: 'request',
        entityId: stale[0]!.fileId,
        after: { files: stale.length },
      })
    return stale.length
  })
  if (removed > 0) log('request: unsent uploads removed', { removed })
}
