/** Parts of a change: tasks, proof of backup and state, copies of configuration files, attachments, comments. */
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { attachUpload, listFiles, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { silencedBy } from '#modules/alert/index.ts'
import { addTimeline, setWatcher, storyOf } from '#modules/ticket/index.ts'
import type * as partsContract from './parts-contract.ts'
import type { ChangeRecord } from './contract.ts'
import { note } from './move.ts'
import { accessChange, lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import * as store from './store/write.ts'
import { tell } from './tell.ts'

const refused = (code: string, field: string, status = 422) =>
  new AppError(code, { status, field, params: { field } })

/** @throws change.foreign_file (422): the file is no attachment of this change */
async function checkFile(tx: Tx, changeId: string, fileId: string | undefined): Promise<void> {
  if (fileId === undefined) return
  const files = (await listFiles(tx, 'change', [changeId])).get(changeId) ?? []
  if (!files.some((file) => file.id === fileId)) throw refused('change.foreign_file', 'fileId')
}

/**
 * Somebody says, with a proof or the place of it, that the backup was made, or how things stood before and after. What
 * the second person has confirmed is confirmed anew when the state after is recorded again.
 * @throws see `lockChange`; change.needs_proof, change.foreign_file (422); change.not_begun (409)
 */
export async function recordEvidenceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.recordEvidence>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'record')
  const { what, statement, link, fileId } = input
  // a backup that nobody can find is none
  if (what === 'backup' && !link && !fileId) throw refused('change.needs_proof', 'link')
  if (what === 'state-after' && row.begunAt === null) throw refused('change.not_begun', 'what', 409)
  if (what !== 'state-after' && row.begunAt !== null) throw refused('change.begun_already', 'what', 409)
  await checkFile(tx, row.id, fileId)
  await store.insertEvidence(tx, {
    changeId: row.id,
    what,
    statement,
    link: link ?? null,
    fileId: fileId ?? null,
    by: actor.id!,
  })
  if (what === 'state-after') await store.patchChange(tx, row.id, { confirmed_by: null, confirmed_at: null })
  await note(tx, actor, row, {
    action: 'record',
    body: statement,
    data: { evidence: what, link: link ?? null },
  })
  return presentAgain(tx, actor, row.id)
}

/** Names a configuration file that the change edits. @throws see `lockChange`; change.file_named (409) */
export async function addFileVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.addFile>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'prepare')
  if (!(await store.insertConfigFile(tx, row.id, input.path))) throw refused('change.file_named', 'path', 409)
  await note(tx, actor, row, { action: 'add-file', data: { path: input.path } })
  return presentAgain(tx, actor, row.id)
}

/**
 * Says where the copy of a configuration file lies that was made before it is edited (ops-rules 四、3、3>: 先备份，文件名加
 * 日期后缀). @throws see `lockChange`; change.not_found (404); change.needs_proof, change.foreign_file (422)
 */
export async function copyFileVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.copyFile>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'prepare')
  const file = (await store.filesOf(tx, row.id)).find((one) => one.id === input.fileNo)
  if (!file) throw notFound('change')
  if (!input.copyPlace && !input.fileId) throw refused('change.needs_proof', 'copyPlace')
  await checkFile(tx, row.id, input.fileId)
  await store.setCopy(tx, file.id, {
    place: input.copyPlace ?? null,
    fileId: input.fileId ?? null,
    by: actor.id!,
  })
  await note(tx, actor, row, {
    action: 'copy-file',
    data: { path: file.path, place: input.copyPlace ?? null, fileId: input.fileId ?? null },
  })
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockChange`; change.unknown_reference (422) */
export async function addTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.addTask>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'prepare')
  if (input.ownerId) {
    const known = await store.readKnown(tx, { serviceIds: [], groupId: null, personIds: [input.ownerId] })
    if (!known.implementers.includes(input.ownerId)) throw refused('change.unknown_reference', 'ownerId')
  }
  await store.insertTask(tx, row.id, input)
  await note(tx, actor, row, { action: 'add-task', data: { title: input.title, ownerId: input.ownerId } })
  return presentAgain(tx, actor, row.id)
}

/** A task is done: by its owner, or by implementer or second person. @throws see `lockChange`; change.not_found (404); change.task_done (409); change.not_your_task (403) */
export async function doTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.doTask>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'task')
  const task = (await store.tasksOf(tx, row.id)).find((one) => one.id === input.taskId)
  if (!task) throw notFound('change')
  const may = [task.owner?.id ?? actor.id, row.implementer?.id, row.second?.id].includes(actor.id!)
  if (!may) throw new AppError('change.not_your_task', { status: 403 })
  if (!(await store.finishTask(tx, task.id, actor.id!, input.note)))
    throw new AppError('change.task_done', { status: 409 })
  await note(tx, actor, row, { action: 'do-task', body: input.note, data: { title: task.title } })
  return presentAgain(tx, actor, row.id)
}

/** Starts or stops following a change. @throws change.not_found (404); change.not_allowed (403) for machines */
export async function watchVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.watchChange>,
): Promise<Output<typeof partsContract.watchChange>> {
  const row = await accessChange(tx, actor, input.id)
  if (actor.kind !== 'person') throw new AppError('change.not_allowed', { status: 403 })
  await setWatcher(tx, row.id, actor.id!, input.watching)
  await audit(tx, actor, {
    action: 'change.watch',
    entity: 'change',
    entityId: row.id,
    orgId: row.org.id,
    after: { watching: input.watching },
  })
  return { watching: input.watching }
}

/** Takes a file; access is checked before the bytes are taken and again in the transaction that keeps them. */
export async function attachToChangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof partsContract.attachToChange> & { upload: Upload },
): Promise<Output<typeof partsContract.attachToChange>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'change',
    access: (at) => accessChange(at, actor, input.id),
    kept: (tx, row, file) =>
      note(tx, actor, row, {
        action: 'attach',
        kind: 'attachment',
        data: { fileId: file.id, name: file.name },
      }),
  })
}

/** @throws change.not_found, files.not_found (404) */
export async function downloadFromChangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof partsContract.downloadFromChange>,
): Promise<Download> {
  const row = await accessChange(db, actor, input.id)
  return openFile(db, input.fileId, { entity: 'change', entityId: row.id }, input)
}

/** @throws change.not_found (404) */
export async function getStoryVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof partsContract.getStory>,
): Promise<Output<typeof partsContract.getStory>> {
  const row = await accessChange(db, actor, input.id)
  return storyOf(db, row.id)
}

/** @throws change.not_found (404) */
export async function commentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.commentChange>,
): Promise<Output<typeof partsContract.commentChange>> {
  const row = await accessChange(tx, actor, input.id)
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'comment',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: input.body,
    occurredAt: await dbNow(tx),
  })
  await audit(tx, actor, {
    action: 'change.comment',
    entity: 'change',
    entityId: row.id,
    orgId: row.org.id,
    after: { characters: input.body.length },
  })
  await tell(tx, actor, { what: 'changed', change: row })
  return getStoryVerb(tx, actor, { id: row.id })
}

/** @throws change.not_found (404) */
export async function silencedAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof partsContract.silencedAlerts>,
): Promise<Output<typeof partsContract.silencedAlerts>> {
  const row = await accessChange(db, actor, input.id)
  return { items: await silencedBy(db, { entity: 'change', id: row.id }) }
}
