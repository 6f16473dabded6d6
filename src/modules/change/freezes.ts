import { audit } from '#kernel/audit/index.ts'
import { DAY, defaultCalendar, formatDay, parseDay } from '#kernel/calendar/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Span } from './lifecycle.ts'
import type * as contract from './plan-contract.ts'
import { countServices, freezeRows, insertFreeze, readSetting, writeFreeze } from './store/plan.ts'

/** A stretch in which only what cannot wait is changed. */
export interface Period {
  id: string
  source: 'holiday' | 'guard'
  name: string
  reason: string
  startsAt: Date
  endsAt: Date
  /** none: all */
  services: { id: string; name: string }[]
}

/**
 * Freezes that reach into a stretch: 重保 periods kept by hand and, where the unit wants that, the statutory holidays of
 * its calendar, days in a row as one.
 */
export async function freezesIn(db: Db, span: Span): Promise<Period[]> {
  const [rows, setting] = await Promise.all([
    freezeRows(db, { from: span.startsAt, to: span.endsAt }),
    readSetting(db),
  ])
  const kept = rows.map((row) => ({ ...row, source: 'guard' as const }))
  const all = setting.holidaysFreeze ? [...(await holidaysIn(db, span)), ...kept] : kept
  return all.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

async function holidaysIn(db: Db, span: Span): Promise<Period[]> {
  const calendar = await defaultCalendar(db)
  const dayAt = (at: Date): number => parseDay(dayIn(at, calendar.zone.name))
  const [first, last] = [dayAt(span.startsAt), dayAt(new Date(span.endsAt.getTime() - 1))]
  const out: Period[] = []
  for (let day = first; day <= last; day++) {
    const info = calendar.day(day)
    if (info.kind !== 'holiday') continue
    const startsAt = new Date(calendar.zone.toInstant(day * DAY))
    const endsAt = new Date(calendar.zone.toInstant((day + 1) * DAY))
    const before = out.at(-1)
    if (before?.name === info.name && before.endsAt.getTime() === startsAt.getTime()) before.endsAt = endsAt
    else
      out.push({
        id: `holiday:${formatDay(day)}`,
        source: 'holiday',
        name: info.name ?? '',
        reason: '',
        startsAt,
        endsAt,
        services: [],
      })
  }
  return out
}

/** Whether a freeze is for any of these services. */
export function concerns(period: Period, serviceIds: readonly string[]): boolean {
  return period.services.length === 0 || period.services.some((s) => serviceIds.includes(s.id))
}

type Freeze = Output<typeof contract.createFreeze>

export async function listFreezesVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.listFreezes>,
): Promise<Output<typeof contract.listFreezes>> {
  return { items: await freezeRows(db) }
}

async function check(tx: Tx, v: { startsAt: string | Date; endsAt: string | Date; serviceIds: string[] }) {
  if (new Date(v.endsAt) <= new Date(v.startsAt))
    throw new AppError('change.ends_before_start', { status: 422, field: 'endsAt' })
  if ((await countServices(tx, v.serviceIds)) < new Set(v.serviceIds).size)
    throw new AppError('change.unknown_reference', {
      status: 422,
      field: 'serviceIds',
      params: { field: 'serviceIds' },
    })
}

/** @throws change.ends_before_start, change.unknown_reference (422) */
export async function createFreezeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createFreeze>,
): Promise<Freeze> {
  await check(tx, input)
  const id = await insertFreeze(tx, { ...input, active: true }, actor.id)
  await audit(tx, actor, {
    action: 'change.create-freeze',
    entity: 'change-freeze',
    entityId: id,
    after: input,
  })
  return (await freezeRows(tx, { id }))[0]!
}

/** @throws change.not_found (404); change.ends_before_start, change.unknown_reference (422); change.version_stale (412) */
export async function editFreezeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editFreeze>,
): Promise<Freeze> {
  const { id, version, ...patch } = input
  const [before] = await freezeRows(tx, { id })
  if (!before) throw notFound('change')
  const values = { ...before, serviceIds: before.services.map((s) => s.id), ...withoutUndefined(patch) }
  await check(tx, values)
  if (!(await writeFreeze(tx, id, version, values)))
    throw new AppError('change.version_stale', { status: 412, params: { version: before.version } })
  await audit(tx, actor, {
    action: 'change.edit-freeze',
    entity: 'change-freeze',
    entityId: id,
    before: { ...before },
    after: { ...patch },
  })
  return (await freezeRows(tx, { id }))[0]!
}

/** What was given of a patch. */
export function withoutUndefined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never
}
