import { RE2JS } from 're2js'
import { AppError } from '#kernel/errors/index.ts'

/**
 * Patterns that people write, over lines that strangers send: matched by re2js, a port of RE2, in time linear in the
 * line whatever the pattern. (V8's own engine can be made to run for ever by `(x+x+)+y`.) No back-references, no look-around.
 */
const compiled = new Map<string, RE2JS>()

/** Groups of a match: by number and, where they have one, by name; null: no match. */
export type Groups = Record<string, string> | null

function compile(pattern: string): RE2JS {
  let made = compiled.get(pattern)
  if (!made) {
    if (compiled.size > 2000) compiled.clear()
    // a dot is any character but a line break, as people expect of lines
    compiled.set(pattern, (made = RE2JS.compile(pattern)))
  }
  return made
}

/** @throws alert-source.bad_pattern (422) naming the field, for what RE2 does not know */
export function checkPattern(pattern: string, field: string): void {
  try {
    compile(pattern)
  } catch (error) {
    throw new AppError('alert-source.bad_pattern', {
      status: 422,
      field,
      params: { why: (error as Error).message.slice(0, 200) },
      cause: error,
    })
  }
}

/** @param groups false: whether it matches is all that is wanted, which is several times quicker */
export function match(pattern: string, text: string, groups: boolean): Groups {
  const re = compile(pattern)
  if (!groups || re.groupCount() === 0) return re.test(text) ? { 0: '' } : null
  const matcher = re.matcher(text)
  if (!matcher.find()) return null
  const found: Record<string, string> = {}
  for (let n = 0; n <= re.groupCount(); n++) found[n] = matcher.group(n) ?? ''
  for (const [name, n] of Object.entries(re.namedGroups())) found[name] = matcher.group(n) ?? ''
  return found
}
