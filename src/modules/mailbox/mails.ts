import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { listFiles, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page, say, type Download } from '#kernel/http/index.ts'
import { inScope, scopeOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { selectOutgoing, type SentMail } from '#kernel/notify/index.ts'
import type * as contract from './contract.ts'
import { settingsOfProcess } from './environment.ts'
import { dropSource } from './row.ts'
import { selectMailboxes } from './store/mailbox.ts'
import { discard, findMail, mailsOfTicket, selectMails, type MailRow } from './store/mail.ts'
import { settleSource } from './take-one.ts'

type Line = Output<typeof contract.listMails>['items'][number]

/** Mails of the mailboxes in the caller's scope; of those for complaints only what waits, for those who take complaints in. @throws http.bad_cursor (422) */
export async function listMailsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listMails>,
): Promise<Output<typeof contract.listMails>> {
  const { limit, cursor, ...filter } = input
  const before = decodeIdCursor(cursor) ?? null
  const [paths, complaintPaths] = [scopeOf(actor, 'mailbox.quarantine'), scopeOf(actor, 'complaint.intake')]
  const rows = await selectMails(db, { ...filter, paths, complaintPaths, before, limit: limit + 1 })
  const sources = await listFiles(
    db,
    'mail',
    rows.map(({ id }) => id),
  )
  const found = page(rows, limit, (row) => [row.id])
  return { ...found, items: found.items.map((row) => line(actor, row, sources.has(row.id))) }
}

function line(actor: Actor, row: MailRow, hasSource: boolean): Line {
  const {
    words: _words,
    lost: _lost,
    orgPath: _path,
    mailboxId: _mailbox,
    uid: _uid,
    uidValidity: _validity,
    confidential: _confidential,
    complaintId: _complaint,
    ...shown
  } = row
  const reasonText =
    row.reason === null ? '' : say(actor.locale, `mailbox:reason.${row.reason}`, {}, row.reason)
  return { ...shown, reasonText, hasSource }
}

/** The only way to a mail: missing and forbidden look alike. @throws mailbox.mail_not_found (404) */
async function accessMail(db: Db, actor: Actor, id: string, lock = false): Promise<MailRow> {
  const row = await findMail(db, id, lock)
  const reads =
    row &&
    row.complaintId === null &&
    inScope(actor, 'mailbox.quarantine', row.orgPath) &&
    (!row.confidential || inScope(actor, 'complaint.intake', row.orgPath))
  if (!reads) throw new AppError('mailbox.mail_not_found', { status: 404 })
  return row
}

const sourceOf = async (db: Db, id: string) => (await listFiles(db, 'mail', [id])).get(id)?.[0]

export async function getMailVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getMail>,
): Promise<Output<typeof contract.getMail>> {
  const row = await accessMail(db, actor, input.id)
  const source = await sourceOf(db, row.id)
  return { ...line(actor, row, source !== undefined), words: row.words, lost: row.lost }
}

export async function mailSourceVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.mailSource>,
): Promise<Download> {
  await accessMail(db, actor, input.id)
  return download(db, input.id)
}

async function download(db: Db, id: string): Promise<Download> {
  const source = await sourceOf(db, id)
  if (!source) throw new AppError('mailbox.no_source', { status: 404 })
  return openFile(db, source.id, { entity: 'mail', entityId: id })
}

/** A quarantined mail of this version. @throws mailbox.mail_not_found, mailbox.not_waiting (409), mailbox.version_stale (412) */
async function waiting(
  db: Db,
  actor: Actor,
  input: { id: string; version: number },
  lock: boolean,
): Promise<MailRow> {
  const row = await accessMail(db, actor, input.id, lock)
  if (row.outcome !== 'quarantined') throw new AppError('mailbox.not_waiting', { status: 409 })
  if (row.version !== input.version)
    throw new AppError('mailbox.version_stale', { status: 412, params: { version: row.version } })
  return row
}

