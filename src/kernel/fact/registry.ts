import { AppError } from '../errors/index.ts'
import type { Fact, FactQuery, FactSplit } from './fact.ts'
import { timeSplits } from './words.ts'

const facts = new Map<string, Fact>()
const splits = new Map<string, FactSplit>()

/** Makes the facts of a room known to this process; one that is registered again replaces the former. */
export function registerFacts(given: readonly Fact[] = []): void {
  for (const fact of given) facts.set(fact.key, fact)
}

export function registerSplits(given: readonly FactSplit[] = []): void {
  for (const split of given) splits.set(split.key, split)
}

export const allFacts = (): ReadonlyMap<string, Fact> => facts
export const splitOf = (key: string): FactSplit | undefined => splits.get(key)

/** @throws fact.unknown (404) */
export function factOf(key: string): Fact {
  const fact = facts.get(key)
  if (!fact) throw new AppError('fact.unknown', { status: 404, params: { key } })
  return fact
}

/** That the fact can be narrowed so. @throws fact.not_by (422) naming the field */
export function demandSubjects(fact: Fact, at: FactQuery): void {
  for (const subject of ['service', 'vendor', 'group'] as const)
    if (at[`${subject}Id`] !== undefined && !fact.by.includes(subject))
      throw new AppError('fact.not_by', { status: 422, field: `${subject}Id`, params: { key: fact.key } })
  if (at.workOrgId !== undefined && !fact.by.includes('group'))
    throw new AppError('fact.not_by', { status: 422, field: 'workOrgId', params: { key: fact.key } })
}

/** @throws fact.no_split (422) */
export function demandSplit(fact: Fact, split: string): void {
  if (![...timeSplits, ...fact.splits].includes(split))
    throw new AppError('fact.no_split', { status: 422, field: 'split', params: { key: fact.key, split } })
}
