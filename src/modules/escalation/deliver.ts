import { dbNow, type Db } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { backoff, mostAttempts, type Values } from './lifecycle.ts'
import { send } from './send.ts'
import { claimDue, settle, type Leaving } from './store/delivery.ts'

/** At most so many leave at the same time; the next follow a second later. */
const portion = 20
/** Longer than any channel may take: who claimed a delivery has settled it by then, or is dead. */
const leaseSeconds = 60

export function valuesOf(
  one: Omit<Leaving, 'channel' | 'id' | 'attempts'>,
  publicUrl: string | undefined,
): Values {
  const { incident, person } = one
  return {
    ...{ number: incident.number, title: incident.title, priority: `P${incident.priority}` },
    grade: say('zh-CN', `incident:grade.${incident.grade}`),
    ...{ service: incident.service ?? '', org: incident.org, policy: one.policy },
    ...{ step: String(one.step + 1), turn: String(one.repeat) },
    ...{ person: person.name, phone: person.phone ?? '', login: person.login },
    text: say('zh-CN', 'escalation:channel.text', { number: incident.number, title: incident.title }),
    link: publicUrl ? `${publicUrl.replace(/\/+$/, '')}/incidents/${incident.id}` : '',
    time: new Date(one.createdAt).toISOString(),
  }
}

async function deliver(db: Db, one: Leaving, publicUrl: string | undefined): Promise<void> {
  const sentAt = await dbNow(db)
  const outcome = one.channel.active
    ? await send(one.channel, { id: one.id, values: valuesOf(one, publicUrl), sentAt })
    : { ok: false, result: 'channel off' }
  const over = one.attempts >= mostAttempts || !one.channel.active
  await settle(db, one.id, { ...outcome, againIn: over ? null : backoff(one.attempts) })
}

/** Sends what is due by channels. Connections are held only to claim and to settle. */
export async function sendDue({ db, settings, log }: JobContext): Promise<void> {
  const due = await claimDue(db, portion, leaseSeconds)
  const done = await Promise.allSettled(due.map((one) => deliver(db, one, settings.publicUrl)))
  for (const [i, one] of done.entries())
    if (one.status === 'rejected')
      log('escalation delivery failed', { id: due[i]!.id, error: String(one.reason).slice(0, 300) })
}
