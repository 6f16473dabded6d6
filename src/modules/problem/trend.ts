/** Pure rules of trends: which repeating incidents propose a problem, and whether a proposal comes again. No I/O, no clock. */

/** An incident as far as trends look at it; `terms` are words and pairs of characters of its title. */
export interface Seen {
  id: string
  serviceId: string | null
  categoryId: string | null
  terms: ReadonlySet<string>
}

export interface Rule {
  /** at least so many in the window */
  minCount: number
  windowDays: number
  /** at least so many times the former average of a window */
  factor: number
}

/** Incidents of the days before the window. */
export interface Former {
  rows: readonly Omit<Seen, 'id'>[]
  days: number
}

/** Incidents that repeat each other: titles of one information system that share words, or one system and category. */
export interface Group {
  serviceId: string | null
  categoryId: string | null
  words: string[]
  incidentIds: string[]
}

/** Words that half of all reports hold and that say nothing about what is broken. */
const idleHan =
  '无法|不能|不了|打不开|故障|问题|系统|异常|出现|使用|处理|需要|申请|协助|用户|单位|科室|报修|反映|提示|一直|突然|现在|正常|没有|今天|请求'
const idle = new RegExp(`${idleHan}|\\b(?:the|and|not|for|with|error|issue|problem)\\b`, 'giu')

/** What a title says, without what half of all titles say. */
export function telling(title: string): string {
  return title.replace(idle, ' ')
}

/** A term stands for the same words as another when most incidents that hold one hold the other. */
const together = 0.6
const mostGroups = 50
const mostWords = 16
/** So many of the most frequent terms are weighed as leading ones. */
const weighed = 100

/** Whether two sets are mostly one; sizes that differ too much need no look. */
function mostlySame(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  if (small.size < together * large.size) return false
  let shared = 0
  for (const one of small) if (large.has(one)) shared++
  return shared >= together * (small.size + large.size - shared)
}

/** Holds at least half of the words. */
export function holds(terms: ReadonlySet<string>, words: readonly string[]): boolean {
  let n = 0
  for (const word of words) if (terms.has(word)) n++
  return n > 0 && n * 2 >= words.length
}

type Postings = Map<string, Set<number>>

/** Which incidents hold a term, for terms that at least `min` hold; `only`: no other terms. */
function postings(
  seen: readonly Seen[],
  left: Iterable<number>,
  min: number,
  only?: ReadonlySet<string>,
): Postings {
  const found: Postings = new Map()
  for (const i of left)
    for (const term of seen[i]!.terms) {
      if (only && !only.has(term)) continue
      const known = found.get(term)
      if (known) known.add(i)
      else found.set(term, new Set([i]))
    }
  for (const [term, held] of found) if (held.size < min) found.delete(term)
  return found
}

/** Terms that rise: of a system where much is always reported, what is reported always is no trend. */
function risingTerms(
  seen: readonly Seen[],
  members: readonly number[],
  former: Former,
  rule: Rule,
): ReadonlySet<string> {
  const found = postings(seen, members, rule.minCount)
  const counts = new Map<string, number>()
  for (const row of former.rows)
    for (const term of row.terms) if (found.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1)
  const rising = [...found].filter(([term, held]) =>
    rises(held.size, formerAverage(counts.get(term) ?? 0, former.days, rule.windowDays), rule),
  )
  return new Set(rising.map(([term]) => term))
}

/**
 * The term that leads to the largest group: many that hold it, and other words that come with it, for a word that comes with
 * none is more likely a common one. Among equals the first by its letters, so that every run finds the same.
 */
function leading(found: Postings, not: ReadonlySet<string>): { lead: string; words: string[] } | undefined {
  const bySize = [...found.keys()].sort((a, b) => found.get(b)!.size - found.get(a)!.size || (a < b ? -1 : 1))
  let best: { lead: string; words: string[] } | undefined
  let score = 0
  for (const lead of bySize.filter((term) => !not.has(term)).slice(0, weighed)) {
    const held = found.get(lead)!
    if (held.size * 4 <= score) break
    const words = bySize.filter((term) => mostlySame(found.get(term)!, held))
    const own = held.size * Math.min(words.length, 4)
    if (own > score) [best, score] = [{ lead, words }, own]
  }
  return best
}

/** Groups by rising words within one information system; each incident is in one group at most. */
function wordGroups(
  seen: readonly Seen[],
  left: Set<number>,
  rising: ReadonlySet<string>,
  min: number,
): Group[] {
  const groups: Group[] = []
  const led = new Set<string>()
  while (left.size >= min && groups.length < mostGroups) {
    const found = postings(seen, left, min, rising)
    const next = leading(found, led)
    if (!next) break
    led.add(next.lead)
    const held = found.get(next.lead)!
    let words = [next.lead, ...next.words.filter((word) => word !== next.lead)].slice(0, mostWords)
    let members = [...held].filter((i) => holds(seen[i]!.terms, words))
    // its words part company: the leading one stands alone
    if (members.length < min) [words, members] = [[next.lead], [...held]]
    for (const i of members) left.delete(i)
    groups.push({ ...groupOf(seen, members), words })
  }
  return groups
}

