import { useTranslation } from 'react-i18next'
import { absoluteTime } from '#web/kit/TimeText.tsx'

interface Change {
  field: string
  before: unknown
  after: unknown
}

/**
 * Old and new values of an entry: the fields of `changes: {grade: {before, after}}`, and the due times of clocks that
 * were recalculated (`clocks: {before: […], after: […]}`).
 */
export function changesOf(data: Record<string, unknown>): Change[] {
  const fields = Object.entries(recordOf(data['changes']) ?? {}).flatMap(([field, value]) => {
    const pair = recordOf(value)
    return pair && 'after' in pair ? [{ field, before: pair['before'], after: pair['after'] }] : []
  })
  return [
    ...fields.filter(({ field }) => field !== 'gradeConfirmed'),
    ...clockChanges(recordOf(data['clocks']) ?? recordOf(data['recalculated'])),
  ]
}

function clockChanges(clocks: Record<string, unknown> | null): Change[] {
  const old = new Map(duesOf(clocks?.['before']))
  return duesOf(clocks?.['after'])
    .map(([metric, due]) => ({ field: metric, before: old.get(metric), after: due }))
    .filter(({ before, after }) => before !== after)
}

function duesOf(value: unknown): [string, unknown][] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one) => {
    const clock = recordOf(one)
    return typeof clock?.['metric'] === 'string'
      ? [[clock['metric'], clock['dueAt']] as [string, unknown]]
      : []
  })
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** Before and after, field by field, in the words of the pages. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const { t } = useTranslation('incident')
  if (changes.length === 0) return null
  const word = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('ui.none')
    if (typeof value === 'object') {
      const parts = Object.values(value).filter((one) => typeof one === 'string' && one !== '')
      return parts.join(' ') || t('ui.none')
    }
    const text = String(value)
    // A reference to another record: its name is not known here, that it changed is.
    if (uuid.test(text)) return t('timeline.another')
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return absoluteTime(text, { shortYear: true })
    const family = families[field]
    return family ? t(`${family}.${text}`, { defaultValue: text }) : text
  }
  return (
    <ul className="zy-inc-changes">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <span>
            {t(`ui.field.${nameOf(field)}`, { defaultValue: t(`metric.${field}`, { defaultValue: field }) })}
          </span>
          <del dir="auto">{short(word(field, before))}</del>
          <ins dir="auto">{short(word(field, after))}</ins>
        </li>
      ))}
    </ul>
  )
}

/** Long texts by their beginning: the audit keeps both in full. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

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
