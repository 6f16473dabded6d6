import type { Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import { findSentMail, mailHost, markBounced } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { noteReturned } from '#modules/complaint/index.ts'
import { keepNotice, readIncident } from '#modules/incident/index.ts'
import { readBounce, type Bounce } from './rules/bounce.ts'
import type { Case } from './settle.ts'

/** Our mail that a bounce tells of. */
export function sentMailOf(tx: Tx, bounce: Bounce): ReturnType<typeof findSentMail> {
  return findSentMail(tx, bounce.ids)
}

/** Those who work on the ticket see which address did not get the mail, and why. */
export async function noteBounce(
  one: Case,
): Promise<{ ticketId: string | null; complaintId?: string; detail: string }> {
  const { tx, settings, read, received } = one
  const bounce = readBounce(read.head, read, mailHost(settings))!
  const ours = (await sentMailOf(tx, bounce))!
  const failed = bounce.deliveries.filter(({ action }) => action === 'failed')
  const address =
    failed
      .map(({ recipient }) => recipient)
      .join(', ')
      .slice(0, 500) || ours.address
  const why = failed
    .map((one) => `${one.status} ${one.diagnostic}`.trim())
    .join('; ')
    .slice(0, 500)
  await markBounced(tx, ours.id)
  const detail = `${address}: ${why}`
  if (ours.entity === 'complaint') {
    await noteReturned(tx, systemActor('mailbox'), ours.entityId, detail)
    return { ticketId: null, complaintId: ours.entityId, detail }
  }
  const incident = ours.entity === 'incident' ? await readIncident(tx, ours.entityId, null) : undefined
  if (!incident) return { ticketId: null, detail }
  await keepNotice(tx, systemActor('mailbox'), {
    id: incident.id,
    body: say('zh-CN', 'mailbox:bounced', { address, why }),
    data: { bounced: { address, mailId: received.id } },
    once: received.id,
  })
  return { ticketId: incident.id, detail }
}
