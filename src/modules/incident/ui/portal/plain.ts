import type { TFunction } from 'i18next'
import { unitZone } from '#web/kit/zone.ts'
import { restoreClock } from '../parts/clocks.ts'
import type { Incident, Line } from '../types.ts'

/** Where the incident stands, as four steps that everybody understands; -1 for a cancelled one. */
export function stepOf(state: Line['state']): number {
  if (state === 'cancelled') return -1
  return { new: 0, assigned: 1, 'in-progress': 2, pending: 2, resolved: 3, closed: 3 }[state]
}

/** What happens next, in one sentence. */
export function nextOf(row: Line, t: TFunction<'incident'>): string {
  const owner = row.owner?.name ?? t('ui.portal.someone')
  const why = t(`ui.portal.waiting.${row.holdReason ?? 'other'}`, {
    defaultValue: t('ui.portal.waiting.other'),
  })
  return t(`ui.portal.next.${row.state}`, { owner, why })
}

/** When it should work again, as people say it: "预计 11月23日 周一 17:30 前恢复". Nothing while the clock rests. */
export function dueOf(
  row: Pick<Incident, 'clocks'>,
  t: TFunction<'incident'>,
  lang: string,
): { text: string; late: boolean } | null {
  const clock = restoreClock(row.clocks)
  if (!clock || clock.state === 'cancelled' || clock.state === 'paused') return null
  if (clock.state === 'met') return { text: t('ui.portal.dueMet'), late: false }
  if (clock.stoppedAt) return { text: t('ui.portal.dueMet'), late: false }
  if (clock.state === 'breached' || clock.remainingSeconds < 0)
    return { text: t('ui.portal.overdue'), late: true }
  return { text: t('ui.portal.due', { at: dayAndTime(clock.dueAt, lang) }), late: false }
}

/** "11月23日周一 17:30" */
export function dayAndTime(iso: string, lang: string): string {
  return new Intl.DateTimeFormat(lang, {
    timeZone: unitZone(),
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
}
