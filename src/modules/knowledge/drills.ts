import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessArticle, keepsDrills, stale } from './policy.ts'
import { drillsOf, endDrill, findDrill, insertDrill, weekBefore, type DrillRow } from './store/drills.ts'
import { findArticle, type ArticleRow } from './store/read.ts'
import type * as contract from './ticket-contract.ts'
import { visibleArticles } from './visible.ts'

type OfPlan = Output<typeof contract.listDrills>
export const drillTimer = 'knowledge.drill-near'

async function ofPlan(db: Db, id: string): Promise<OfPlan> {
  const rows = await drillsOf(db, id)
  return { items: rows.map(({ articleId: _, ...drill }) => drill) }
}

/** @throws knowledge.not_found (404) */
export async function listDrillsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listDrills>,
): Promise<OfPlan> {
  const row = await accessArticle(db, actor, input.id)
  return ofPlan(db, row.id)
}

/** @throws knowledge.not_found (404), knowledge.not_plan (409), knowledge.not_allowed (403) */
async function accessPlan(tx: Tx, actor: Actor, id: string): Promise<ArticleRow> {
  const row = await accessArticle(tx, actor, id)
  if (row.kind !== 'emergency-plan') throw new AppError('knowledge.not_plan', { status: 409 })
  if (!keepsDrills(actor, row)) throw new AppError('knowledge.not_allowed', { status: 403 })
  return row
}

async function record(
  tx: Tx,
  actor: Actor,
  row: ArticleRow,
  fact: { action: string; before?: DrillRow; after: Record<string, unknown> },
): Promise<void> {
  await audit(tx, actor, {
    action: fact.action,
    entity: 'article',
    entityId: row.id,
    orgId: row.orgId,
    before: fact.before ? { ...fact.before } : null,
    after: fact.after,
  })
  await emit(tx, { type: 'knowledge.drill', entity: 'article', entityId: row.id })
}

/** Plans a drill; the owner of the plan is told a week before. @throws see `accessPlan` */
export async function planDrillVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.planDrill>,
): Promise<OfPlan> {
  const row = await accessPlan(tx, actor, input.id)
  const { title, plannedOn, participants } = input
  const id = newId()
  await insertDrill(tx, { id, articleId: row.id, title, plannedOn, participants, by: actor.id! })
  const dueAt = await weekBefore(tx, plannedOn, unitZone())
  if (dueAt > (await dbNow(tx))) await setTimer(tx, { kind: drillTimer, key: id, dueAt })
  await record(tx, actor, row, {
    action: 'knowledge.plan-drill',
    after: { id, title, plannedOn, participants },
  })
  return ofPlan(tx, row.id)
}

/** @throws knowledge.drill_not_found (404), knowledge.drill_over (409), knowledge.version_stale (412) */
async function plannedDrill(
  tx: Tx,
  plan: ArticleRow,
  input: { drillId: string; version: number },
): Promise<DrillRow> {
  const drill = await findDrill(tx, input.drillId)
  if (drill?.articleId !== plan.id) throw new AppError('knowledge.drill_not_found', { status: 404 })
  if (drill.version !== input.version) throw stale(drill.version)
  if (drill.state !== 'planned') throw new AppError('knowledge.drill_over', { status: 409, field: 'state' })
  return drill
}

async function end(
  tx: Tx,
  actor: Actor,
  plan: ArticleRow,
  drill: DrillRow,
  change: Omit<Parameters<typeof endDrill>[1], 'id' | 'version'>,
): Promise<OfPlan> {
  if (!(await endDrill(tx, { ...change, id: drill.id, version: drill.version }))) throw stale(drill.version)
  await cancelTimer(tx, drillTimer, drill.id)
  await record(tx, actor, plan, {
    action: 'knowledge.change-drill',
    before: drill,
    after: { id: drill.id, ...change },
  })
  return ofPlan(tx, plan.id)
}

/**
 * Records who took part in a drill and what it showed, with the version of the plan that was practised.
 * @throws see `accessPlan`, `plannedDrill`; knowledge.plan_not_published (409), knowledge.drill_in_future (422)
 */
export async function holdDrillVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.holdDrill>,
): Promise<OfPlan> {
  const plan = await accessPlan(tx, actor, input.id)
  const drill = await plannedDrill(tx, plan, input)
  if (plan.liveNo === null) throw new AppError('knowledge.plan_not_published', { status: 409 })
  const { heldOn, participants, findings } = input
  if (heldOn > dayIn(await dbNow(tx), unitZone()))
    throw new AppError('knowledge.drill_in_future', { status: 422, field: 'heldOn' })
  return end(tx, actor, plan, drill, { state: 'held', heldOn, planNo: plan.liveNo, participants, findings })
}

/** @throws see `accessPlan`, `plannedDrill` */
export async function cancelDrillVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelDrill>,
): Promise<OfPlan> {
  const plan = await accessPlan(tx, actor, input.id)
  const drill = await plannedDrill(tx, plan, input)
  return end(tx, actor, plan, drill, {
    state: 'cancelled',
    heldOn: null,
    planNo: null,
    findings: input.reason,
  })
}

/** A drill is a week away: the owner of the plan is told. */
export async function drillNear(tx: Tx, timer: TimerRow): Promise<void> {
  const drill = await findDrill(tx, timer.key)
  if (drill?.state !== 'planned') return
  const plan = await findArticle(tx, visibleArticles(systemActor('knowledge', timer.key)), drill.articleId)
  if (!plan) return
  await notify(tx, {
    to: [plan.owner.id],
    textKey: 'knowledge:notify.drill',
    params: { number: plan.number, title: drill.title, day: drill.plannedOn },
    entity: 'article',
    entityId: plan.id,
    dedupeKey: `knowledge.drill:${drill.id}:${drill.plannedOn}`,
  })
}
