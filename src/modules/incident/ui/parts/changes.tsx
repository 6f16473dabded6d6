import { useTranslation } from 'react-i18next'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'

interface Change {
  field: string
  before: unknown
  after: unknown
}

/** Pairs of old and new values of an entry: `{before: {grade}, after: {grade}}` or `{grade: {from, to}}`. */
export function changesOf(data: Record<string, unknown>): Change[] {
  const before = recordOf(data['before'])
  const after = recordOf(data['after'])
  if (before && after)
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((field) => !sameValue(before[field], after[field]))
      .map((field) => ({ field, before: before[field], after: after[field] }))
  const fields = recordOf(data['fields']) ?? {}
  return Object.entries(fields).flatMap(([field, value]) => {
    const pair = recordOf(value)
    return pair && 'from' in pair && 'to' in pair ? [{ field, before: pair['from'], after: pair['to'] }] : []
  })
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** Before and after, field by field, in the words of the pages. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const { t } = useTranslation('incident')
  if (changes.length === 0) return null
  const word = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('ui.none')
    if (typeof value === 'object') {
      const { name, number } = value as { name?: unknown; number?: unknown }
      if (typeof name === 'string') return name
      if (typeof number === 'string') return number
      return JSON.stringify(value)
    }
    const text = String(value)
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return absoluteTime(text, { shortYear: true })
    const family = families[field]
    return family ? t(`${family}.${text}`, { defaultValue: text }) : text
  }
  return (
    <ul className="zy-inc-changes">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <span>{t(`ui.field.${nameOf(field)}`, { defaultValue: t(`metric.${field}`, { defaultValue: field }) })}</span>
          <del>
            <PlainText lines={2}>{word(field, before)}</PlainText>
          </del>
          <ins>
            <PlainText lines={2}>{word(field, after)}</PlainText>
          </ins>
        </li>
      ))}
    </ul>
  )
}

const families: Record<string, string> = {
  state: 'state',
  grade: 'grade',
  type: 'type',
  impact: 'level',
  urgency: 'level',
  priority: 'priority',
  channel: 'channel',
  holdReason: 'holdReason',
}

/** `serviceId` is shown under the name of `service`. */
function nameOf(field: string): string {
  return field.endsWith('Id') ? field.slice(0, -2) : field
}
