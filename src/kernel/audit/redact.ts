import { sm3 } from './canonical.ts'

/**
 * Rooms whose entries tell of the administration itself and are shown as they are. In every other room before and
 * after may hold what people wrote in tickets, which no administrator may read.
 */
const OPEN_ROOMS = new Set([
  'audit',
  'calendar',
  'group',
  'identity',
  'numbering',
  'org',
  'people',
  'permission',
  'role',
  'service',
  'session',
  'settings',
  'sla',
])

/** Keys that hold content in any room. */
const CONTENT =
  /(?:title|description|body|comment|symptom|analysis|solution|improvement|remark|reason|reply|note|phone|place|email|address|subject|text|content|message|summary|caller|instruction|decision)/i

/** What cannot be prose: a number, a date, an id, a code word such as `in-progress` or `INC-20261121-0001`. */
const CODE_WORD = /^[\p{ASCII}--[\s"'<>\\]]{1,64}$/v

/**
 * Before or after of an entry for the audit administrator: who, what, when and which fields stay visible, prose becomes
 * `«length:mark»`. The mark is the beginning of an SM3 hash over entity and text, so that one sees whether two values
 * of one record are the same without reading either. Unknown rooms and keys are treated as content.
 * @param action `<room>.<verb>` of the entry
 */
export function redact(
  action: string,
  entityId: string,
  values: Record<string, unknown> | null,
): Record<string, unknown> | null {
  if (values === null || OPEN_ROOMS.has(action.split('.', 1)[0]!)) return values
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, hide(entityId, key, value)]))
}

function hide(entityId: string, key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => hide(entityId, key, item))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([inner, v]) => [inner, hide(entityId, `${key}.${inner}`, v)]),
    )
  }
  if (typeof value !== 'string' || value === '') return value
  if (CODE_WORD.test(value) && !CONTENT.test(key)) return value
  return `«${[...value].length}:${sm3(entityId, '\u0000', value).toString('hex').slice(0, 8)}»`
}
