import { createHash, randomBytes } from 'node:crypto'
import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { findOrg, rootOrg, type OrgRow } from '#kernel/org/index.ts'
import { anonymousActor, holdersOf, inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessTicket } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import type { About } from './lifecycle.ts'
import { accessComplaint, partOf, present, presentMine } from './policy.ts'
import * as store from './store/read.ts'
import { insertComplaint, insertEntry, type NewComplaint } from './store/write.ts'
import { lateKind } from './supervise.ts'

type Said = Pick<
  Input<typeof contract.fileComplaint>,
  'kind' | 'about' | 'aboutId' | 'aboutText' | 'title' | 'body'
>

/** @throws complaint.unknown_about (422): no such service, vendor, org, person, or a ticket that the actor may not see */
async function demandAbout(tx: Tx, actor: Actor, about: About, id: string | null): Promise<void> {
  if (id === null) return
  if (about === 'ticket') {
    try {
      await accessTicket(tx, actor, id)
      return
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 404) throw error
    }
  } else if (about !== 'other' && (await store.isThere(tx, about, id))) return
  throw new AppError('complaint.unknown_about', { status: 422, field: 'aboutId' })
}

type Who = Pick<
  NewComplaint,
  'channel' | 'personId' | 'contactName' | 'contactPhone' | 'codeHash' | 'createdBy'
>

/** Takes it in: number, deadlines on the working calendar, and intake learns of it (not who is complained about). */
export async function take(
  tx: Tx,
  actor: Actor,
  org: OrgRow,
  said: Said,
  who: Who,
): Promise<{ id: string; number: string }> {
  const now = await dbNow(tx)
  const setting = await store.readSetting(tx)
  const ackDueAt = await workingDaysAfter(tx, now, setting.ackDays)
  const answerDueAt = await workingDaysAfter(tx, now, setting.answerDays)
  const number = await nextNumber(tx, 'complaint', 'COM', dayIn(now, unitZone()))
  const { kind, about, aboutId, aboutText, title, body } = said
  const id = await insertComplaint(tx, {
    ...{ ...who, number, kind, about, aboutId, aboutText, title, body },
    ...{ orgId: org.id, ackDueAt, answerDueAt },
  })
  await insertEntry(tx, { id, kind: 'received', by: who.createdBy, open: true })
  await setTimer(tx, { kind: lateKind, key: id, dueAt: ackDueAt })
  const told = await holdersOf(tx, { permission: 'complaint.intake' }, org.path)
  const not = new Set([actor.id, who.personId, about === 'person' ? aboutId : null])
  await notify(tx, {
    to: told.filter((one) => !not.has(one)),
    textKey: 'complaint:notify.received',
    params: { number, kind: `t:complaint:kind.${kind}`, title },
    entity: 'complaint',
    entityId: id,
    dedupeKey: `complaint.received:${id}`,
  })
  await emit(tx, { type: 'complaint.received', entity: 'complaint', entityId: id })
  await audit(tx, actor, {
    action: who.codeHash ? 'complaint.file-anonymously' : 'complaint.file',
    entity: 'complaint',
    entityId: id,
    orgId: org.id,
    after: { number, kind, channel: who.channel, about, title },
  })
  return { id, number }
}

/** From the portal, in one's own name. @throws complaint.unknown_about (422) */
export async function fileComplaintVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.fileComplaint>,
): Promise<Output<typeof contract.fileComplaint>> {
  await demandAbout(tx, actor, input.about, input.aboutId)
  const org = (actor.orgId ? await findOrg(tx, actor.orgId) : undefined) ?? (await rootOrg(tx))!
  const { id } = await take(tx, actor, org, input, {
    ...{ channel: 'portal', personId: actor.id, createdBy: actor.id },
    ...{ contactName: null, contactPhone: null, codeHash: null },
  })
  const [row] = await store.selectOwn(tx, actor.id!, { id, limit: 1 })
  return presentMine(row!)
}

