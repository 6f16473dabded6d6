import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findGroupByName } from '#kernel/org/index.ts'
import {
  addComment,
  escalateIncident,
  fileOnly,
  findSource,
  holdIncident,
  insertSource,
  readIncident,
  resolveIncident,
  startIncident,
} from '#modules/incident/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'
import { categories } from '#modules/ticket/index.ts'
import { groups } from '../city.ts'
import { openCases, type OpenCase, type Step } from './cases.ts'

const system = 'demo'
/** Where the n-th open case says it comes from: what `findSource` takes. */
export const openCaseOf = (n: number): [string, string] => [system, numberOf(n)]
const numberOf = (n: number): string => `OPEN-${String(n + 1).padStart(2, '0')}`

/**
 * Gives the sample city its work of the day: open incidents, filed and moved by the verbs as live work, so that
 * queues, my work and the dashboard have something in them. Each is one transaction that also marks it, so a start
 * after a kill goes on with the rest, and a later start adds nothing.
 */
export async function seedOpen(db: Kysely<DB>, log: (line: string) => void = () => undefined): Promise<void> {
  if (await findSource(db, system, numberOf(openCases.length - 1))) return
  const begun = Date.now()
  let written = 0
  for (const [n, one] of openCases.entries())
    written += Number(await transaction(db, (tx) => play(tx, one, numberOf(n), begun)))
  log(`示例待办 open incidents: ${written} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
}

/** One incident with what was done about it. @returns false when it is there already */
async function play(tx: Tx, one: OpenCase, mark: string, now: number): Promise<boolean> {
  if (await findSource(tx, system, mark)) return false
  const id = await file(tx, one, now)
  await insertSource(tx, { ticketId: id, system, sourceNumber: mark, data: {} })
  for (const step of one.steps) await take(tx, id, step)
  return true
}

async function file(tx: Tx, one: OpenCase, now: number): Promise<string> {
  const service = one.service ? await serviceByLabels(tx, { service: one.service }) : undefined
  const category = (await categories(tx)).find((c) => c.code === one.category)
  const requester = one.requester ? await personActor(tx, one.requester) : undefined
  return fileOnly(tx, await personActor(tx, one.filedBy), {
    title: one.title,
    description: one.description,
    impact: one.impact,
    urgency: one.urgency,
    type: one.type ?? 'fault',
    channel: one.channel,
    ...(one.caller ? { caller: one.caller } : {}),
    ...(requester ? { requesterId: requester.id! } : {}),
    ...(service ? { serviceId: service.id, orgId: service.ownerOrgId } : {}),
    ...(category ? { categoryId: category.id } : {}),
    occurredAt: new Date(now - one.ago * 60_000).toISOString(),
  })
}

async function take(tx: Tx, id: string, step: Step): Promise<void> {
  const actor = await personActor(tx, step.by)
  const { version } = (await readIncident(tx, id, null))!
  if (step.do === 'start') await startIncident(tx, actor, { id, version })
  else if (step.do === 'comment') await addComment(tx, actor, { id, body: step.body, public: !step.internal })
  else if (step.do === 'hold')
    await holdIncident(tx, actor, { id, version, reason: step.reason, note: step.note })
  else if (step.do === 'escalate')
    await escalateIncident(tx, actor, {
      id,
      version,
      groupId: await groupId(tx, step.group),
      reason: step.reason,
    })
  else await resolveIncident(tx, actor, { id, version, resolution: step.resolution, code: 'fixed' })
}

/** The id of a group of city.ts. */
async function groupId(tx: Tx, key: string): Promise<string> {
  const { name } = groups.find((g) => g.key === key)!
  return (await findGroupByName(tx, name))!.id
}
