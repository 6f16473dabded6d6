import { say } from '#kernel/http/index.ts'
import type { Locale } from '#kernel/permission/index.ts'

/** A step's name for a reader: `t:<room>:<key>` is translated, anything else is what people wrote. */
export function stepName(locale: Locale, name: string): string {
  return name.startsWith('t:') ? say(locale, name.slice(2), {}, name) : name
}
