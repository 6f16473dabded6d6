/** Brings templates to items: writes checks through their verbs, and remembers what was written where. */
import type { Tx, Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, TimerHandler } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { openSecret } from '#kernel/secrets/index.ts'
import { ciFacts, ciFactsOfClasses, type CiFacts } from '#modules/ci/index.ts'
import type { Secret } from '#modules/probe/kind-contract.ts'
import { createCheckVerb, editCheckVerb } from './checks.ts'
import { CheckBody, type CheckValues } from './contract.ts'
import type { Settings } from './settle.ts'
import { findCheck, numbersOf, type CheckRow } from './store/check.ts'
import { selectDependencies } from './store/dependency.ts'
import * as store from './store/template.ts'
import type { TemplateRow } from './store/template.ts'
import type { Step } from './template-contract.ts'
import { planAt, type Planned } from './template-plan.ts'

/** Items of one transaction: what is written of them is locked as long. */
export const batch = 100

/** A check as templates keep it: the same keys as the store compares. */
export function settingsOf(row: CheckRow): Settings {
  const { name, spec, intervalSeconds, timeoutMs, retries, retrySeconds, thresholds } = row
  const { alerts, alertWithin, labels, runbookUrl, enabled } = row
  return {
    ...{ name, spec, intervalSeconds, timeoutMs, retries, retrySeconds, thresholds },
    ...{ alerts, alertWithin, labels, runbookUrl, enabled },
    calendarId: row.calendar?.id ?? null,
    orgId: row.org.id,
    serviceId: row.service?.id ?? null,
    groupId: row.group?.id ?? null,
    runbookArticleId: row.runbookArticle?.id ?? null,
    probeId: row.probe?.id ?? null,
  }
}

export const templateSecrets = (row: Pick<TemplateRow, 'id' | 'secrets'>): Secret =>
  row.secrets === null ? {} : (JSON.parse(openSecret(row.secrets, `monitor-template:${row.id}`)) as Secret)

/** What applying a template would do at the items; reads only. */
export async function planFor(
  db: Db,
  template: TemplateRow,
  items: readonly CiFacts[],
  force = false,
): Promise<Planned[]> {
  const links = await store.linksOf(
    db,
    template.id,
    items.map((one) => one.id),
  )
  const checks = new Map<string, CheckRow>()
  await Promise.all(
    [...links.values()].map(async ({ ciId, checkId }) => {
      const row = checkId === null ? undefined : await findCheck(db, checkId)
      if (row) checks.set(ciId, row)
    }),
  )
  return items.flatMap((ci) => {
    const check = checks.get(ci.id)
    return planAt(template, ci, links.get(ci.id), check ? settingsOf(check) : null, force) ?? []
  })
}

/**
 * Applies a template at items. The checks are written by the system: who applied it has been asked whether he may.
 * What the verbs refuse becomes the problem of the item and stops no other.
 */
export async function applyAt(
  tx: Tx,
  template: TemplateRow,
  items: readonly CiFacts[],
  force = false,
): Promise<Planned[]> {
  await store.lockCis(
    tx,
    items.map((one) => one.id),
  )
  const plans = await inOrder(tx, await planFor(tx, template, items, force))
  const done: Planned[] = []
  for (const plan of plans) done.push(await write(tx, template, plan))
  await store.putLinks(
    tx,
    template.id,
    template.version,
    done.map(({ ci, checkId, applied, problem }) => ({ ciId: ci.id, checkId, applied, problem })),
  )
  return done
}

/** New ones first; the others in the order in which states are locked, so that nobody waits for another in a ring. */
async function inOrder(tx: Tx, plans: readonly Planned[]): Promise<Planned[]> {
  const numbers = await numbersOf(
    tx,
    plans.flatMap((one) => one.checkId ?? []),
  )
  const numberOf = ({ checkId }: Planned): number => (checkId === null ? 0 : (numbers.get(checkId) ?? 0))
  return plans.toSorted((a, b) => numberOf(a) - numberOf(b))
}

