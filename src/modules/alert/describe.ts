/** Texts of an incident that alerts open. Pure but for the words, which are the unit's language. */
import { say } from '#kernel/http/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { clip } from './parse.ts'
import type { Change } from './fold.ts'

const shown = 10

/** `name: summary`, or the name alone. */
export function titleOf(alert: Pick<Change, 'name' | 'annotations'>): string {
  const summary = (alert.annotations['summary'] ?? alert.annotations['message'] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  const title = summary && summary !== alert.name ? `${alert.name}: ${summary}` : alert.name
  // a title has two characters at least
  return clip(title.length < 2 ? `${title} —` : title, 200)
}

/** Of an item behind which many fell out at once. */
export function outageTitle(item: string, lead: Pick<Change, 'name' | 'annotations'>): string {
  return clip(say('zh-CN', 'alert:incident.outage', { item, name: titleOf(lead) }), 200)
}

/** `a="1" b="2"`, the name left out, as people know it from Prometheus. */
export function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .filter(([key]) => key !== 'alertname')
    .map(([key, value]) => `${key}="${value}"`)
    .join(' ')
}

/** Name and labels of one alert: what the incident is found by, and what its timeline says. */
export const alertText = (alert: Pick<Change, 'name' | 'labels'>): string =>
  `${alert.name} ${labelsText(alert.labels)}`.trim()

/** What the incident says of the alerts that opened it. */
export function descriptionOf(
  alerts: readonly Pick<Change, 'name' | 'labels' | 'annotations' | 'source' | 'startsAt'>[],
): string {
  const word = (key: string, params = {}): string => say('zh-CN', `alert:incident.${key}`, params)
  const lines = alerts.slice(0, shown).map((a) => {
    const about = a.annotations['description'] ?? a.annotations['summary'] ?? ''
    const runbook = a.annotations['runbook_url']
    return [
      alertText(a),
      about.trim(),
      word('from', { source: a.source, at: inUnitZone(a.startsAt, true) }),
      runbook ? word('runbook', { url: runbook }) : '',
    ]
      .filter(Boolean)
      .map((line) => clip(line, 4000))
      .join('\n')
  })
  if (alerts.length > shown) lines.push(word('more', { count: alerts.length - shown }))
  return clip(lines.join('\n\n'), 20_000)
}
