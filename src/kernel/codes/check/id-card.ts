import { isProvince } from './division-code.ts'
import { bad, compact, good, type Checked } from './plain.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/**
 * A citizen identification number 公民身份号码 (GB 11643-1999): division prefix, a date that exists, sequence, check digit.
 * The residence permits of residents of Hong Kong, Macao and Taiwan (81, 82, 83) are numbered in the same way.
 * @param today `YYYY-MM-DD`: nobody is born after it. Without it the date has only to exist.
 */
export function parseIdCard(text: string, today?: string): Checked {
  const number = compact(text).toUpperCase()
  if (/^\d{15}$/.test(number)) return bad('id_card_old')
  if (!/^\d{17}[\dX]$/.test(number)) return bad('id_card_shape')
  if (!isProvince(number.slice(0, 2)) && !number.startsWith('830000')) return bad('id_card_division')
  const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDate(date) || date < '1850' || (today !== undefined && date > today)) return bad('id_card_date')
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return CHECK[sum % 11] === number[17] ? good(number) : bad('id_card_check')
}

/** Does the calendar have this day? `YYYY-MM-DD` */
function isDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
}
