/** Conditions on labels made ready. Pure. Patterns are RE2: linear time whatever somebody writes. */
import { RE2JS } from 're2js'
import type { Matcher } from './matcher-contract.ts'

/** Longer values are cut before a pattern looks at them. */
const maxValue = 4096

export type Labels = Readonly<Record<string, string>>
export type Test = (labels: Labels) => boolean

/** Index of the first matcher whose pattern is none; undefined when all can be used. */
export function badPattern(matchers: readonly Matcher[]): number | undefined {
  const at = matchers.findIndex((one) => {
    if (one.op !== '=~' && one.op !== '!~') return false
    try {
      RE2JS.compile(one.value, RE2JS.DOTALL)
      return false
    } catch {
      return true
    }
  })
  return at < 0 ? undefined : at
}

/** All conditions as one test. A label that is not there is the empty text. @throws for a pattern that is none */
export function compile(matchers: readonly Matcher[]): Test {
  const tests = matchers.map(testOf)
  return (labels) => tests.every((test) => test(labels))
}

function testOf({ label, op, value }: Matcher): Test {
  const of = (labels: Labels): string => (Object.hasOwn(labels, label) ? labels[label]! : '')
  if (op === '=') return (labels) => of(labels) === value
  if (op === '!=') return (labels) => of(labels) !== value
  const pattern = RE2JS.compile(value, RE2JS.DOTALL)
  const wanted = op === '=~'
  return (labels) => pattern.testExact(of(labels).slice(0, maxValue)) === wanted
}
