import { formatDay, parseDay, weekdayOf } from '#kernel/calendar/index.ts'
import type { RotationFacts } from '../team-contract.ts'
import type { Slot } from './slots.ts'

/** A rotation as the engine sees it: the people in their order, each from the day of joining on. */
export type EngineRotation = Pick<
  RotationFacts,
  'role' | 'days' | 'unit' | 'needed' | 'minRestHours' | 'maxTurns' | 'pattern' | 'anchor'
> & { people: readonly { id: string; joined: string }[] }

/** The slots of a rotation that one person takes together. */
export interface Turn<S extends Slot> {
  slots: S[]
}

/** What a turn is called: all slots of one name are one turn. */
function turnKey(unit: EngineRotation['unit'], slot: Slot): string {
  if (unit === 'day') return slot.day
  if (unit === 'week') {
    const n = parseDay(slot.day)
    return formatDay(n - weekdayOf(n) + 1)
  }
  return `${slot.day} ${slot.code}`
}

/** The slots that a rotation serves, cut into turns, in time order. */
export function turnsOf<S extends Slot>(rotation: EngineRotation, slots: readonly S[]): Turn<S>[] {
  const turns: Turn<S>[] = []
  let key = ''
  for (const slot of slots) {
    if (!rotation.days.includes(slot.kind)) continue
    const own = turnKey(rotation.unit, slot)
    if (turns.length === 0 || own !== key) turns.push({ slots: [] })
    key = own
    turns.at(-1)!.slots.push(slot)
  }
  return turns
}

/**
 * Whom a pattern puts on a slot. The first person begins the pattern on its anchor; the others are spread evenly behind,
 * so that four people on (day, night, free, free) cover every day and night.
 */
export function patternPeople(rotation: EngineRotation, slot: Slot): string[] {
  const { pattern, anchor, people } = rotation
  if (!pattern || anchor === null || people.length === 0) return []
  const length = pattern.length
  const step = Math.max(1, Math.floor(length / people.length))
  const since = parseDay(slot.day) - parseDay(anchor)
  return people
    .filter(({ joined }, i) => {
      const at = (((since - i * step) % length) + length) % length
      return joined <= slot.day && pattern[at] === slot.code
    })
    .map((one) => one.id)
}
