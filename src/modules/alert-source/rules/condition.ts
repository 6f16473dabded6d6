import type { Condition } from '../rule-contract.ts'
import { match } from './pattern.ts'
import type { Lookup } from './template.ts'

/** RFC 5424 §6.2.1, gravest first. */
export const severityNames = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const
const aliases: Record<string, number> = {
  emergency: 0,
  panic: 0,
  critical: 2,
  error: 3,
  warn: 4,
  informational: 6,
}

/** Longest text that a pattern is held against, in UTF-16 units. */
const maxSubject = 16_384

/** A number, or the number of a severity by its name; undefined: neither. */
function numberOf(text: string): number | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return undefined
  const index = (severityNames as readonly string[]).indexOf(word)
  if (index >= 0) return index
  if (Object.hasOwn(aliases, word)) return aliases[word]
  const number = Number(word)
  return Number.isFinite(number) ? number : undefined
}

function compared(a: string, b: string, holds: (a: number, b: number) => boolean): boolean {
  const [left, right] = [numberOf(a), numberOf(b)]
  return left !== undefined && right !== undefined && holds(left, right)
}

function holds({ op, value }: Condition, text: string): boolean {
  switch (op) {
    case 'is':
      return text === value
    case 'not':
      return text !== value
    case 'in':
      return value.split(',').some((one) => one.trim() === text)
    case 'contains':
      return text.includes(value)
    case 'starts':
      return text.startsWith(value)
    case 'least':
      return compared(text, value, (a, b) => a >= b)
    case 'most':
      return compared(text, value, (a, b) => a <= b)
    // of OIDs: the same, or below it in the tree
    case 'under':
      return text === value || text.startsWith(`${value}.`)
    case 'matches':
      return match(value, text.slice(0, maxSubject), false) !== null
  }
}

/**
 * Whether all conditions hold. Cheap ones are asked first, whatever their order.
 * @returns the message with the groups of the patterns that matched (`{1}`, `{name}`); null: one does not hold. A field
 * that the message does not have fits `not` only.
 */
export function fits(conditions: readonly Condition[], lookup: Lookup): Lookup | null {
  for (const condition of conditions) {
    if (condition.op === 'matches') continue
    const text = lookup(condition.field)
    if (text === undefined ? condition.op !== 'not' : !holds(condition, text)) return null
  }
  let seen = lookup
  for (const { field, op, value } of conditions) {
    if (op !== 'matches') continue
    const text = seen(field)
    const groups = text === undefined ? null : match(value, text.slice(0, maxSubject), true)
    if (!groups) return null
    const before = seen
    seen = (name) => (Object.hasOwn(groups, name) ? groups[name] : before(name))
  }
  return seen
}
