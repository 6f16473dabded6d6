import { bad, compact, good, type Checked } from './plain.ts'

/** Provinces, autonomous regions, municipalities and special administrative regions of GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
)

/** Whether GB/T 2260 knows this two-digit prefix. */
export function isProvince(prefix: string): boolean {
  return PROVINCES.has(prefix)
}

/**
 * An administrative division code 行政区划代码 (GB/T 2260) as six digits: `51`, `5113`, `511301`, and the twelve digits of the
 * statistical code whose lower half is empty. Whether the division exists is for `findDivision` to say.
 */
export function parseDivisionCode(text: string): Checked {
  const digits = compact(text)
  if (!/^\d+$/.test(digits)) return bad('division_digits')
  const six = digits.length === 12 && digits.endsWith('000000') ? digits.slice(0, 6) : digits
  if (![2, 4, 6].includes(six.length)) return bad('division_length')
  return isProvince(six.slice(0, 2)) ? good(six.padEnd(6, '0')) : bad('division_unknown')
}
