import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, idOfCursor, page } from '#kernel/http/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { Matcher } from './matcher-contract.ts'
import { badPattern } from './matchers.ts'
import type * as contract from './silence-contract.ts'
import * as store from './store/silences.ts'

const mostDays = 366

/** @throws alert-rule.bad_pattern (422) */
export function checkMatchers(matchers: readonly Matcher[]): void {
  const at = badPattern(matchers)
  if (at !== undefined)
    throw new AppError('alert-rule.bad_pattern', {
      status: 422,
      field: 'matchers',
      params: { pattern: matchers[at]!.value },
    })
}

/** Whoever made it, and whoever is responsible for all that it reaches. */
function mayEnd(actor: Actor, row: store.SilenceRow): boolean {
  if (row.state === 'over' || !can(actor, 'alert-rule.silence')) return false
  const scope = scopeOf(actor, 'alert-rule.silence')
  return row.createdBy?.id === actor.id || row.paths.every((p) => scope.some((own) => p.startsWith(own)))
}

function present(actor: Actor, { paths, ...row }: store.SilenceRow): Output<typeof contract.createSilence> {
  return { ...row, mayEnd: mayEnd(actor, { ...row, paths }) }
}

function afterOf(cursor: string | undefined): [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at)) throw badCursor()
  return [at, idOfCursor(id)]
}

/** Silences that reach into what the caller may see. @throws http.bad_cursor (422) */
export async function listSilencesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listSilences>,
): Promise<Output<typeof contract.listSilences>> {
  const scope = scopeOf(actor, 'alert-rule.read')
  const rows = await store.selectSilences(db, scope, input.state, {
    limit: input.limit,
    after: afterOf(input.cursor),
  })
  const shown = page(rows, input.limit, (row) => [row.sortKey, row.id])
  return { ...shown, items: shown.items.map(({ sortKey: _, ...row }) => present(actor, row)) }
}

/**
 * Keeps alerts quiet for a time, those that fire already among them: they are stored and open nothing. It reaches the
 * orgs of its author's role. @throws alert-rule.bad_pattern, alert-rule.silence_span (422)
 */
export async function createSilenceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createSilence>,
): Promise<Output<typeof contract.createSilence>> {
  checkMatchers(input.matchers)
  const now = await dbNow(tx)
  const wanted = input.startsAt ? new Date(input.startsAt) : now
  const startsAt = wanted < now ? now : wanted
  const endsAt = input.endsAt
    ? new Date(input.endsAt)
    : new Date(startsAt.getTime() + (input.minutes ?? 0) * 60_000)
  if (endsAt <= startsAt || endsAt.getTime() - now.getTime() > mostDays * 86_400_000)
    throw new AppError('alert-rule.silence_span', {
      status: 422,
      field: 'endsAt',
      params: { days: mostDays },
    })
  const paths = scopeOf(actor, 'alert-rule.silence')
  const { matchers, reason } = input
  const id = await store.insertSilence(tx, { matchers, reason, paths, startsAt, endsAt }, actor.id)
  await audit(tx, actor, {
    action: 'alert-rule.silence',
    entity: 'alert-silence',
    entityId: id,
    after: { matchers, reason, startsAt, endsAt },
  })
  if (startsAt > now) await setTimer(tx, { kind: silenceStart, key: id, dueAt: startsAt })
  else await begun(tx, id)
  return present(actor, (await store.selectSilence(tx, id))!)
}

/** Timer: a silence made ahead of its time begins. */
export const silenceStart = 'alert-rule.silence-start'

export async function silenceStarts(tx: Tx, timer: TimerRow): Promise<void> {
  await begun(tx, timer.key)
}

/** What fires already falls silent, too: the room of alerts sees to it. */
async function begun(tx: Tx, id: string): Promise<void> {
  await emit(tx, { type: 'alert-rule.silenced', entity: 'alert-silence', entityId: id })
}

/** Ends a silence now; what still fires comes to an incident. @throws alert-rule.not_found (404); alert-rule.silence_over (409) */
export async function endSilenceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.endSilence>,
): Promise<Output<typeof contract.endSilence>> {
  const before = await store.selectSilence(tx, input.id, true)
  if (!before) throw notFound('alert-rule')
  if (before.state === 'over') {
    // who may not end it learns nothing of it
    if (!mayEnd(actor, { ...before, state: 'active' })) throw notFound('alert-rule')
    throw new AppError('alert-rule.silence_over', { status: 409 })
  }
  if (!mayEnd(actor, before)) throw notFound('alert-rule')
  await store.markEnded(tx, input.id, actor.id)
  const after = (await store.selectSilence(tx, input.id))!
  await audit(tx, actor, {
    action: 'alert-rule.end-silence',
    entity: 'alert-silence',
    entityId: input.id,
    before: { endsAt: before.endsAt },
    after: { endedAt: after.endedAt },
  })
  await emit(tx, { type: 'alert-rule.quiet-ended', entity: 'alert-silence', entityId: input.id })
  return present(actor, after)
}
