import type { Zone } from '#kernel/calendar/index.ts'
import type { DutyRole } from '../words.ts'
import { Balance } from './balance.ts'
import { Whereabouts, type AbsenceSpan, type BusySpan } from './people.ts'
import type { Slot } from './slots.ts'
import { patternPeople, turnsOf, type EngineRotation, type Turn } from './turns.ts'

/** A slot, and per role who is settled on it already: the past, hand edits, swaps. They count and are not touched. */
export interface EngineSlot extends Slot {
  settled: Partial<Record<DutyRole, readonly string[]>>
  /** before the period: it counts, and nobody is put on it */
  past?: boolean
  /** people at least, where a guarantee period 重保 asks for more than the rotations do */
  least?: Partial<Record<DutyRole, number>>
}

export interface EngineInput {
  zone: Zone
  /** in time order; the past of the same year first */
  slots: readonly EngineSlot[]
  /** in their order: who is taken by an earlier one is taken */
  rotations: readonly EngineRotation[]
  absences: readonly AbsenceSpan[]
  /** shifts of the people in other teams */
  elsewhere: readonly BusySpan[]
}

/** Who stands a slot in a role by the rotations; `index` is the slot's place in the input. */
export interface Placed {
  index: number
  role: DutyRole
  people: string[]
}

type Indexed = EngineSlot & { index: number }

/**
 * Fills the open slots, in time order and rotation by rotation. Pure and repeatable: the same input gives the same roster.
 * Nobody is put on a shift while absent, on two at once, without the rest of the rotation, or for more turns in a row
 * than it allows. Where nobody is left, because who could stand it stands close by, somebody else takes that one if he can;
 * else the slot stays open. Fair by `Balance`, within each rotation.
 */
export function generate(input: EngineInput): Placed[] {
  const slots: Indexed[] = input.slots.map((slot, index) => ({ ...slot, index }))
  const where = new Whereabouts(input.zone, input.absences, input.elsewhere)
  // What is settled stands from the beginning: a turn before a hand edit must leave room for its rest, too.
  for (const slot of slots)
    for (const people of Object.values(slot.settled)) for (const id of people) where.take(id, slot)
  const places = new Places(where)
  for (const rotation of input.rotations) {
    // the first rotation that serves a role on a day gives the people that are asked for beyond all of them
    const extra = (slot: EngineSlot): number => {
      const serving = input.rotations.filter((r) => r.role === rotation.role && r.days.includes(slot.kind))
      if (serving[0] !== rotation) return 0
      return (slot.least?.[rotation.role] ?? 0) - serving.reduce((sum, r) => sum + r.needed, 0)
    }
    new Round(rotation, where, places, extra).go(slots)
  }
  return places.all()
}

/** Who is put where, by all rotations. */
class Places {
  readonly #where: Whereabouts
  readonly #placed = new Map<string, Placed>()

  constructor(where: Whereabouts) {
    this.#where = where
  }

  all(): Placed[] {
    return [...this.#placed.values()].filter((one) => one.people.length > 0)
  }

  put(slot: Indexed, role: DutyRole, people: readonly string[]): void {
    for (const id of people) this.#where.take(id, slot)
    const known = this.#placed.get(`${slot.index} ${role}`)
    if (known) known.people.push(...people)
    else this.#placed.set(`${slot.index} ${role}`, { index: slot.index, role, people: [...people] })
  }

  takeOff(slot: Indexed, role: DutyRole, person: string): void {
    this.#where.release(person, slot)
    const known = this.#placed.get(`${slot.index} ${role}`)!
    known.people = known.people.filter((id) => id !== person)
  }
}

/** One rotation going round. */
class Round {
  readonly #rotation: EngineRotation
  readonly #where: Whereabouts
  readonly #places: Places
  readonly #extra: (slot: EngineSlot) => number
  readonly #balance = new Balance()
  /** by index of the slot, whom this rotation has put on it */
  readonly #on = new Map<number, string[]>()
  /** of each turn, who stands in it; fixed ones ahead are known from the start */
  #stand: Set<string>[] = []

  constructor(
    rotation: EngineRotation,
    where: Whereabouts,
    places: Places,
    extra: (slot: EngineSlot) => number,
  ) {
    this.#rotation = rotation
    this.#where = where
    this.#places = places
    this.#extra = extra
  }

