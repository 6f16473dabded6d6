import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar, type CompiledCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { renderLabels } from '#kernel/document/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { arrange, nextTime } from './open-rounds.ts'
import { accessPlan, demandVersion } from './policy.ts'
import * as store from './store/plan.ts'

type Plan = Output<typeof contract.getPlan>

/** Plans of the caller's orgs. */
export async function listPlansVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listPlans>> {
  const rows = await store.selectPlans(db, scopeOf(actor, 'round.read'))
  return { items: rows.map((row) => brief(actor, row)) }
}

/** @throws round.not_found (404) */
export async function getPlanVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Plan> {
  const [row, items, cal, now] = await Promise.all([
    accessPlan(db, actor, id, 'round.read'),
    store.selectItems(db, id),
    defaultCalendar(db),
    dbNow(db),
  ])
  return { ...brief(actor, row), items, upcoming: row.active ? upcoming(cal, row, now) : [] }
}

/** @throws round.unknown_reference, round.never, round.bad_item, round.answerable_needed (422) */
export async function createPlanVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createPlan>,
): Promise<Plan> {
  const nextAt = await check(tx, actor, input, [])
  const id = await store.insertPlan(tx, actor.id!, input, nextAt)
  await store.putItems(tx, id, input.items)
  await arrange(tx, id, nextAt)
  await leave(tx, actor, 'create', id, input)
  return getPlanVerb(tx, actor, { id })
}

/** Rounds that are open keep the items they have. @throws as creation; round.not_found (404), round.version_stale (412) */
export async function editPlanVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editPlan>,
): Promise<Plan> {
  const { id, version, ...body } = input
  const before = await accessPlan(tx, actor, id, 'round.manage', true)
  demandVersion(before, version)
  const items = await store.selectItems(tx, id)
  const nextAt = await check(
    tx,
    actor,
    body,
    items.map((one) => one.id),
  )
  await store.updatePlan(tx, id, body, nextAt)
  await store.putItems(tx, id, body.items)
  await arrange(tx, id, nextAt)
  await leave(tx, actor, 'edit', id, body, { ...brief(actor, before), items })
  return getPlanVerb(tx, actor, { id })
}

async function leave(
  tx: Tx,
  actor: Actor,
  what: 'create' | 'edit',
  id: string,
  body: contract.PlanBody,
  before?: Record<string, unknown>,
): Promise<void> {
  await audit(tx, actor, {
    action: `round.${what}-plan`,
    entity: 'round-plan',
    entityId: id,
    orgId: body.orgId,
    ...(before ? { before } : {}),
    after: { ...body },
  })
}

const refuse = (code: string, field: string, params = {}) =>
  new AppError(`round.${code}`, { status: 422, field, params: { field, ...params } })

/** Everything a plan must be; the time of its next round, null where it is not at work. */
async function check(
  tx: Tx,
  actor: Actor,
  body: contract.PlanBody,
  known: readonly string[],
): Promise<Date | null> {
  const [org, there, cal, now] = await Promise.all([
    findOrg(tx, body.orgId),
    store.referred(tx, body),
    defaultCalendar(tx),
    dbNow(tx),
  ])
  if (!org?.active || !inScope(actor, 'round.manage', org.path)) throw refuse('unknown_reference', 'orgId')
  if (body.groupId && !there.group) throw refuse('unknown_reference', 'groupId')
  if (body.answerableId && !there.answerable) throw refuse('unknown_reference', 'answerableId')
  checkItems(body, known)
  const next = nextTime(cal, body, now.getTime())
  if (next === undefined) throw refuse('never', 'rule')
  return body.active ? new Date(next) : null
}

function checkItems(body: contract.PlanBody, known: readonly string[]): void {
  const ids = new Set<string>()
  for (const [i, item] of body.items.entries()) {
    const at = (field: string) => `items.${i}.${field}`
    if (item.id && (!known.includes(item.id) || ids.has(item.id))) throw refuse('unknown_reference', at('id'))
    if (item.id) ids.add(item.id)
    if (item.low !== null && item.high !== null && item.low > item.high)
      throw refuse('bad_bounds', at('high'))
    if (item.kind === 'choice' && new Set(item.choices).size < 2) throw refuse('few_choices', at('choices'))
    const strange = item.kind === 'choice' && item.normal.find((one) => !item.choices.includes(one))
    if (strange !== undefined && strange !== false)
      throw refuse('strange_choice', at('normal'), { choice: strange })
    if (item.onAbnormal === 'notice' && !body.answerableId) throw refuse('answerable_needed', 'answerableId')
  }
}

function upcoming(cal: CompiledCalendar, row: store.PlanRow, now: Date): Date[] {
  const out: Date[] = []
  let at = row.nextAt ? row.nextAt.getTime() : nextTime(cal, row, now.getTime())
  while (at !== undefined && out.length < 3) {
    out.push(new Date(at))
    at = nextTime(cal, row, at)
  }
  return out
}

function brief(actor: Actor, row: store.PlanRow): Output<typeof contract.listPlans>['items'][number] {
  const { orgPath, ...rest } = row
  const abilities: ('edit' | 'start')[] = []
  if (inScope(actor, 'round.manage', orgPath)) abilities.push('edit')
  const carries = inScope(actor, 'round.carry-out', orgPath)
  if (row.active && carries) abilities.push('start')
  return { ...rest, last: row.last && { ...row.last, at: new Date(row.last.at) }, abilities }
}

let publicUrl: string | undefined
/** Called by the room's plugin: labels on paper outlive addresses, so the configured one counts before the browser's. */
export function configureLabels(settings: { publicUrl?: string | undefined }): void {
  publicUrl = settings.publicUrl
}

/** Labels of the places of a plan. @throws round.not_found (404); round.no_codes (409) */
export async function planLabelsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.planLabels>,
): Promise<Download> {
  const plan = await accessPlan(db, actor, input.id, 'round.read')
  const items = (await store.selectItems(db, plan.id)).filter((one) => one.code !== null)
  if (items.length === 0) throw new AppError('round.no_codes', { status: 409 })
  const base = (publicUrl ?? input.base).replace(/\/+$/, '')
  // several things to look at may share a place
  const places = [...new Map(items.map((one) => [one.code!, one])).values()]
  const labels = places.map((one) => ({
    link: `${base}/rounds/points/${one.code}`,
    head: plan.org.name,
    lines: [one.code!, one.place ?? one.name, plan.name],
  }))
  const title = say(actor.locale, 'round:label.title')
  const content = await renderLabels(labels, title)
  return { content, type: 'application/pdf', fileName: `${title} ${plan.name}.pdf` }
}
