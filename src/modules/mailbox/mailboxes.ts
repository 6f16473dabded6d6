import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { openSecret, sealSecret } from '#kernel/secrets/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Kysely } from 'kysely'
import type * as contract from './contract.ts'
import { settingsOfProcess } from './environment.ts'
import { tryAccess } from './imap.ts'
import {
  activeServices,
  changeMailbox,
  countMails,
  forgetPosition,
  insertMailbox,
  isTaken,
  selectMailboxes,
  type MailboxRow,
  type MailboxValues,
} from './store/mailbox.ts'

type View = Output<typeof contract.createMailbox>

/** The mailboxes, how their intake stands, and whether answers can go out. */
export async function listMailboxesVerb(db: Db): Promise<Output<typeof contract.listMailboxes>> {
  const [rows, counts] = [await selectMailboxes(db), await countMails(db)]
  return {
    items: rows.map((row) => present(row, counts.get(row.id))),
    smtp: settingsOfProcess().smtpUrl !== undefined,
  }
}

function present(row: MailboxRow, counts: { taken: number; quarantined: number } | undefined): View {
  const { secret: _secret, serviceActive: _active, orgPath: _path, ...shown } = row
  return { ...shown, taken: counts?.taken ?? 0, quarantined: counts?.quarantined ?? 0 }
}

/** What the audit keeps: everything but the secret. */
function trace(row: MailboxRow): Record<string, unknown> {
  const {
    secret: _secret,
    checkedAt: _at,
    error: _error,
    failingSince: _since,
    serviceActive: _active,
    orgPath: _path,
    ...kept
  } = row
  return kept
}

type Body = Input<typeof contract.updateMailbox>

/** @throws mailbox.unknown_reference (422) naming the field */
async function valuesOf(tx: Tx, body: Omit<Body, 'id' | 'version'>): Promise<Omit<MailboxValues, 'secret'>> {
  if (!(await findOrg(tx, body.orgId))?.active) throw unknown('orgId')
  const services = body.serviceId ? await activeServices(tx) : []
  if (body.serviceId && !services.some(({ id }) => id === body.serviceId)) throw unknown('serviceId')
  const { secret: _secret, ...values } = body
  return {
    ...values,
    host: body.host.toLowerCase(),
    address: body.address.toLowerCase(),
    ca: body.ca || null,
  }
}

const unknown = (field: string): AppError =>
  new AppError('mailbox.unknown_reference', { status: 422, field, params: { field } })

/**
 * Adds a mailbox. What lies in it already stays alone unless that is asked for: a house that moves in does not want
 * a ticket of every mail of the last years.
 * @throws mailbox.unknown_reference (422), mailbox.taken (409)
 */
export async function createMailboxVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createMailbox>,
): Promise<View> {
  const { takeExisting, ...body } = input
  const values = await valuesOf(tx, body)
  const since = takeExisting ? null : await dbNow(tx)
  const id = await insertMailbox(tx, { ...values, secret: input.secret }, since, (secret, of) =>
    sealSecret(secret, `mailbox:${of}`),
  )
  if (!id) throw new AppError('mailbox.taken', { status: 409, field: 'login' })
  const [row] = await selectMailboxes(tx, { id })
  await audit(tx, actor, { action: 'mailbox.create', entity: 'mailbox', entityId: id, after: trace(row!) })
  return present(row!, undefined)
}

/**
 * Changes a mailbox. Another server or login needs the secret anew: whoever may change the address must not be able
 * to have the kept one sent to a server of his own.
 * @throws mailbox.not_found (404), mailbox.version_stale (412), mailbox.secret_needed (422), mailbox.taken (409)
 */
export async function updateMailboxVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateMailbox>,
): Promise<View> {
  const [before] = await selectMailboxes(tx, { id: input.id })
  if (!before) throw notFound('mailbox')
  const { id, version, ...body } = input
  const values = await valuesOf(tx, body)
  if (body.secret === undefined && !sameServer(before, values)) throw secretNeeded()
  if (await isTaken(tx, values, id)) throw new AppError('mailbox.taken', { status: 409, field: 'login' })
  const sealed = body.secret === undefined ? {} : { secret: sealSecret(body.secret, `mailbox:${id}`) }
  if (!(await changeMailbox(tx, id, version, { ...values, ...sealed })))
    throw new AppError('mailbox.version_stale', { status: 412, params: { version: before.version } })
  if (!sameServer(before, values) || before.folder !== values.folder) await forgetPosition(tx, id)
  const [after] = await selectMailboxes(tx, { id })
  await audit(tx, actor, {
    action: 'mailbox.update',
    entity: 'mailbox',
    entityId: id,
    before: trace(before),
    after: { ...trace(after!), ...(body.secret === undefined ? {} : { secretChanged: true }) },
  })
  return present(after!, (await countMails(tx)).get(id))
}

type Place = Pick<MailboxRow, 'host' | 'port' | 'tls' | 'login' | 'ca'>

function sameServer(a: Place, b: Place): boolean {
  return (
    a.host === b.host &&
    a.port === b.port &&
    a.tls === b.tls &&
    a.login === b.login &&
    (a.ca ?? '') === (b.ca ?? '')
  )
}

const secretNeeded = (): AppError => new AppError('mailbox.secret_needed', { status: 422, field: 'secret' })

/**
 * Tries a mailbox as the form has it, kept or not. The kept secret is used for the server that it was given for only.
 * @throws mailbox.not_found (404), mailbox.secret_needed (422)
 */
export async function tryMailboxVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.tryMailbox>,
): Promise<Output<typeof contract.tryMailbox>> {
  const { id, secret, ...place } = input
  const access = { ...place, host: place.host.toLowerCase(), ca: place.ca || null }
  let given = secret
  if (given === undefined) {
    const [kept] = id ? await selectMailboxes(db, { id }) : []
    if (id && !kept) throw notFound('mailbox')
    if (!kept || !sameServer(kept, access)) throw secretNeeded()
    given = openSecret(kept.secret, `mailbox:${kept.id}`)
  }
  const found = await tryAccess({ ...access, secret: given })
  await transaction(db as Kysely<DB>, (tx) =>
    audit(tx, actor, {
      action: 'mailbox.try',
      entity: 'mailbox',
      entityId: id ?? 'new',
      after: {
        host: access.host,
        port: access.port,
        login: access.login,
        folder: access.folder,
        ok: found.ok,
      },
    }),
  )
  return found
}

export async function mailboxServicesVerb(db: Db): Promise<Output<typeof contract.mailboxServices>> {
  return { items: await activeServices(db) }
}