  go(slots: readonly Indexed[]): void {
    const turns = turnsOf(this.#rotation, slots)
    this.#stand = turns.map((turn) => new Set(turn.slots.flatMap((slot) => this.#settled(slot) ?? [])))
    for (const [n, turn] of turns.entries()) {
      const open = turn.slots.filter((slot) => this.#isOpen(slot))
      for (const slot of turn.slots.filter((one) => !open.includes(one)))
        this.#balance.settle(slot, this.#present([slot]), this.#settled(slot) ?? [])
      if (open.length === 0) continue
      if (this.#rotation.unit === 'pattern') for (const slot of open) this.#byPattern(n, slot)
      else this.#byTurn(n, turn.slots, open)
      for (const slot of open) this.#reinforce(n, slot)
    }
    if (this.#rotation.unit !== 'pattern') this.#fillUp(turns)
  }

  /** Turns of one shift that were left short: what is settled ahead was met too late to leave room for it. */
  #fillUp(turns: readonly Turn<Indexed>[]): void {
    for (const [n, { slots }] of turns.entries()) {
      const [slot] = slots
      if (slots.length > 1 || !slot || !this.#isOpen(slot)) continue
      while ((this.#on.get(slot.index)?.length ?? 0) < this.#rotation.needed)
        if (!this.#makeRoom(turns, n)) break
    }
  }

  /** Whether this rotation says who stands a slot. */
  #isOpen(slot: Indexed): boolean {
    return !slot.past && slot.settled[this.#rotation.role] === undefined
  }

  /** Finds somebody for a turn who stands one close to it that somebody else can take. @returns whether it did */
  #makeRoom(turns: readonly Turn<Indexed>[], n: number): boolean {
    const slot = turns[n]!.slots[0]!
    const taken = this.#on.get(slot.index) ?? []
    const people = this.#present([slot]).filter((id) => !taken.includes(id))
    for (const person of this.#balance.order(people, [slot]))
      for (const m of [n - 1, n + 1, n - 2, n + 2]) {
        const near = turns[m]?.slots
        if (near?.length !== 1 || !this.#on.get(near[0]!.index)?.includes(person)) continue
        if (this.#move(person, { n: m, slot: near[0]! }, { n, slot })) return true
      }
    return false
  }

  /** Moves somebody from one turn to another when he can stand it and somebody else can take his; else all stays. */
  #move(person: string, from: { n: number; slot: Indexed }, to: { n: number; slot: Indexed }): boolean {
    const on = (slot: Indexed) => this.#on.get(slot.index) ?? []
    this.#takeOff(from.n, from.slot, person)
    const [able] = this.#choose(to.n, [to.slot], 1, { first: [person], taken: on(to.slot) })
    if (able !== person) {
      this.#give(from.n, [from.slot], [person])
      return false
    }
    this.#give(to.n, [to.slot], [person])
    const [other] = this.#choose(from.n, [from.slot], 1, { taken: [...on(from.slot), person] })
    if (other === undefined) this.#takeOff(to.n, to.slot, person)
    this.#give(from.n, [from.slot], [other ?? person])
    return other !== undefined
  }

  #takeOff(n: number, slot: Indexed, person: string): void {
    this.#places.takeOff(slot, this.#rotation.role, person)
    this.#balance.takeBack(slot, this.#present([slot]), person)
    this.#on.set(
      slot.index,
      this.#on.get(slot.index)!.filter((id) => id !== person),
    )
    this.#stand[n]!.delete(person)
  }

  /** People of the rotation that are settled on a slot in its role; undefined when nothing is settled. */
  #settled(slot: Indexed): string[] | undefined {
    const people = slot.settled[this.#rotation.role]
    return people?.filter((id) => this.#rotation.people.some((one) => one.id === id))
  }

  /** Who has joined and is not away, in the order of the list. */
  #present(spans: readonly Indexed[]): string[] {
    return this.#rotation.people
      .filter(
        ({ id, joined }) => joined <= spans[0]!.day && !spans.some((span) => this.#where.isAway(id, span)),
      )
      .map((one) => one.id)
  }

  /** Guarantee periods 重保 take more people than the turn has, shift by shift. */
  #reinforce(n: number, slot: Indexed): void {
    const more = this.#extra(slot)
    if (more <= 0) return
    this.#give(n, [slot], this.#choose(n, [slot], more, { taken: this.#on.get(slot.index) ?? [] }))
  }

  #byTurn(n: number, all: readonly Indexed[], open: readonly Indexed[]): void {
    const { needed } = this.#rotation
    const chosen = this.#choose(n, open, needed, { first: carriedOver(all, this.#rotation.role), own: all })
    if (chosen.length === needed || open.length === 1) {
      this.#give(n, open, chosen)
      return
    }
    // Nobody can take the whole turn (a day of leave within the week): shift by shift, beside those who can.
    for (const slot of open) {
      const others = this.#choose(n, [slot], needed - chosen.length, { taken: chosen })
      this.#give(n, [slot], [...chosen, ...others])
    }
  }

  #byPattern(n: number, slot: Indexed): void {
    const due = patternPeople(this.#rotation, slot)
    const able = due.filter((id) => !this.#where.isAway(id, slot) && !this.#where.isBusy(id, [slot], 0))
    const missing = Math.max(this.#rotation.needed, due.length) - able.length
    const others = missing > 0 ? this.#choose(n, [slot], missing, { taken: able }) : []
    this.#give(n, [slot], [...able, ...others])
  }

  #choose(
    n: number,
    open: readonly Indexed[],
    count: number,
    how: { first?: readonly string[]; taken?: readonly string[]; own?: readonly Indexed[] },
  ): string[] {
    const { first = [], taken = [], own = [] } = how
    const able = this.#present(open).filter(
      (id) =>
        !taken.includes(id) &&
        !this.#where.isBusy(id, open, this.#rotation.minRestHours, own) &&
        (this.#rotation.unit === 'pattern' || this.#row(id, n) <= this.#rotation.maxTurns),
    )
    const carried = first.filter((id) => able.includes(id))
    const rest = able.filter((id) => !carried.includes(id))
    return [...carried, ...this.#balance.order(rest, open)].slice(0, count)
  }

  /** How many turns in a row it would be with turn `n`. */
  #row(id: string, n: number): number {
    let first = n
    let last = n
    while (this.#stand[first - 1]?.has(id)) first--
    while (this.#stand[last + 1]?.has(id)) last++
    return last - first + 1
  }

  #give(n: number, slots: readonly Indexed[], people: readonly string[]): void {
    for (const slot of slots) {
      this.#balance.settle(slot, this.#present([slot]), people)
      this.#places.put(slot, this.#rotation.role, people)
      this.#on.set(slot.index, [...(this.#on.get(slot.index) ?? []), ...people])
    }
    for (const id of people) this.#stand[n]!.add(id)
  }
}

/** Who stood the part of a turn that lies before the period: a week that has begun is ended by the same person. */
function carriedOver(turn: readonly Indexed[], role: DutyRole): readonly string[] {
  return turn.findLast((slot) => slot.past)?.settled[role] ?? []
}
