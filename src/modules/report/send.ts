import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { accessReport, leave, lockReport, makes } from './policy.ts'
import { presentReport } from './present.ts'
import * as store from './store/report.ts'

/** Who may read a report: those whose role lets them read reports of its org. */
const readersOf = (db: Db, row: store.ReportRow): Promise<string[]> =>
  holdersOf(db, { permission: 'report.read' }, row.orgPath)

/** @throws report.not_found (404), report.not_allowed (403) */
export async function listReceiversVerb(
  db: Db,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.listReceivers>> {
  const row = await accessReport(db, actor, input.id)
  if (!makes(actor, row.orgPath)) throw new AppError('report.not_allowed', { status: 403 })
  return { items: await store.peopleByIds(db, await readersOf(db, row)) }
}

/**
 * Sends an approved report to people, who are told and confirm that they have read it. Nobody is sent what the role does
 * not let one read.
 * @throws as `lockReport`; report.cannot_read (422)
 */
export async function sendReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.sendReport>,
): Promise<Output<typeof contract.getReport>> {
  const row = await lockReport(tx, actor, input, 'approved', 'sent')
  const readers = new Set(await readersOf(tx, row))
  const wanted = [...new Set(input.personIds)]
  if (wanted.some((id) => !readers.has(id)))
    throw new AppError('report.cannot_read', { status: 422, field: 'personIds' })
  const fresh = await store.insertReceivers(tx, row.id, wanted, actor.id)
  await store.patchReport(tx, row.id, { state: 'sent', sent_at: row.sentAt ?? (await dbNow(tx)) })
  await leave(tx, actor, row, 'send', { before: { state: row.state }, after: { state: 'sent', to: fresh } })
  await notify(tx, {
    to: fresh,
    textKey: 'report:notify.sent',
    params: { number: row.number, title: row.title },
    entity: 'report',
    entityId: row.id,
    dedupeKey: `report.sent:${row.id}`,
  })
  return presentReport(tx, actor, row.id)
}

/** @throws report.not_found (404); report.not_sent (409): not sent to the caller, or confirmed before */
export async function confirmReportVerb(
  tx: Tx,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.getReport>> {
  const row = await accessReport(tx, actor, input.id, true)
  if (actor.id === null || !(await store.markRead(tx, row.id, actor.id)))
    throw new AppError('report.not_sent', { status: 409 })
  await leave(tx, actor, row, 'confirm', { after: { by: actor.id } })
  return presentReport(tx, actor, row.id)
}
