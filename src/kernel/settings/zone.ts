/** The unit's time zone (`TIME_ZONE`), which verbs, documents and commands need and settings do not reach. */
let zone = 'Asia/Shanghai'
const formats = new Map<string, Intl.DateTimeFormat>()

/** IANA name of the zone in which the unit counts its days and reads its clocks. */
export function unitZone(): string {
  return zone
}

/** Called once, by whoever starts a process, before anything is prepared, served or run. */
export function setUnitZone(name: string): void {
  zone = name
}

/** An instant as the unit's wall clocks show it: `2026-11-21 09:30`, or with `seconds` `2026-11-21 09:30:05`. */
export function inUnitZone(at: Date, seconds = false): string {
  const key = `${zone} ${seconds}`
  let format = formats.get(key)
  if (!format) {
    const timeStyle = seconds ? 'medium' : 'short'
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle })
    formats.set(key, format)
  }
  return format.format(at)
}
