/**
 * Nightingale 夜莺 (n9e): the alert event as its callbacks and webhooks send it, one or a list. Fields by the documented event
 * body: `hash`, `rule_name`, `severity` (1 to 3), `is_recovered`, `trigger_time` (seconds), `tags` (`key=value`) or `tags_map`. Pure.
 */
import { Unreadable, type Occurrence } from '../occurrence.ts'
import { first, isObject, labelsOf, pairsOf, timeOf, type Json } from './values.ts'

/** 1 is gravest: 紧急 critical, 警告 warning, 通知 info. */
const bySeverity: Record<string, string> = { '1': 'critical', '2': 'warning', '3': 'info' }

/** @throws Unreadable naming what is missing */
export function fromNightingale(body: unknown): Occurrence[] {
  const inner = isObject(body) ? (body['events'] ?? body['event'] ?? body) : body
  const events = Array.isArray(inner) ? inner : [inner]
  return events.map((event) => {
    if (!isObject(event)) throw new Unreadable('no object')
    return occurrence(event)
  })
}

function tagsOf(event: Json): [string, string][] {
  const map = event['tags_map']
  if (isObject(map)) return Object.entries(map).map(([key, value]) => [key, String(value)])
  const { tags } = event
  if (Array.isArray(tags)) return pairsOf(tags)
  // older ones: one text, parted by `,,` as it lies in their database, or by commas
  return typeof tags === 'string' ? pairsOf(tags.split(/,,|,/)) : []
}

function occurrence(event: Json): Occurrence {
  const rule = first(event, 'rule_name', 'rule_note')
  if (rule === '') throw new Unreadable('rule_name is missing')
  const id = first(event, 'hash', 'id')
  if (id === '') throw new Unreadable('hash is missing')
  const over = event['is_recovered'] === true || first(event, 'is_recovered') === 'true'
  const annotations = isObject(event['annotations'])
    ? Object.entries(event['annotations']).map(([key, value]): [string, string] => [key, String(value)])
    : []
  return {
    ref: id.slice(0, 200),
    status: over ? 'resolved' : 'firing',
    name: rule,
    severity: bySeverity[first(event, 'severity')] ?? 'warning',
    labels: labelsOf([
      ['alertname', rule],
      ['rule_id', first(event, 'rule_id')],
      ['cluster', first(event, 'cluster')],
      ['busigroup', first(event, 'group_name')],
      ['target', first(event, 'target_ident')],
      ...tagsOf(event).filter(([key]) => key !== '__name__' && key !== 'rulename'),
    ]),
    annotations: labelsOf([
      ['summary', first(event, 'rule_note') || rule],
      ['value', first(event, 'trigger_value')],
      ['query', first(event, 'prom_ql')],
      ['runbook', first(event, 'runbook_url')],
      ...annotations,
    ]),
    startsAt: timeOf(first(event, 'first_trigger_time', 'trigger_time')),
    endsAt: over ? timeOf(first(event, 'recover_time', 'last_eval_time', 'trigger_time')) : undefined,
    count: 1,
    resolveMinutes: null,
    onlyIfOpen: false,
  }
}
