/** Texts with `{field}` in them. Pure; their cost is their length and that of what is put in. */

/** What a name stands for in one message; undefined: nothing. */
export type Lookup = (name: string) => string | undefined

type Part = { text: string } | { ref: string }

/** `{name}` is a reference, `{{` a brace; a brace that is never closed is itself. */
export function parseTemplate(template: string): Part[] {
  const parts: Part[] = []
  let text = ''
  for (let at = 0; at < template.length; at++) {
    if (template[at] !== '{') {
      text += template[at]
      continue
    }
    if (template[at + 1] === '{') {
      text += '{'
      at++
      continue
    }
    const end = template.indexOf('}', at)
    if (end < 0) {
      text += template.slice(at)
      break
    }
    if (text) parts.push({ text })
    text = ''
    parts.push({ ref: template.slice(at + 1, end).trim() })
    at = end
  }
  if (text) parts.push({ text })
  return parts
}

const parsed = new Map<string, Part[]>()

/** @returns at most `max` UTF-16 units, well-formed; what stands for nothing is empty */
export function render(template: string, lookup: Lookup, max: number): string {
  let parts = parsed.get(template)
  if (!parts) {
    if (parsed.size > 5000) parsed.clear()
    parsed.set(template, (parts = parseTemplate(template)))
  }
  let out = ''
  for (const part of parts) {
    out += 'text' in part ? part.text : (lookup(part.ref) ?? '')
    if (out.length > max)
      return out
        .slice(0, max)
        .toWellFormed()
        .replace(/\ufffd$/, '')
  }
  return out
}

/** The references of a template. */
export function refsOf(template: string): string[] {
  return parseTemplate(template).flatMap((part) => ('ref' in part ? [part.ref] : []))
}
