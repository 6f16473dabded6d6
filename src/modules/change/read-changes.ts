import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { freezesIn } from './freezes.ts'
import type * as plan from './plan-contract.ts'
import { accessChange } from './policy.ts'
import { present, presentLine } from './present.ts'
import { findChanges } from './search.ts'
import { figures } from './store/plan.ts'
import { listRows } from './store/read.ts'
import { findImplementers } from './store/write.ts'
import { visibleChanges } from './visible.ts'

/** Visible changes that pass the filter, newest first. */
export async function listChangesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listChanges>,
): Promise<Output<typeof contract.listChanges>> {
  const { limit, cursor, q, mine, ...filter } = input
  const after = decodeIdCursor(cursor)
  const rows = await listRows(
    db,
    visibleChanges(actor),
    {
      ...filter,
      ...(q ? { ids: await findChanges(db, q) } : {}),
      ...(mine && actor.id ? { mine: actor.id } : {}),
    },
    { limit, after },
  )
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(presentLine), nextCursor }
}

/** @throws change.not_found (404) */
export async function getChangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getChange>,
): Promise<Output<typeof contract.getChange>> {
  return present(db, actor, await accessChange(db, actor, input.id))
}

const longestMs = 190 * 86_400_000

/** @throws change.range_too_long (422) */
function checkRange(input: { from: string; to: string }, longest = longestMs): void {
  const length = Date.parse(input.to) - Date.parse(input.from)
  if (length <= 0 || length > longest)
    throw new AppError('change.range_too_long', { status: 422, field: 'to' })
}

/** Windows of visible changes, and freezes, that reach into a stretch. @throws change.range_too_long (422) */
export async function getCalendarVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof plan.getCalendar>,
): Promise<Output<typeof plan.getCalendar>> {
  checkRange(input)
  const rows = await listRows(
    db,
    visibleChanges(actor),
    { from: input.from, to: input.to },
    { limit: 999, byWindow: true },
  )
  const shown = rows.filter((row) => row.state !== 'cancelled' && row.state !== 'rejected').slice(0, 1000)
  const freezes = await freezesIn(db, { startsAt: new Date(input.from), endsAt: new Date(input.to) })
  return { changes: shown.map(presentLine), freezes }
}

/** @throws change.range_too_long (422) for more than ten years */
export async function getFiguresVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof plan.getFigures>,
): Promise<Output<typeof plan.getFigures>> {
  checkRange(input, 20 * longestMs)
  return figures(db, visibleChanges(actor), input)
}

export async function lookupImplementersVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof plan.lookupImplementers>,
): Promise<Output<typeof plan.lookupImplementers>> {
  return { items: await findImplementers(db, input.q) }
}
