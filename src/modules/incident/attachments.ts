import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import { attachFile, listFiles, openFile, takeUpload, type ReceivedFile } from '#kernel/files/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline, touchTicket } from '#modules/ticket/index.ts'
import { accessGoingOn, accessIncident } from './access.ts'
import { isBystander } from './policy.ts'
import type { IncidentRow } from './store/read.ts'
import type * as contract from './story-contract.ts'

type Files = Output<typeof contract.listAttachments>['items']

const owner = (id: string) => ({ entity: 'incident', entityId: id })

export async function listAttachments(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAttachments>,
): Promise<Output<typeof contract.listAttachments>> {
  const row = await accessIncident(db, actor, input.id)
  return { items: await filesFor(db, actor, row) }
}

/** All files; to somebody who is only affected, the own ones. */
async function filesFor(db: Db, actor: Actor, row: IncidentRow): Promise<Files> {
  const files = (await listFiles(db, 'incident', [row.id])).get(row.id) ?? []
  return isBystander(actor, row) ? files.filter((f) => f.uploadedBy === actor.id) : files
}

/**
 * Attaches an uploaded file. Access is checked before the bytes are taken and again in the transaction that keeps
 * them; no connection waits for a slow sender.
 */
export async function attachToIncident(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachToIncident> & { upload: Upload },
): Promise<Output<typeof contract.attachToIncident>> {
  const received = await takeUpload(input.upload, () => accessIncident(db, actor, input.id, 'attach'))
  return transaction(db as Kysely<DB>, (tx) => keepAttachment(tx, actor, { id: input.id, received }))
}

/** Ties a file that lies in the store already to an incident. @throws incident.not_found (404), incident.not_allowed (403) */
export async function keepAttachment(
  tx: Tx,
  actor: Actor,
  input: { id: string; received: ReceivedFile },
): Promise<Files[number]> {
  const row = await accessGoingOn(tx, actor, input.id, 'attach')
  const file = await attachFile(tx, actor, input.received, owner(row.id))
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
  return file
}

export async function downloadAttachment(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadAttachment>,
): Promise<Download> {
  const row = await accessIncident(db, actor, input.id)
  if (!(await filesFor(db, actor, row)).some((f) => f.id === input.fileId)) throw notFound('files')
  return openFile(db, input.fileId, owner(row.id), input)
}
