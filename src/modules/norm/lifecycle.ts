/** Pure rules of norms: how a clause stands by what proves it, and when it got worse. No I/O, no clock. */
import type { Source, Status } from './words.ts'

export interface RuleSays {
  status: Status
  /** the rule proves only a part of the clause, the rest is proved by hand */
  part: boolean
}

export interface Facts {
  /** what the clause names would prove it; some principles ask for nothing */
  asked: boolean
  exempt: boolean
  rules: readonly RuleSays[]
  /** the best accepted proof by hand that is valid now; `expired`: there was one */
  proof: 'conforms' | 'partly' | 'expired' | null
  /** the audit does not verify: what rules say in favour is in doubt */
  doubt: boolean
}

/**
 * What several rules say together: the worst of what was judged; beside something that conforms, what cannot be
 * measured leaves a part open, and what had no case does not count.
 */
export function combine(all: readonly Status[]): Status {
  for (const worst of ['error', 'fails', 'partly'] as const) if (all.includes(worst)) return worst
  if (all.includes('conforms')) return all.includes('not-measurable') ? 'partly' : 'conforms'
  if (all.includes('not-measurable')) return 'not-measurable'
  return all.includes('no-case') ? 'no-case' : 'not-applicable'
}

/** How a clause stands. A proof by hand adds what rules cannot see; it never outvotes a rule that failed. */
export function clauseState(facts: Facts): { status: Status; source: Source } {
  if (facts.exempt) return { status: 'not-applicable', source: 'exemption' }
  const proof = facts.proof === 'expired' ? null : facts.proof
  if (facts.rules.length === 0) {
    if (proof) return { status: proof, source: 'proof' }
    if (facts.proof === 'expired') return { status: 'not-measurable', source: 'expired' }
    return { status: 'not-measurable', source: facts.asked ? 'no-module' : 'nothing-asked' }
  }
  const said = combine(facts.rules.map((rule) => rule.status))
  if (said === 'conforms') {
    if (facts.doubt) return { status: 'partly', source: 'rules' }
    if (!facts.rules.some((rule) => rule.part)) return { status: 'conforms', source: 'rules' }
    if (proof) return { status: proof, source: 'both' }
    return { status: 'partly', source: facts.proof === 'expired' ? 'expired' : 'unproved' }
  }
  const open = said === 'no-case' || said === 'not-measurable' || said === 'not-applicable'
  return open && proof ? { status: proof, source: 'proof' } : { status: said, source: 'rules' }
}

const ranks: Partial<Record<Status, number>> = { conforms: 3, partly: 2, fails: 1, error: 0 }

/** Whether a clause got better (1) or worse (-1); 0 where one of the two says nothing about how well. */
export function trend(before: Status | null, now: Status | null): -1 | 0 | 1 {
  const [a, b] = [before === null ? undefined : ranks[before], now === null ? undefined : ranks[now]]
  return a === undefined || b === undefined || a === b ? 0 : b > a ? 1 : -1
}

/** How many clauses stand how. */
export function count(all: readonly (Status | null)[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {}
  for (const one of all) if (one) counts[one] = (counts[one] ?? 0) + 1
  return counts
}