function groupOf(seen: readonly Seen[], members: readonly number[]): Group {
  const first = seen[members[0]!]!
  const same = members.every((i) => seen[i]!.categoryId === first.categoryId)
  return {
    serviceId: first.serviceId,
    categoryId: same ? first.categoryId : null,
    words: [],
    incidentIds: members.map((i) => seen[i]!.id),
  }
}

/**
 * Repeating incidents of a window: first by information system and rising words, then what is left of a system and category.
 * Each incident is in one group at most, each group has at least `minCount`.
 * @param formerOf what was reported about an information system in the days before
 */
export function groupsOf(
  seen: readonly Seen[],
  formerOf: (serviceId: string | null) => Former,
  rule: Rule,
): Group[] {
  const byService = Map.groupBy(seen.keys(), (i) => seen[i]!.serviceId)
  const groups: Group[] = []
  for (const [serviceId, members] of byService) {
    if (members.length < rule.minCount) continue
    const rising = risingTerms(seen, members, formerOf(serviceId), rule)
    const left = new Set(members)
    groups.push(...wordGroups(seen, left, rising, rule.minCount))
    for (const [category, same] of Map.groupBy(left, (i) => seen[i]!.categoryId))
      if (category !== null && serviceId !== null && same.length >= rule.minCount)
        groups.push(groupOf(seen, same))
  }
  return groups
}

/** Whether an incident of the days before belongs to the same trend. */
export function belongs(
  one: Omit<Seen, 'id'>,
  group: Pick<Group, 'serviceId' | 'categoryId' | 'words'>,
): boolean {
  if (one.serviceId !== group.serviceId) return false
  return group.words.length > 0 ? holds(one.terms, group.words) : one.categoryId === group.categoryId
}

/** So many in a window of the days before; none where nothing is known of them. */
export function formerAverage(former: number, formerDays: number, windowDays: number): number {
  return formerDays > 0 ? (former * windowDays) / formerDays : 0
}

/** Enough of them, and more than there used to be. */
export function rises(count: number, average: number, rule: Pick<Rule, 'minCount' | 'factor'>): boolean {
  return count >= rule.minCount && count >= rule.factor * average
}

/** What is known of a trend that was proposed before. */
export interface Known {
  state: 'open' | 'accepted' | 'dismissed' | 'expired'
  dismissedCount: number | null
  /** of an accepted one: its problem is not over */
  problemOpen: boolean
  /** of an accepted one: how many of its incidents came after its problem was over */
  sinceEnd: number
}

/**
 * What to do about a trend that was found: propose it, bring the figures of an open proposal up to date, propose it again, or
 * leave it. Expired, it comes again as soon as it is seen; dismissed, at twice as many; accepted, when as many as make a
 * trend came after its problem ended.
 */
export function decide(
  known: Known | undefined,
  count: number,
  minCount: number,
): 'create' | 'refresh' | 'reopen' | 'leave' {
  if (!known) return 'create'
  if (known.state === 'open') return 'refresh'
  if (known.state === 'expired') return 'reopen'
  if (known.state === 'dismissed') return count >= 2 * (known.dismissedCount ?? 0) ? 'reopen' : 'leave'
  return !known.problemOpen && known.sinceEnd >= minCount ? 'reopen' : 'leave'
}

/** The same trend: one information system, and half of the words of the shorter, or without words the same category. */
export function isSame(
  a: Pick<Group, 'serviceId' | 'categoryId' | 'words'>,
  b: Pick<Group, 'serviceId' | 'categoryId' | 'words'>,
): boolean {
  if (a.serviceId !== b.serviceId) return false
  if (a.words.length === 0 || b.words.length === 0)
    return a.words.length === b.words.length && a.categoryId === b.categoryId
  const shared = a.words.filter((word) => b.words.includes(word)).length
  return shared * 2 >= Math.min(a.words.length, b.words.length)
}

/** By which a proposal is unique in the database. */
export function keyOf(group: Pick<Group, 'serviceId' | 'categoryId' | 'words'>): string {
  const scope = group.serviceId ?? '-'
  return group.words.length > 0 ? `${scope}|w:${group.words[0]}` : `${scope}|c:${group.categoryId}`
}

/** A word for people from pairs of characters that follow each other: 指纹 纹识 识别 → 指纹识别. */
export function readable(words: readonly string[]): string[] {
  const left = [...words]
  const out: string[] = []
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    let whole = word
    for (let grown = true; grown;) {
      grown = false
      for (const [i, other] of left.entries()) {
        if (!/^\p{Script=Han}{2}$/u.test(other) || !/^\p{Script=Han}+$/u.test(whole)) continue
        if (whole.at(-1) === other[0]) whole += other[1]!
        else if (whole[0] === other[1]) whole = other[0]! + whole
        else continue
        left.splice(i, 1)
        grown = true
        break
      }
    }
    out.push(whole)
  }
  return out
}
