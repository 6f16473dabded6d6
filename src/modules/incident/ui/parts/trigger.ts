/** A sign under the caret that asks for offers, with what was typed behind it; `from` and `to` span both. */
export interface Trigger {
  sign: '/' | '@'
  q: string
  from: number
  to: number
}

/**
 * Whether the caret stands behind one of the signs. `/` counts at the beginning of a line or after white space (dates
 * and paths have it inside), `@` after anything but a letter or digit (mail addresses). The rest is one word.
 */
export function triggerAt(text: string, caret: number, signs: string): Trigger | null {
  const found = /(?:^|\s)(\/)([^\s/]{0,30})$|(?:^|[^A-Za-z0-9._-])(@)([^\s@]{0,20})$/.exec(
    text.slice(0, caret),
  )
  if (!found) return null
  const sign = (found[1] ?? found[3]) as Trigger['sign']
  const q = found[2] ?? found[4] ?? ''
  if (!signs.includes(sign)) return null
  return { sign, q, from: caret - q.length - 1, to: caret }
}

/** The people whose `@name` is still in the text. */
export function stillNamed<T extends { name: string }>(text: string, people: readonly T[]): T[] {
  return people.filter(({ name }) => text.includes(`@${name}`))
}
