import { useTranslation } from 'react-i18next'
import { useNow } from './useNow.ts'
import { unitZone } from './zone.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options) + unitZone()
  const found =
    formats.get(key) ?? new Intl.DateTimeFormat(lang, { timeZone: unitZone(), hourCycle: 'h23', ...options })
  formats.set(key, found)
  return found
}

function parts(at: Date): Record<string, string> {
  const all = format('zh-CN', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  return Object.fromEntries(all.map(({ type, value }) => [type, value]))
}

/** `2026-11-21 09:30` in the unit's zone; `seconds` for audit. */
export function absoluteTime(iso: string, how: { seconds?: boolean; shortYear?: boolean } = {}): string {
  const { year, month, day, hour, minute, second } = parts(new Date(iso))
  const sameYear = how.shortYear && year === parts(new Date())['year']
  return `${sameYear ? '' : `${year}-`}${month}-${day} ${hour}:${minute}${how.seconds ? `:${second}` : ''}`
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** "3 分钟前", "in 2 hours". */
export function relativeTime(iso: string, now: number, lang: string): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

export interface TimeTextProps {
  at: string | null | undefined
  /** `both` (default: absolute, relative as tooltip), `relative` (the other way round), `full` with year and seconds. */
  mode?: 'both' | 'relative' | 'full'
}

/** An instant for people: the unit's zone, tabular digits, the other form on hover. */
export function TimeText({ at, mode = 'both' }: TimeTextProps) {
  const { i18n } = useTranslation()
  const now = useNow()
  if (!at) return <>—</>
  const relative = relativeTime(at, now, i18n.language)
  const full = absoluteTime(at, { seconds: true })
  if (mode === 'relative') {
    return (
      <time dateTime={at} title={full}>
        {relative}
      </time>
    )
  }
  return (
    <time dateTime={at} title={`${full} · ${relative}`} className="zy-num">
      {mode === 'full' ? full : absoluteTime(at, { shortYear: true })}
    </time>
  )
}
