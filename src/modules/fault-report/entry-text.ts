import { say } from '#kernel/http/index.ts'
import type { Locale } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'

/** `2026-11-21 09:30` in the unit's time, wherever the document is printed; a dash for nothing. */
export function timeText(at: Date | string | null): string {
  return at === null ? '—' : inUnitZone(new Date(at))
}

interface Entry {
  kind: string
  body: string
  data: Record<string, unknown>
}

const textOf = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : ''
  return typeof name === 'string' ? name : ''
}

/** One timeline entry in words: what was done, to whom, why, and what was said. */
export function entryText(locale: Locale, entry: Entry): string {
  const { kind, data, body } = entry
  const what = titleOf(locale, kind, data)
  const holder = [data['group'], data['owner']].map(textOf).filter(Boolean).join(' / ')
  const reason = textOf(data['reason'])
  const why = reason === '' || reason === body ? '' : say(locale, `incident:holdReason.${reason}`, {}, reason)
  return [[what, holder, why].filter(Boolean).join(' · '), body].filter(Boolean).join('\n')
}

function titleOf(locale: Locale, kind: string, data: Record<string, unknown>): string {
  const move = textOf(data['move'])
  if (kind === 'move')
    return say(locale, move === 'file' ? 'incident:timeline.filed' : `incident:move.${move}`, {}, move)
  if (kind === 'work') return say(locale, 'incident:timeline.work', { minutes: textOf(data['minutes']) })
  if (kind === 'attachment')
    return `${say(locale, 'incident:timeline.attachment')} ${textOf(data['name'])}`.trim()
  if (kind === 'clock') return clockTitle(locale, data)
  return say(locale, `incident:timeline.${kind}`, {}, kind)
}

function clockTitle(locale: Locale, data: Record<string, unknown>): string {
  const metric = textOf(data['metric'])
  const what = textOf(data['what']) || textOf(data['event']) || textOf(data['state'])
  const percent = textOf(data['percent'])
  return [
    metric ? say(locale, `incident:metric.${metric}`, {}, metric) : '',
    say(locale, 'incident:timeline.clock'),
    what ? say(locale, `incident:timeline.clocks.${what}`, {}, what) : '',
    percent ? `${percent}%` : '',
  ]
    .filter(Boolean)
    .join(' ')
}
