/** Files that came with a complaint by mail: for those who deal with it, and for the complainant. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { attachFile, listFiles, openFile, type ReceivedFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { accessComplaint, accessMine } from './policy.ts'

const owner = (id: string) => ({ entity: 'complaint', entityId: id })

type Files = Output<typeof contract.listAttachments>
const filesOf = async (db: Db, id: string): Promise<Files> => ({
  items: (await listFiles(db, 'complaint', [id])).get(id) ?? [],
})

/**
 * Keeps what came with a mail, whose type and size the file room has judged already.
 * @param actor the complainant, or the program speaking for one without an account
 */
export async function keepFiles(
  tx: Tx,
  actor: Actor,
  id: string,
  files: readonly ReceivedFile[],
): Promise<void> {
  for (const file of files) await attachFile(tx, actor, file, owner(id))
}

/** @throws complaint.not_found (404) */
export async function listAttachmentsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAttachments>,
): Promise<Files> {
  return filesOf(db, (await accessComplaint(db, actor, input.id)).id)
}

/** @throws complaint.not_found, files.not_found (404), files.content_missing (410) */
export async function downloadAttachmentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadAttachment>,
): Promise<Download> {
  const { id } = await accessComplaint(db, actor, input.id)
  return openFile(db, input.fileId, owner(id), input)
}

/** @throws complaint.not_found (404) */
export async function listMyAttachmentsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listMyAttachments>,
): Promise<Files> {
  return filesOf(db, (await accessMine(db, actor, input.id)).id)
}

/** @throws complaint.not_found, files.not_found (404), files.content_missing (410) */
export async function downloadMyAttachmentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadMyAttachment>,
): Promise<Download> {
  const { id } = await accessMine(db, actor, input.id)
  return openFile(db, input.fileId, owner(id), input)
}
