/** Periods of reports, as days of the unit (YYYY-MM-DD, both inclusive). Pure: days are counted, no clock is read. */
import type { Kind } from './words.ts'

export interface Period {
  from: string
  to: string
}

const monthsOf: Record<Kind, number> = { month: 1, quarter: 3, year: 12 }

/** The period of a kind that begins so many months after year 0; months are counted from January of year 0. */
function period(kind: Kind, month: number): Period {
  const day = (count: number, date: number): string => {
    const at = new Date(Date.UTC(2000, 0, 1))
    at.setUTCFullYear(Math.floor(count / 12), count % 12, date)
    return at.toISOString().slice(0, 10)
  }
  return { from: day(month, 1), to: day(month + monthsOf[kind], 0) }
}

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

/** The month, quarter or year in which a day lies. */
export function periodOf(kind: Kind, day: string): Period {
  const month = monthOf(day)
  return period(kind, month - (month % monthsOf[kind]))
}

/** The period before and the one after. */
export const before = (kind: Kind, from: string): Period => period(kind, monthOf(from) - monthsOf[kind])
export const after = (kind: Kind, from: string): Period => period(kind, monthOf(from) + monthsOf[kind])
/** The same period of the last year; of a year this is the period before. */
export const yearBefore = (kind: Kind, from: string): Period => period(kind, monthOf(from) - 12)

/** 2026年10月, 2026年第3季度, 2026年度; October 2026, Q3 2026, 2026 */
export function periodName(kind: Kind, from: string, locale: 'zh-CN' | 'en'): string {
  const year = from.slice(0, 4)
  const month = Number(from.slice(5, 7))
  if (locale === 'en') {
    if (kind === 'year') return year
    if (kind === 'quarter') return `Q${Math.ceil(month / 3)} ${year}`
    return `${new Date(Date.UTC(2000, month - 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })} ${year}`
  }
  if (kind === 'year') return `${year}年度`
  return kind === 'quarter' ? `${year}年第${Math.ceil(month / 3)}季度` : `${year}年${month}月`
}

/** Parts of a period in a chart: its days for a month, else its months. */
export function slots(kind: Kind, { from, to }: Period): string[] {
  const out: string[] = []
  if (kind === 'month') {
    for (let day = 1; day <= Number(to.slice(8)); day++)
      out.push(`${from.slice(0, 8)}${String(day).padStart(2, '0')}`)
    return out
  }
  for (let month = monthOf(from); month <= monthOf(to); month++)
    out.push(period('month', month).from.slice(0, 7))
  return out
}
