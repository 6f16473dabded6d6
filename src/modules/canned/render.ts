/** A text with `{{name}}` in it, cut into what is written and what is filled in. `\{{` writes the braces themselves. */
type Piece = { text: string } | { name: string }

function cut(body: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of body.matchAll(/\\\{\{|\{\{([^{}]*)\}\}/g)) {
    pieces.push({ text: body.slice(at, match.index) })
    pieces.push(match[1] === undefined ? { text: '{{' } : { name: match[1].trim() })
    at = match.index + match[0].length
  }
  return [...pieces, { text: body.slice(at) }]
}

/** Names in the text that are not among the known ones, each once, in their order. */
export function unknownNames(body: string, known: readonly string[]): string[] {
  const names = cut(body).flatMap((piece) => ('name' in piece ? [piece.name] : []))
  return [...new Set(names.filter((name) => !known.includes(name)))]
}

/** What stands for a value that the ticket does not have. */
export const blank = '＿＿'

// NUL breaks PostgreSQL, the others hide text; a value is one line inside the sentence that names it
const unprintable = /[\u0000-\u001f\u007f\u2028\u2029]+/g

/**
 * Fills the values in. The answer is plain text: a value is put in as it is, once, so that braces inside of it (a
 * title that somebody wrote) name nothing. A value that is missing leaves a blank to fill in by hand.
 * @returns the text, and the names that had no value
 */
export function render(
  body: string,
  values: Readonly<Record<string, string | null | undefined>>,
): { text: string; missing: string[] } {
  const missing = new Set<string>()
  const text = cut(body)
    .map((piece) => {
      if ('text' in piece) return piece.text
      const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined
      if (value) return value.replace(unprintable, ' ')
      missing.add(piece.name)
      return blank
    })
    .join('')
  return { text, missing: [...missing] }
}
