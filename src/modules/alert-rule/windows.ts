import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { occurrence, type Days } from './schedule.ts'
import type * as contract from './silence-contract.ts'
import { checkMatchers } from './silences.ts'
import * as store from './store/silences.ts'

type Shown = Output<typeof contract.createWindow>

function present({ paths: _, ...row }: store.WindowRow, now: number, days: Days): Shown {
  const next = row.enabled ? occurrence(row.schedule, now, days) : undefined
  return {
    ...row,
    next: next ? { from: new Date(next.from), to: new Date(next.to), now: next.from <= now } : null,
  }
}

/** Windows that reach into what the caller may see, by name. */
export async function listWindowsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listWindows>> {
  const [days, now] = [await defaultCalendar(db), (await dbNow(db)).getTime()]
  const rows = await store.selectWindows(db, scopeOf(actor, 'alert-rule.read'))
  return { items: rows.map((row) => present(row, now, days)) }
}

/** @throws alert-rule.not_found (404) for one that reaches beyond the caller's role */
async function accessWindow(tx: Tx, actor: Actor, id: string): Promise<store.WindowRow> {
  const scope = scopeOf(actor, 'alert-rule.configure')
  const [row] = await store.selectWindows(tx, scope, id)
  if (!row?.paths.every((p) => scope.some((own) => p.startsWith(own)))) throw notFound('alert-rule')
  return row
}

/** @throws alert-rule.bad_pattern, alert-rule.window_span (422) */
function check(input: Pick<Input<typeof contract.createWindow>, 'matchers' | 'schedule'>): void {
  checkMatchers(input.matchers)
  const { schedule } = input
  if (schedule.every === 'once' && Date.parse(schedule.to) <= Date.parse(schedule.from))
    throw new AppError('alert-rule.window_span', { status: 422, field: 'schedule.to' })
}

async function shown(tx: Tx, id: string): Promise<Shown> {
  const [row] = await store.selectWindows(tx, undefined, id)
  return present(row!, (await dbNow(tx)).getTime(), await defaultCalendar(tx))
}

/** A window that reaches the orgs of its author's role. @throws alert-rule.bad_pattern, alert-rule.window_span (422) */
export async function createWindowVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createWindow>,
): Promise<Shown> {
  check(input)
  const id = await store.insertWindow(tx, input, scopeOf(actor, 'alert-rule.configure'), actor.id)
  await audit(tx, actor, {
    action: 'alert-rule.create-window',
    entity: 'alert-window',
    entityId: id,
    after: { ...input },
  })
  return shown(tx, id)
}

/** What it kept quiet by its former rule is released. @throws alert-rule.not_found (404); alert-rule.version_stale (412); as creating */
export async function updateWindowVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateWindow>,
): Promise<Shown> {
  const before = await accessWindow(tx, actor, input.id)
  check(input)
  if (!(await store.writeWindow(tx, input.id, input.version, input))) throw stale(before.version)
  await over(tx, actor, 'alert-rule.update-window', before, { ...input })
  return shown(tx, input.id)
}

const stale = (version: number): AppError =>
  new AppError('alert-rule.version_stale', { status: 412, params: { version } })

/** @throws alert-rule.not_found (404); alert-rule.version_stale (412) */
export async function removeWindowVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.removeWindow>,
): Promise<Output<typeof contract.removeWindow>> {
  const before = await accessWindow(tx, actor, input.id)
  if (!(await store.deleteWindow(tx, input.id, input.version))) throw stale(before.version)
  await over(tx, actor, 'alert-rule.remove-window', before, undefined)
  return { id: input.id }
}

async function over(
  tx: Tx,
  actor: Actor,
  action: string,
  before: store.WindowRow,
  after: Record<string, unknown> | undefined,
): Promise<void> {
  await audit(tx, actor, {
    action,
    entity: 'alert-window',
    entityId: before.id,
    before: { ...before },
    ...(after ? { after } : {}),
  })
  await emit(tx, { type: 'alert-rule.quiet-ended', entity: 'alert-window', entityId: before.id })
}