/**
 * By telephone, mail, letter or in person; the desk writes it down.
 * @throws complaint.unknown_about, complaint.unknown_org, complaint.unknown_person, complaint.who (422)
 */
export async function takeDownVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.takeDown>,
): Promise<Output<typeof contract.takeDown>> {
  await demandAbout(tx, actor, input.about, input.aboutId)
  const orgId = input.orgId ?? actor.orgId
  const org = orgId ? await findOrg(tx, orgId) : await rootOrg(tx)
  if (!org || !inScope(actor, 'complaint.intake', org.path))
    throw new AppError('complaint.unknown_org', { status: 422, field: 'orgId' })
  if (input.personId && !(await store.findWorker(tx, input.personId)))
    throw new AppError('complaint.unknown_person', { status: 422, field: 'personId' })
  if (!input.personId && !input.contactName)
    throw new AppError('complaint.who', { status: 422, field: 'contactName' })
  if (input.about === 'person' && input.aboutId === actor.id)
    throw new AppError('complaint.own_matter', { status: 403 })
  const { id } = await take(tx, actor, org, input, {
    ...{ channel: input.channel, personId: input.personId, createdBy: actor.id, codeHash: null },
    ...{ contactName: input.contactName || null, contactPhone: input.contactPhone || null },
  })
  return present(actor, await accessComplaint(tx, actor, id))
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Eighty bits by chance, in four groups of four letters. */
function newCode(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32])
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-')
}
/** What is kept of a code; hyphens are for people. */
export const hashOf = (code: string): Buffer => createHash('sha256').update(code.replaceAll('-', '')).digest()

/** Nothing of who it is: whoever is signed in is left out as well. */
export const nobody = (actor: Actor): Actor => anonymousActor(actor.locale, null, actor.traceId)

/** From one address within an hour, and from all together. */
const most = { one: 5, all: 100 }
const lately = new Map<string, number[]>()

/** Kept in memory only: an address that were written down would tell who it was. @throws complaint.too_many (429) */
function holdBack(ip: string | null, now: number): void {
  const hour = now - 3_600_000
  for (const [key, times] of lately) if (times.every((at) => at < hour)) lately.delete(key)
  const mine = (lately.get(ip ?? '') ?? []).filter((at) => at >= hour)
  if (mine.length >= most.one) throw new AppError('complaint.too_many', { status: 429 })
  lately.set(ip ?? '', [...mine, now])
}

/** @throws complaint.too_many (429), complaint.unknown_about (422) */
export async function fileAnonymousVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.fileAnonymous>,
): Promise<Output<typeof contract.fileAnonymous>> {
  const org = await rootOrg(tx)
  if (!org || (await store.anonymousLately(tx)) >= most.all)
    throw new AppError('complaint.too_many', { status: 429 })
  holdBack(actor.ip, Date.now())
  const code = newCode()
  const { number } = await take(tx, nobody(actor), org, input, {
    ...{ channel: 'anonymous', personId: null, contactName: null, contactPhone: null },
    ...{ codeHash: hashOf(code), createdBy: null },
  })
  return { number, code }
}

/** A person who may deal with it: active, allowed to, and no party to it. @throws complaint.unknown_handler, complaint.own_matter (422) */
export async function demandHandler(tx: Tx, row: store.ComplaintRow, handlerId: string): Promise<void> {
  const who = await store.findWorker(tx, handlerId)
  const may = await holdersOf(tx, { permission: 'complaint.handle' }, row.orgPath)
  if (!who || !may.includes(handlerId) || handlerId === row.personId)
    throw new AppError('complaint.unknown_handler', { status: 422, field: 'handlerId' })
  const part = await partOf(tx, row, { id: handlerId, orgPath: who.orgPath })
  if (part) throw new AppError(`complaint.party_${part}`, { status: 422, field: 'handlerId' })
}
