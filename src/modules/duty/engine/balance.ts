import type { Slot } from './slots.ts'

/**
 * What each person is owed: with every shift all who could have been called on are credited an equal part of it, and
 * who stands it pays it. Nights, weekends and holidays have accounts of their own. Absence earns nothing, so nobody
 * comes back to a heap of shifts, and a newcomer does not make up for the year.
 */
export class Balance {
  readonly #accounts = new Map<string, Map<string, number>>()
  readonly #last = new Map<string, number>()

  /** From the particular to the general: this kind of shift, this kind of day, nights or days, all. */
  static accountsOf(slot: Pick<Slot, 'kind' | 'night'>): string[] {
    const clock = slot.night ? 'night' : 'day'
    return [`${slot.kind}/${clock}`, slot.kind, clock, 'all']
  }

  of(personId: string, account: string): number {
    return this.#accounts.get(account)?.get(personId) ?? 0
  }

  /** @param able everybody who could have been called on; who stood it although they were not able pays all the same */
  settle(slot: Slot, able: readonly string[], stood: readonly string[]): void {
    const credited = able.length > 0 ? able : stood
    for (const account of Balance.accountsOf(slot)) {
      for (const person of credited) this.#add(account, person, stood.length / credited.length)
      for (const person of stood) this.#add(account, person, -1)
    }
    for (const person of stood) this.#last.set(person, Math.max(slot.to, this.#last.get(person) ?? -Infinity))
  }

  /** Undoes the settling of one person on a slot. When he stood last is not taken back: it breaks ties only. */
  takeBack(slot: Slot, able: readonly string[], person: string): void {
    const credited = able.length > 0 ? able : [person]
    for (const account of Balance.accountsOf(slot)) {
      for (const one of credited) this.#add(account, one, -1 / credited.length)
      this.#add(account, person, 1)
    }
  }

  /**
   * The people in the order in which their turn is: who would come further above another than `WIDEST` stands last; then who
   * is owed most (this kind of shift first, the wider accounts behind it), then who has waited longest, then as listed.
   */
  order(people: readonly string[], slots: readonly Slot[]): string[] {
    const most = this.#perAccount(slots, (account) =>
      Math.max(...(this.#accounts.get(account)?.values() ?? [0])),
    )
    const known = new Map(
      people.map((person) => {
        const owed = this.#perAccount(slots, (account) => this.of(person, account))
        // a kind of shift, looked at alone, lets small advantages add up in the accounts behind it
        const beyond = owed.map((amount, i) => Math.max(0, most[i]! - (amount - 1) - WIDEST))
        return [person, { owed, beyond: round(beyond.reduce((sum, one) => sum + one, 0)) }]
      }),
    )
    const last = (person: string) => this.#last.get(person) ?? -Infinity
    return people.toSorted((a, b) => {
      const [x, y] = [known.get(a)!, known.get(b)!]
      if (x.beyond !== y.beyond) return x.beyond - y.beyond
      const at = x.owed.findIndex((amount, i) => amount !== y.owed[i])
      // -Infinity - -Infinity is NaN, which is no order
      return at >= 0 ? y.owed[at]! - x.owed[at]! : Math.sign(last(a) - last(b)) || 0
    })
  }

  /** An amount of each account of the slots, from the particular account to the general: the mean over the slots. */
  #perAccount(slots: readonly Slot[], amountOf: (account: string) => number): number[] {
    const sums: number[] = []
    for (const slot of slots)
      for (const [i, account] of Balance.accountsOf(slot).entries())
        sums[i] = (sums[i] ?? 0) + amountOf(account) / slots.length
    return sums.map(round)
  }

  #add(account: string, person: string, amount: number): void {
    let balances = this.#accounts.get(account)
    if (!balances) this.#accounts.set(account, (balances = new Map()))
    balances.set(person, (balances.get(person) ?? 0) + amount)
  }
}

/** How many shifts of a kind, or altogether, one person may have above another where somebody else can stand them. */
const WIDEST = 2

/** Thirds and sevenths added up again are not quite whole: what is equal on paper is to be equal here. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6
