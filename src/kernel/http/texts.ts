import type { Locale } from '../permission/actor.ts'
import type { Texts } from './translation.ts'

type Rooms = Map<string, { zh: Texts; en: Texts }>
const rooms: Rooms = new Map()

/** Makes a room's texts known to the server (errors, notifications, documents). */
export function registerTexts(room: string, locales: { zh: Texts; en: Texts }): void {
  rooms.set(room, locales)
}

/**
 * The text of `<room>:<path.to.key>` with `{{name}}` replaced, as i18next does in the browser.
 * Falls back to Chinese, then to `fallback` (default: the key).
 */
export function say(
  locale: Locale,
  key: string,
  params: Record<string, string | number> = {},
  fallback = key,
): string {
  const [room, path] = key.split(':', 2) as [string, string | undefined]
  const texts = rooms.get(room)
  const found =
    texts && path
      ? (lookUp(locale === 'en' ? texts.en : texts.zh, path) ?? lookUp(texts.zh, path))
      : undefined
  return (found ?? fallback).replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
}

function lookUp(texts: Texts, path: string): string | undefined {
  let node: Texts | string | undefined = texts
  for (const step of path.split('.')) {
    if (typeof node !== 'object') return undefined
    node = node[step]
  }
  return typeof node === 'string' ? node : undefined
}

/** Chooses between the two languages we speak (RFC 9110 §12.5.4, simplified: first of ours named wins). */
export function pickLocale(header: string | undefined): Locale {
  for (const part of (header ?? '').split(',')) {
    const tag = part.trim().toLowerCase()
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-CN'
}

/** Every key `<room>:<branch>.<leaf>` of the texts directly below `branch` in all rooms, sorted. */
export function textKeys(branch: string): string[] {
  const keys: string[] = []
  for (const [room, { zh }] of rooms) {
    const node = zh[branch]
    if (typeof node !== 'object') continue
    for (const [leaf, text] of Object.entries(node))
      if (typeof text === 'string') keys.push(`${room}:${branch}.${leaf}`)
  }
  return keys.sort()
}
