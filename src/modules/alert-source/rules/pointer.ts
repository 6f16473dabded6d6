/** RFC 6901 JSON Pointer: a path without loops, conditions or wildcards, so its cost is its length. */

/** @returns undefined where there is nothing; inherited members are nothing */
export function at(value: unknown, pointer: string): unknown {
  let here = value
  if (pointer === '') return here
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(here)) {
      if (!/^(0|[1-9]\d{0,9})$/.test(key)) return undefined
      here = here[Number(key)]
    } else if (typeof here === 'object' && here !== null && Object.hasOwn(here, key)) {
      here = (here as Record<string, unknown>)[key]
    } else return undefined
  }
  return here
}

/** Texts, numbers and truths as text; other things as JSON, bounded. */
export function asText(value: unknown, max = 4096): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value.slice(0, max)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value).slice(0, max)
}
