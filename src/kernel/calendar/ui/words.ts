import type { TFunction } from 'i18next'

export interface Hours {
  from: string
  to: string
}

/** `08:30–12:00、13:30–17:30`; no hours: closed. */
export function hoursText(t: TFunction<'calendar'>, hours: readonly Hours[]): string {
  return hours.length > 0 ? hours.map((h) => `${h.from}–${h.to}`).join(t('page.comma')) : t('page.closed')
}

/** A week in lines, days with the same hours together: `周一至周五 08:30–12:00、13:30–17:30`. */
export function weekText(t: TFunction<'calendar'>, week: readonly (readonly Hours[])[]): string[] {
  const runs: { first: number; last: number; text: string }[] = []
  week.forEach((hours, i) => {
    const text = hoursText(t, hours)
    const run = runs.at(-1)
    if (run?.text === text) run.last = i + 1
    else runs.push({ first: i + 1, last: i + 1, text })
  })
  return runs.map(({ first, last, text }) => {
    const days =
      first === last
        ? t(`weekday.${first}`)
        : t('page.range', { from: t(`weekday.${first}`), to: t(`weekday.${last}`) })
    return `${days} ${text}`
  })
}
