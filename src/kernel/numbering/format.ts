/**
 * The day of an instant in a zone, as `2026-11-21`. Numbers carry the day people had on the wall.
 * @param zone IANA time zone
 */
export function dayIn(at: Date, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(at)
}
const formats = new Map<string, Intl.DateTimeFormat>()

/** `INC` + `2026-11-21` + 7 → `INC-20261121-0007`; more than four digits are kept. */
export function formatNumber(prefix: string, day: string, n: number): string {
  return `${prefix}-${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`
}
