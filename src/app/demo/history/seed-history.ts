import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  cancelIncident,
  closeIncident,
  fileOnly,
  findSource,
  holdIncident,
  insertSource,
  readIncident,
  reopenIncident,
  resolveIncident,
  resumeIncident,
  startIncident,
} from '#modules/incident/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'
import { addTimeline, categories } from '#modules/ticket/index.ts'
import { comments } from './cases.ts'
import { planHistory, type Plan } from './plan.ts'

/** Where these incidents come from, in the words of the import. */
const system = 'demo'
const numberOf = (n: number): string => `DEMO-${String(n + 1).padStart(4, '0')}`

/** The people of the past, as actors that replay it. */
interface Cast {
  actors: Map<string, Actor>
  byId: Map<string, Actor>
  categoryIds: Map<string, string>
}

/**
 * Gives the sample city a past of sixty days, through the verbs of live work with origin `import`: no timers run,
 * nobody is told. Each incident is one transaction that also marks it, so a start after a kill goes on with the rest.
 */
export async function seedHistory(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const begun = Date.now()
  const plans = planHistory(new Date(begun))
  const last = plans.at(-1)
  if (!last || (await findSource(db, system, numberOf(last.n)))) return
  const cast = await gather(db)
  let written = 0
  for (const plan of plans) written += Number(await transaction(db, (tx) => replay(tx, cast, plan)))
  log(`示例历史 sample history: ${written} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
}

async function gather(db: Kysely<DB>): Promise<Cast> {
  const actors = new Map<string, Actor>()
  for (const login of ['req01', 'req02', 'req03', 'desk01', 'desk02', 'eng01', 'eng02', 'lead01'])
    actors.set(login, { ...(await personActor(db, login)), origin: 'import' })
  const byId = new Map([...actors.values()].map((actor) => [actor.id!, actor]))
  const categoryIds = new Map((await categories(db)).map((c) => [c.code, c.id]))
  return { actors, byId, categoryIds }
}

/** One incident from its report to its end. @returns false when it is there already */
async function replay(tx: Tx, cast: Cast, plan: Plan): Promise<boolean> {
  if (await findSource(tx, system, numberOf(plan.n))) return false
  const id = await file(tx, cast, plan)
  await insertSource(tx, { ticketId: id, system, sourceNumber: numberOf(plan.n), data: {} })
  if (plan.course === 'at-once') {
    await move(tx, id, (at) => closeIncident(tx, cast.actors.get('desk01')!, at), plan, plan.minutes.close)
    return true
  }
  if (plan.course === 'cancelled') {
    const reason = '报修人来电说明已自行恢复'
    const desk = cast.actors.get('desk01')!
    await move(tx, id, (at) => cancelIncident(tx, desk, { ...at, reason }), plan, plan.minutes.start)
    return true
  }
  await workOff(tx, cast, plan, id)
  return true
}

async function file(tx: Tx, cast: Cast, { case: one, by, occurredAt, course, n }: Plan): Promise<string> {
  const service = one.service ? await serviceByLabels(tx, { service: one.service }) : undefined
  const categoryId = cast.categoryIds.get(one.category)
  // what is not public is reported by the centre's own people only
  const phone = by.channel === 'phone' || course === 'at-once' || one.service === 'backup'
  const actor = cast.actors.get(
    phone ? (n % 3 === 0 ? 'desk02' : 'desk01') : (by as { login: string }).login,
  )!
  return fileOnly(tx, actor, {
    title: one.title,
    description: `${one.title}。`,
    impact: one.impact,
    urgency: one.urgency,
    type: one.type ?? 'fault',
    channel: phone ? 'phone' : 'portal',
    ...(by.channel === 'phone' ? { caller: by.caller } : {}),
    ...(by.channel === 'portal' && phone ? { requesterId: cast.actors.get(by.login)!.id! } : {}),
    ...(service ? { serviceId: service.id, orgId: service.ownerOrgId } : {}),
    ...(categoryId ? { categoryId } : {}),
    ...(course === 'at-once' ? { resolution: one.solution } : {}),
    occurredAt: occurredAt.toISOString(),
  })
}

/** Work, with its waits and its second attempts, until it is closed. */
async function workOff(tx: Tx, cast: Cast, plan: Plan, id: string): Promise<void> {
  const { minutes, course, case: one } = plan
  const owner = (await readIncident(tx, id, null))?.owner?.id
  const worker = (owner === undefined ? undefined : cast.byId.get(owner)) ?? cast.actors.get('desk01')!
  const at = (make: (at: At) => Promise<unknown>, minute: number) => move(tx, id, make, plan, minute)
  await at((where) => startIncident(tx, worker, where), minutes.start)
  await addTimeline(tx, {
    ticketId: id,
    kind: 'comment',
    public: true,
    actorId: worker.id,
    actorName: worker.name,
    body: comments[plan.comment % comments.length]!,
    occurredAt: new Date(timeAt(plan, minutes.start + 1)),
    origin: 'import',
  })
  if (course === 'held') {
    const reason = plan.comment % 2 === 0 ? 'vendor' : 'requester'
    const note = reason === 'vendor' ? '等待厂商提供补丁' : '等待报修人提供账号信息'
    await at((where) => holdIncident(tx, worker, { ...where, reason, note }), minutes.hold)
    await at((where) => resumeIncident(tx, worker, where), minutes.resume)
  }
  const code = plan.comment % 3 === 0 ? 'configuration' : 'fixed'
  const resolution = one.solution
  await at((where) => resolveIncident(tx, worker, { ...where, resolution, code }), minutes.resolve)
  if (course === 'reopened') {
    const desk = cast.actors.get('desk01')!
    const reason = '报修人反映问题再次出现'
    await at((where) => reopenIncident(tx, desk, { ...where, reason }), minutes.reopen)
    const again = `${resolution}；复查后补充处理`
    await at(
      (where) => resolveIncident(tx, worker, { ...where, resolution: again, code: 'fixed' }),
      minutes.reopen + 45,
    )
  }
  await at((where) => closeIncident(tx, cast.actors.get('desk01')!, where), minutes.close + 80)
}

interface At {
  id: string
  version: number
  occurredAt: string
}

async function move(
  tx: Tx,
  id: string,
  make: (at: At) => Promise<unknown>,
  plan: Plan,
  minute: number,
): Promise<void> {
  const row = await readIncident(tx, id, null)
  await make({ id, version: row!.version, occurredAt: timeAt(plan, minute) })
}

function timeAt(plan: Plan, minute: number): string {
  return new Date(plan.occurredAt.getTime() + minute * 60_000).toISOString()
}
