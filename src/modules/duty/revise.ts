/** What every change of a roster has in common: it is versioned, and who is concerned by what was published is told. */
import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { arrangeTurn } from './clock.ts'
import * as store from './store/rosters.ts'
import { ofRoster, selectShifts, type ShiftRow } from './store/shifts.ts'
import { voidStale } from './store/swaps.ts'
import { dutyRoles, type DutyRole } from './words.ts'

export interface PlaceChange {
  shift: Pick<ShiftRow, 'shiftId' | 'day' | 'name' | 'from'>
  role: DutyRole
  before: string[]
  after: string[]
}

const at = (shift: ShiftRow | undefined, role: DutyRole): string[] =>
  (shift?.people ?? []).filter((p) => p.role === role).map((p) => p.personId)

/** Who stands where before and after; people in a stable order, so that equal is equal. Pure. */
export function changesBetween(before: readonly ShiftRow[], after: readonly ShiftRow[]): PlaceChange[] {
  const [was, is] = [before, after].map((list) => new Map(list.map((s) => [s.shiftId, s])))
  const ids = new Set([...was!.keys(), ...is!.keys()])
  return [...ids].flatMap((id) => {
    const shift = (is!.get(id) ?? was!.get(id))!
    return dutyRoles.flatMap((role) => {
      const one = {
        shift,
        role,
        before: at(was!.get(id), role).toSorted(),
        after: at(is!.get(id), role).toSorted(),
      }
      return one.before.join() === one.after.join() ? [] : [one]
    })
  })
}

/**
 * Does the work on a locked roster. Of a published one every place that changed is kept with its revision, and each person
 * who was put on or taken off is told once; the clock of the team is set anew.
 * @returns what changed
 */
export async function revise(
  tx: Tx,
  actor: Actor,
  roster: store.RosterRow,
  about: { why: store.ChangeRow['why']; reason: string },
  work: () => Promise<void>,
): Promise<PlaceChange[]> {
  const all = () => selectShifts(tx, ofRoster(roster.id), { limit: 5000 })
  const before = await all()
  await work()
  const changes = changesBetween(before, await all())
  const published = roster.state === 'published'
  await store.touchRoster(tx, roster.id, published && changes.length > 0)
  if (!published) return changes
  await arrangeTurn(tx, roster.team.id)
  if (changes.length === 0) return changes
  await voidStale(tx, roster.team.id)
  const revision = roster.revision + 1
  await store.insertChanges(
    tx,
    { rosterId: roster.id, revision, ...about, changedBy: actor.id },
    changes.map((c) => ({ shiftId: c.shift.shiftId, role: c.role, before: c.before, after: c.after })),
  )
  await tell(tx, actor, roster, revision, changes)
  await emit(tx, {
    type: 'duty.roster-changed',
    entity: 'duty-roster',
    entityId: roster.id,
    data: { teamId: roster.team.id, revision, shifts: changes.length },
  })
  return changes
}

/** Each person once per revision: the first shift that changed for them, and how many. Who did it knows. */
async function tell(
  tx: Tx,
  actor: Actor,
  roster: store.RosterRow,
  revision: number,
  changes: readonly PlaceChange[],
): Promise<void> {
  const own = new Map<string, PlaceChange[]>()
  for (const change of changes)
    for (const id of new Set([...change.before, ...change.after]))
      if (change.before.includes(id) !== change.after.includes(id))
        own.set(id, [...(own.get(id) ?? []), change])
  own.delete(actor.id ?? '')
  for (const [personId, list] of own) {
    const first = list.reduce((a, b) => (a.shift.from <= b.shift.from ? a : b))
    const what = first.after.includes(personId) ? 'put_on' : 'taken_off'
    await notify(tx, {
      to: [personId],
      textKey: list.length === 1 ? `duty:notify.${what}` : 'duty:notify.several',
      params: {
        team: roster.team.name,
        day: first.shift.day,
        shift: first.shift.name,
        count: list.length,
        by: spokenName(actor),
      },
      entity: 'duty-roster',
      entityId: roster.id,
      dedupeKey: `duty:${roster.id}:${revision}:${personId}`,
    })
  }
}
