/** Complaints that come by mail, and what their senders say later. The mailbox room knows who may say it. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { findOrg, rootOrg } from '#kernel/org/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import { take } from './file.ts'
import { isOver, may, owesAnswer, type Kind } from './lifecycle.ts'
import { reply } from './moves.ts'
import * as read from './store/read.ts'
import { insertEntry, touch } from './store/write.ts'

const everything = { paths: ['/'], personId: null }

async function find(db: Db, id: string, lock = false): Promise<read.ComplaintRow> {
  const [row] = await read.selectComplaints(db, everything, { id, lock, limit: 1 })
  if (!row) throw notFound('complaint')
  return row
}

export interface MailedComplaint {
  id: string
  number: string
  title: string
  personId: string | null
  answerDueAt: Date
  answer: string
  state: 'open' | 'resolved' | 'ended'
}

/** For letters about it, and to see where a reply belongs. @throws complaint.not_found (404) */
export async function readMailed(db: Db, id: string): Promise<MailedComplaint> {
  const { number, title, personId, answerDueAt, answer, state } = await find(db, id)
  const where = isOver(state) ? 'ended' : owesAnswer(state) ? 'open' : 'resolved'
  return { id, number, title, personId, answerDueAt, answer, state: where }
}

export const findComplaintByNumber = read.findByNumber

/**
 * Takes a mail in as a complaint, a suggestion or praise, with its deadlines.
 * @param actor the program; `person` is the one account of the address, if there is one: then it is theirs as if they had
 * filed it in the portal, and belongs to their org
 */
export async function fileByMail(
  tx: Tx,
  actor: Actor,
  mail: {
    orgId: string
    serviceId: string | null
    person: { id: string; orgId: string | null } | null
    contactName: string
    kind: Kind
    title: string
    body: string
  },
): Promise<{ id: string; number: string }> {
  const { person, kind, title, body, serviceId } = mail
  const org = (await findOrg(tx, person?.orgId ?? mail.orgId)) ?? (await rootOrg(tx))!
  const about = serviceId ? ('service' as const) : ('other' as const)
  const said = { kind, title, body, about, aboutId: serviceId, aboutText: '' }
  return take(tx, actor, org, said, {
    ...{ channel: 'mail', personId: person?.id ?? null, createdBy: person?.id ?? null, codeHash: null },
    ...{ contactName: person ? null : mail.contactName, contactPhone: null },
  })
}

/**
 * What the complainant adds by mail. `reopen`: the answer does not satisfy, it is dealt with again, with a new deadline.
 * @param actor the complainant, or the program speaking for one without an account
 * @throws complaint.not_found (404)
 */
export async function hearByMail(
  tx: Tx,
  actor: Actor,
  said: { id: string; note: string; reopen: boolean },
): Promise<void> {
  const row = await find(tx, said.id, true)
  if (said.reopen && may('reopen', row.state)) {
    await reply(tx, actor, row, { move: 'reopen', note: said.note })
    return
  }
  await add(tx, actor, row, { kind: 'said', note: said.note, open: true })
  const takeIn = row.handler
    ? [row.handler.id]
    : await holdersOf(tx, { permission: 'complaint.intake' }, row.orgPath)
  const not = new Set([actor.id, row.personId, row.aboutPerson?.id])
  await notify(tx, {
    to: takeIn.filter((one) => !not.has(one)),
    textKey: 'complaint:notify.said',
    params: { number: row.number, title: row.title },
    entity: 'complaint',
    entityId: row.id,
    dedupeKey: `complaint.said:${row.id}:${row.version}`,
  })
}

/** A letter to the complainant came back: those who deal with it see it. @throws complaint.not_found (404) */
export async function noteReturned(tx: Tx, actor: Actor, id: string, why: string): Promise<void> {
  await add(tx, actor, await find(tx, id, true), { kind: 'returned', note: why, open: false })
}

async function add(
  tx: Tx,
  actor: Actor,
  row: read.ComplaintRow,
  entry: { kind: 'said' | 'returned'; note: string; open: boolean },
): Promise<void> {
  await insertEntry(tx, { ...entry, id: row.id, by: actor.id })
  await touch(tx, row.id)
  await emit(tx, { type: `complaint.${entry.kind}`, entity: 'complaint', entityId: row.id })
  await audit(tx, actor, {
    action: `complaint.${entry.kind}`,
    entity: 'complaint',
    entityId: row.id,
    orgId: row.org.id,
    after: { state: row.state },
  })
}
