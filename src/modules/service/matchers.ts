/** Which service an alert's labels belong to. Pure. Patterns are a small safe part of regular expressions. */
import type { Matcher } from './contract.ts'

/** Longest label value that a pattern is tried on: bounds the work together with the rules of `patternProblem`. */
const maxValue = 500
const maxRepeats = 2
const maxGroups = 4
const maxAlternatives = 20

export type PatternProblem =
  'syntax' | 'too_many_repeats' | 'repeated_group' | 'too_many_groups' | 'not_supported'

/**
 * What is wrong with a pattern; undefined when it may be used. Allowed: literals, `.`, classes, the escapes
 * `\d \w \s` and of punctuation, `* + ? {m,n}` on single characters (two at most that repeat), and a few groups of
 * alternatives that are not repeated. So the time to match is bounded whatever somebody writes (no catastrophic
 * backtracking), and no pattern can stop the intake of alerts.
 */
export function patternProblem(pattern: string): PatternProblem | undefined {
  let repeats = 0
  let groups = 0
  let depth = 0
  let alternatives = 1
  const token =
    /\\(?:[dDwWsS]|[^a-zA-Z0-9])|\[\^?\]?(?:\\.|[^\]\\])*\]|\((\?[^)]?)?|\)|\{\d*,?\d*\}|[*+?|^$.]|[^\\[]/gsuy
  let last = ''
  while (token.lastIndex < pattern.length) {
    const m = token.exec(pattern)
    if (!m) return 'not_supported'
    const t = m[0]
    if (t.startsWith('(')) {
      if (m[1] !== undefined && m[1] !== '?:') return 'not_supported'
      depth++
      if (++groups > maxGroups) return 'too_many_groups'
    } else if (t === ')') depth--
    else if (t === '|' && ++alternatives > maxAlternatives) return 'too_many_groups'
    else if (/^[*+{]/.test(t)) {
      if (last === ')') return 'repeated_group'
      if (++repeats > maxRepeats) return 'too_many_repeats'
    } else if (t === '?' && last === ')' && ++groups > maxGroups) return 'too_many_groups'
    else if (t === '^' || t === '$') return 'not_supported'
    if (depth < 0 || depth > 1) return 'not_supported'
    last = t
  }
  try {
    new RegExp(`^(?:${pattern})$`, 'su')
  } catch {
    return 'syntax'
  }
  return undefined
}

type Test = (value: string) => boolean

interface Compiled {
  serviceId: string
  tests: [label: string, test: Test][]
}

export interface MatcherRow extends Matcher {
  serviceId: string
  setNo: number
}

/** The matchers of all services made ready: from labels to a service id. More matchers in a set go first. */
export function compileMatchers(
  rows: readonly MatcherRow[],
): (labels: Record<string, string>) => string | undefined {
  const sets = new Map<string, Compiled>()
  for (const row of rows) {
    const key = `${row.serviceId}:${row.setNo}`
    let set = sets.get(key)
    if (!set) sets.set(key, (set = { serviceId: row.serviceId, tests: [] }))
    set.tests.push([row.label, testOf(row)])
  }
  // the stricter set wins; among equals the order of the rows, so that the answer does not depend on chance
  const ordered = [...sets.values()].sort((a, b) => b.tests.length - a.tests.length)
  return (labels) =>
    ordered.find((set) =>
      set.tests.every(([label, test]) => Object.hasOwn(labels, label) && test(labels[label]!)),
    )?.serviceId
}

function testOf(row: MatcherRow): Test {
  if (!row.regex) return (value) => value === row.value
  const pattern = new RegExp(`^(?:${row.value})$`, 'su')
  return (value) => value.length <= maxValue && pattern.test(value)
}