async function write(tx: Tx, template: TemplateRow, plan: Planned): Promise<Planned> {
  if (!plan.next) return plan
  const { ci, checkId } = plan
  const actor = systemActor('check')
  const secrets = templateSecrets(template)
  const said = { ...plan.next, kind: template.kind, ciId: ci.id } as Partial<CheckValues>
  try {
    if (checkId === null) {
      const body = CheckBody.parse({ ...said, secrets })
      return { ...plan, checkId: String((await createCheckVerb(tx, actor, body)).id) }
    }
    const [row, on] = await Promise.all([findCheck(tx, checkId), selectDependencies(tx, checkId)])
    const dependsOn = on.flatMap((one): CheckValues['dependsOn'] =>
      one.check ? [{ checkId: one.check.id }] : one.ci ? [{ ciId: one.ci.id }] : [],
    )
    const body = CheckBody.parse({ ...said, secrets, dependsOn, graceSeconds: row!.graceSeconds })
    await editCheckVerb(tx, actor, { ...body, id: checkId, version: row!.version })
    return plan
  } catch (error) {
    // verbs refuse before they write
    if (!(error instanceof AppError)) throw error
    const problem = { code: 'refused', params: { code: error.code, field: error.errors[0]?.field ?? '' } }
    // nothing has been applied: what was before still tells what people changed
    return { ...plan, step: 'problem', next: null, applied: plan.appliedBefore, problem }
  }
}

export type Counts = Record<Step, number>

export function countsOf(plans: readonly Planned[]): Counts {
  const counts: Counts = { create: 0, update: 0, kept: 0, retire: 0, problem: 0, declined: 0 }
  for (const { step } of plans) counts[step]++
  return counts
}

/** Where an application has got to: items of the classes by id downwards, then those it no longer means. */
interface Place {
  before?: string
  after?: string
}

/**
 * Applies a template to the next batch of items and arranges that the rest follows.
 * @returns what was done now, and whether anything is left
 */
export async function applyNext(
  tx: Tx,
  template: TemplateRow,
  place: Place,
  now: Date,
): Promise<{ counts: Counts; more: boolean }> {
  const { items, next } = await itemsFrom(tx, template, place)
  const counts = countsOf(await applyAt(tx, template, items))
  if (next) await setTimer(tx, { kind: applyTimer.kind, key: template.id, dueAt: now, data: { ...next } })
  return { counts, more: next !== null }
}

async function itemsFrom(
  db: Db,
  template: TemplateRow,
  place: Place,
): Promise<{ items: CiFacts[]; next: Place | null }> {
  const paths = [template.orgPath]
  if (place.after === undefined) {
    const items = await ciFactsOfClasses(db, paths, template.classIds, { before: place.before, limit: batch })
    // an id below all others: from the first of those that are left
    return {
      items,
      next:
        items.length < batch
          ? { after: '00000000-0000-0000-0000-000000000000' }
          : { before: items.at(-1)!.id },
    }
  }
  const window = { after: place.after, limit: batch }
  const ids = await store.ciIdsBehind(db, template.id, template.version, window)
  const items = await ciFacts(db, ['/'], ids)
  return { items, next: ids.length < batch ? null : { after: ids.at(-1)! } }
}

export const applyTimer: TimerHandler = {
  kind: 'check.template-apply',
  run: async (tx, timer) => {
    const template = await store.findTemplate(tx, timer.key, 'read')
    // deleted meanwhile
    if (template) await applyNext(tx, template, timer.data, timer.dueAt)
  },
}

/** An item has come, gone or changed: its templates follow. */
export async function followCi(tx: Tx, event: AppEvent): Promise<void> {
  const [ci] = await ciFacts(tx, ['/'], [event.entityId])
  if (!ci) return
  for (const template of await store.templatesOfCi(tx, ci)) await applyAt(tx, template, [ci])
}
