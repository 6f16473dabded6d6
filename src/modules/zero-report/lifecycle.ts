/** Minutes before the time at which a report is due that it is asked for. */
export const remindMinutes = 60
/**
 * Minutes from the time at which a report is due to each step of the chase: who reports is asked, told that it is late, then
 * the leader of the party, then the leading cadre of those to whom it is due.
 */
export const steps = [
  { after: -remindMinutes, tells: 'due' },
  { after: 0, tells: 'late' },
  { after: 30, tells: 'chased' },
  { after: 60, tells: 'missing' },
] as const
export type Step = (typeof steps)[number]
/** The leading cadre is told how the day stands so many minutes after the last report was due. */
export const summaryMinutes = 30
/** What nobody opened while nothing ran is opened as late, so many days back. */
export const backDays = 7

/** What stands behind a number of step; undefined past the last. */
export const stepAt = (n: number): Step | undefined => steps[n]

/** The step that comes next; only the reminder is passed over where its time lies behind. */
export function nextStep(dueAt: Date, now: Date, n: number): { n: number; at: Date } | null {
  for (let i = n; i < steps.length; i++) {
    const at = new Date(dueAt.getTime() + steps[i]!.after * 60_000)
    if (at > now || steps[i]!.tells !== 'due') return { n: i, at }
  }
  return null
}

/** Why a party reports on a day; empty: it does not. */
export function occasionsOf(
  party: { holidays: boolean },
  day: { holiday: string | null; periods: readonly { name: string; reportBy: string | null }[] },
): string[] {
  return [...(party.holidays && day.holiday ? [day.holiday] : []), ...day.periods.map((one) => one.name)]
}

/** The time by which it is due: the earliest that a period asks for, else the party's own. */
export function dueOn(party: { due: string }, periods: readonly { reportBy: string | null }[]): string {
  const asked = periods.flatMap((one) => one.reportBy ?? [])
  return asked.length > 0 ? asked.toSorted()[0]! : party.due
}

export const lineStates = ['waiting', 'missing', 'nothing', 'something'] as const
export type LineState = (typeof lineStates)[number]

/** How a party stands on a day. */
export function stateOf(line: { nothing: boolean | null; missed: boolean }): LineState {
  if (line.nothing === null) return line.missed ? 'missing' : 'waiting'
  return line.nothing ? 'nothing' : 'something'
}
