import type { Db } from '../db/index.ts'
import { anyOf, countBlocks, plannedRows, rankDocuments, within } from './store.ts'
import { tokenize } from './tokens.ts'

interface LikeQuery {
  kinds: readonly string[]
  /** what somebody is writing: a title, a few sentences */
  text: string
  /** tokens of which a document must hold one; null: everything */
  scope: readonly string[] | null
  /** at most so many entities, the most alike first */
  limit: number
}

/** Most different words of the text that are looked at: its first, which are its title's. */
const MOST_TERMS = 40
/** The rarest of them say what it is about; the others cost as much and tell little. */
const WEIGHED = 16
/** About so many documents are ranked: the newest that hold one of the words. */
const RANKED = 1500
/** Share of what the words weigh together that a document must hold, so that one common word is no likeness. */
const ENOUGH = 0.2

/** Words that tell what a text is about: no lone characters, no bare numbers. */
export function termsOf(text: string): string[] {
  return tokenize(text).filter((token) => [...token].length >= 2 && !/^[\d\s.:/_@-]+$/.test(token))
}

/**
 * Ids of entities whose document is like a text, the most alike first: they need not hold all its words (that is
 * `searchDocuments`), rare words count for more, and long documents, which hold any word by chance, for less. Candidates
 * are found by the rarest words and, where even those are frequent, among the newest documents, so that the
 * work depends neither on how many documents there are nor on how common the words are.
 */
export async function likeDocuments(db: Db, query: LikeQuery): Promise<string[]> {
  const terms = termsOf(query.text).slice(0, MOST_TERMS)
  if (terms.length === 0 || query.scope?.length === 0) return []
  const weighed = await weigh(db, terms)
  const { seeds, expected } = rarest(weighed)
  const wanted = query.scope === null ? anyOf(seeds) : `${anyOf(seeds)} & ${anyOf(query.scope)}`
  const where = expected <= RANKED ? wanted : await newest(db, wanted, expected)
  return rankDocuments(db, {
    ...query,
    wanted: where,
    weighed,
    enough: ENOUGH * weighed.reduce((sum, one) => sum + one.weight, 0),
    most: 4 * RANKED,
  })
}

interface Weighed {
  term: string
  count: number
  weight: number
}

/** The rarest terms with what each tells, by the planner's statistics, the rarest first. */
async function weigh(db: Db, terms: readonly string[]): Promise<Weighed[]> {
  const counts = await plannedRows(
    db,
    terms.map((term) => anyOf([term])),
  )
  const total = Math.max(1, counts.at(-1)!)
  return terms
    .map((term, i) => ({ term, count: counts[i]!, weight: Math.log(1 + total / Math.max(1, counts[i]!)) }))
    .toSorted((a, b) => a.count - b.count)
    .slice(0, WEIGHED)
}

/** As many of the rarest terms as find about RANKED documents; at least half of what all weigh, to find what is alike. */
function rarest(weighed: readonly Weighed[]): { seeds: string[]; expected: number } {
  const half = weighed.reduce((sum, one) => sum + one.weight, 0) / 2
  const seeds: string[] = []
  let expected = 0
  let weight = 0
  for (const one of weighed) {
    if (expected + one.count > RANKED && weight >= half) break
    seeds.push(one.term)
    expected += one.count
    weight += one.weight
  }
  return { seeds, expected }
}

/** Narrows to the newest blocks of the table, in which about RANKED documents match. */
async function newest(db: Db, wanted: string, expected: number): Promise<string> {
  const blocks = await countBlocks(db)
  const begin = Math.max(0, Math.floor(blocks - Math.max(1, (blocks * RANKED) / expected)))
  return within(wanted, begin, blocks)
}