/**
 * Takes a quarantined mail in once more, by the rules as they are now, or (`anyway`) whatever they say of its sender.
 * @throws mailbox.no_source (409): it was never fetched and lies in the mailbox still
 */
export async function retryMailVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.retryMail>,
): Promise<Line> {
  const row = await waiting(db, actor, input, false)
  const source = await sourceOf(db, row.id)
  if (!source) throw new AppError('mailbox.no_source', { status: 409 })
  const [mailbox] = await selectMailboxes(db, { id: row.mailboxId })
  if (!mailbox) throw notFound('mailbox')
  await transaction(db as Kysely<DB>, async (tx) => {
    await waiting(tx, actor, input, true)
    await audit(tx, actor, {
      action: 'mailbox.retry',
      entity: 'mail',
      entityId: row.id,
      before: { outcome: row.outcome, reason: row.reason, version: row.version },
      after: { anyway: input.anyway },
    })
  })
  const { id, mailboxId, uid, uidValidity, size } = row
  const received = { id, mailboxId, uid, uidValidity, size, source, again: true as const }
  await settleSource({ db: db as Kysely<DB>, settings: settingsOfProcess() }, mailbox, received, input.anyway)
  // a complaint by now, it may be out of sight
  const after = (await findMail(db, row.id)) ?? row
  return line(actor, after, (await sourceOf(db, row.id)) !== undefined)
}

/** A person decides that a mail is nothing. Its row stays, its source goes. */
export async function discardMailVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.discardMail>,
): Promise<Line> {
  const row = await waiting(tx, actor, input, true)
  await discard(tx, row.id, row.version, input.reason)
  await dropSource(tx, systemActor('mailbox'), row.id)
  await audit(tx, actor, {
    action: 'mailbox.discard',
    entity: 'mail',
    entityId: row.id,
    before: {
      outcome: row.outcome,
      reason: row.reason,
      sender: row.sender,
      subject: row.subject,
      version: row.version,
    },
    after: { outcome: 'discarded', reason: input.reason },
  })
  return line(actor, await accessMail(tx, actor, row.id), false)
}

/** The mails of an incident, in and out, oldest first; for those who work on it. */
export async function incidentMailsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.incidentMails>,
): Promise<Output<typeof contract.incidentMails>> {
  await accessIncident(db, actor, input.id)
  const rows = await mailsOfTicket(db, input.id)
  const sources = await listFiles(
    db,
    'mail',
    rows.map(({ id }) => id),
  )
  const received = rows.map((row) => ({
    id: row.id,
    direction: 'in' as const,
    at: row.receivedAt,
    name: row.senderName,
    address: row.sender ?? '',
    subject: row.subject,
    words: row.words,
    state: row.outcome,
    error: row.detail,
    automatic: row.outcome === 'bounced',
    lost: row.lost,
    hasSource: sources.has(row.id),
  }))
  const sent = (await selectOutgoing(db, 'incident', input.id)).map(outgoing)
  return { items: [...received, ...sent].toSorted((a, b) => a.at.getTime() - b.at.getTime()) }
}

function outgoing(mail: SentMail) {
  return {
    id: mail.id,
    direction: 'out' as const,
    at: mail.recordedAt,
    name: mail.toName,
    address: mail.toAddress,
    subject: mail.subject,
    words: mail.body,
    state: mail.bouncedAt ? 'returned' : mail.state,
    error: mail.error,
    automatic: mail.automatic !== 'no',
    lost: [],
    hasSource: false,
  }
}

/** @throws incident.not_found (404), mailbox.mail_not_found (404) for a mail of another ticket */
export async function incidentMailSourceVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.incidentMailSource>,
): Promise<Download> {
  await accessIncident(db, actor, input.id)
  const row = await findMail(db, input.mailId)
  if (row?.ticket?.id !== input.id) throw new AppError('mailbox.mail_not_found', { status: 404 })
  return download(db, row.id)
}
