import { say } from '#kernel/http/texts.ts'
import type { Locale } from '#kernel/permission/actor.ts'

/**
 * The text of a notification. A param `t:<room>:<key>` is translated first, so that names of states and
 * metrics appear in the reader's language; text of people that happens to begin so stays as it is.
 */
export function renderText(locale: Locale, textKey: string, params: Record<string, string | number>): string {
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith('t:') ? say(locale, value.slice(2), {}, value) : value,
    ]),
  )
  return say(locale, textKey, values)
}

/**
 * What an event is called in the preferences: its text with a general word in the place of every value
 * ("有人将工单派给您"); the title, which ends most texts, is left out.
 */
export function eventLabel(locale: Locale, textKey: string): string {
  const label = say(locale, textKey)
    .replace(/\s*(?:[：:]\s*\{\{title\}\}|[“"]\{\{title\}\}[”"])/g, '')
    .replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => say(locale, `notify:value.${name}`, {}, '…'))
  return locale === 'en'
    ? label.charAt(0).toUpperCase() + label.slice(1)
    : label.replace(/ *(工单|有人) */g, '$1')
}

const pages = new Map<string, string>()

/** Makes known where the records of an entity have their pages, when that is not `/<entity>s`. */
export function registerPages(entity: string, path: string): void {
  pages.set(entity, path)
}

/** Path of the page that shows the record. */
export function pathOf(entity: string, entityId: string): string {
  return `${pages.get(entity) ?? `/${entity}s`}/${encodeURIComponent(entityId)}`
}
