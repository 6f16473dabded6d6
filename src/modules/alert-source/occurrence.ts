/** What a message of a source says about one alert, before it is settled with what is open. */
export interface Occurrence {
  /** what the source calls it: the same when it begins, goes on, and ends */
  ref: string
  status: 'firing' | 'resolved'
  name: string
  severity: string
  labels: Record<string, string>
  annotations: Record<string, string>
  /** as told; otherwise the time of arrival counts */
  startsAt?: Date | undefined
  endsAt?: Date | undefined
  groupKey?: string | undefined
  /** messages that are one occurrence */
  count: number
  /** over by itself when nothing more is heard for so long */
  resolveMinutes: number | null
  /** an end of what never began is nothing */
  onlyIfOpen: boolean
}

/** A message that could not be understood; the text says what is wrong with it, for people. */
export class Unreadable extends Error {}
