import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'

dayjs.extend(utc)
dayjs.extend(timezone)

let zone = 'Asia/Shanghai'

/** The unit's time zone; every time on the page is shown in it, wherever the browser stands. */
export function unitZone(): string {
  return zone
}

/** Set once, by the shell, when the server says otherwise. */
export function setUnitZone(name: string): void {
  zone = name
}

/** An instant as wall-clock time of the unit, for date pickers. */
export function toWall(iso: string | null | undefined): Dayjs | null {
  return iso ? dayjs(iso).tz(zone) : null
}

/** Wall-clock time of the unit as ISO 8601 with its offset. */
export function fromWall(wall: Dayjs | null | undefined): string | null {
  return wall ? dayjs.tz(wall.format('YYYY-MM-DDTHH:mm:ss'), zone).format('YYYY-MM-DDTHH:mm:ssZ') : null
}
