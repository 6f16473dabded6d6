import { audit } from '#kernel/audit/index.ts'
import {
  defaultCalendar,
  nextOccurrence,
  upcoming,
  type CompiledCalendar,
  type Rule,
} from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { accessTemplate } from '#modules/canned/index.ts'
import type * as contract from './contract.ts'
import { arrange } from './file-due.ts'
import * as store from './store.ts'

type Schedule = Output<typeof contract.createRecurring>

/** Schedules of the caller's orgs. */
export async function listRecurring(
  db: Db,
  actor: Actor,
  _input: Input<typeof contract.listRecurring>,
): Promise<Output<typeof contract.listRecurring>> {
  const [rows, cal, now] = await Promise.all([
    store.selectRecurring(db, scopeOf(actor, 'recurring.read')),
    defaultCalendar(db),
    dbNow(db),
  ])
  return { items: rows.map((row) => present(actor, cal, now, row)) }
}

/** @throws recurring.unknown_reference, recurring.never (422) */
export async function createRecurring(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRecurring>,
): Promise<Schedule> {
  const facts = await factsOf(tx, actor, input, null)
  const id = await store.insertRecurring(tx, actor.id, facts)
  await arrange(tx, id, facts.next_at)
  await audit(tx, actor, {
    action: 'recurring.create',
    entity: 'recurring',
    entityId: id,
    orgId: facts.org_id,
    after: { ...facts },
  })
  return read(tx, actor, id)
}

/** Another rule counts from now. @throws as creation; recurring.not_found (404), recurring.version_stale (412) */
export async function editRecurring(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editRecurring>,
): Promise<Schedule> {
  const before = await lock(tx, actor, input.id, input.version)
  const facts = await factsOf(tx, actor, input, before)
  await store.updateRecurring(tx, before.id, facts)
  await arrange(tx, before.id, facts.next_at)
  await audit(tx, actor, {
    action: 'recurring.edit',
    entity: 'recurring',
    entityId: before.id,
    orgId: facts.org_id,
    before: {
      name: before.name,
      templateId: before.template?.id ?? null,
      rule: before.rule,
      active: before.active,
    },
    after: { ...facts },
  })
  return read(tx, actor, before.id)
}

/** What was filed stays. @throws recurring.not_found (404), recurring.version_stale (412) */
export async function deleteRecurring(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteRecurring>,
): Promise<Output<typeof contract.deleteRecurring>> {
  const before = await lock(tx, actor, input.id, input.version)
  await arrange(tx, before.id, null)
  await store.removeRecurring(tx, before.id)
  await audit(tx, actor, {
    action: 'recurring.delete',
    entity: 'recurring',
    entityId: before.id,
    orgId: before.org.id,
    before: { name: before.name, rule: before.rule },
  })
  return { id: before.id }
}

const unknown = (field: string) =>
  new AppError('recurring.unknown_reference', { status: 422, field, params: { field } })

async function factsOf(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRecurring>,
  before: store.RecurringRow | null,
): Promise<store.RecurringFacts> {
  const org = await findOrg(tx, input.orgId)
  if (!org || !inScope(actor, 'recurring.manage', org.path)) throw unknown('orgId')
  // one that the schedule has already may be somebody else's own
  if (input.templateId !== before?.template?.id)
    try {
      await accessTemplate(tx, actor, input.templateId)
    } catch (error) {
      if (error instanceof AppError && error.status === 404) throw unknown('templateId')
      throw error
    }
  const { name, templateId, orgId, rule, active } = input
  const facts = { name, template_id: templateId, org_id: orgId, rule, active }
  const next = nextOccurrence(await defaultCalendar(tx), rule, (await dbNow(tx)).getTime())
  if (next === undefined) throw new AppError('recurring.never', { status: 422, field: 'rule' })
  // a change of something else leaves an occurrence that waits to be filed where it is
  const same = before?.active && sameRule(before.rule, rule) ? before.nextAt : null
  return { ...facts, next_at: active ? (same ?? new Date(next)) : null }
}

async function lock(tx: Tx, actor: Actor, id: string, version: number): Promise<store.RecurringRow> {
  const row = await store.findRecurring(tx, id, true)
  if (!row || !inScope(actor, 'recurring.manage', row.orgPath)) throw notFound('recurring')
  if (row.version !== version)
    throw new AppError('recurring.version_stale', { status: 412, params: { version: row.version } })
  return row
}

async function read(db: Db, actor: Actor, id: string): Promise<Schedule> {
  const [row, cal, now] = await Promise.all([store.findRecurring(db, id), defaultCalendar(db), dbNow(db)])
  return present(actor, cal, now, row!)
}

function present(actor: Actor, cal: CompiledCalendar, now: Date, row: store.RecurringRow): Schedule {
  const { orgPath, ...rest } = row
  const from = row.nextAt ? row.nextAt.getTime() - 1 : now.getTime()
  return {
    ...rest,
    upcoming: row.active ? upcoming(cal, row.rule, from, 3).map((at) => new Date(at)) : [],
    last: row.last && { ...row.last, at: new Date(row.last.at) },
    abilities: inScope(actor, 'recurring.manage', orgPath) ? ['edit'] : [],
  }
}

/** Whatever order the database keeps the parts in. */
function sameRule(a: Rule, b: Rule): boolean {
  const said = (rule: Rule) => JSON.stringify(Object.entries(rule).toSorted(([x], [y]) => (x < y ? -1 : 1)))
  return said(a) === said(b)
}
