/**
 * Zabbix: events of its webhook media types. What is sent is whatever the media type's script makes of its parameters; the
 * names taken here are those of the media types that Zabbix ships (`event_id`, `event_value`, …), and without underscores.
 * Ours is in `zabbix-media-type.ts`. Pure.
 */
import { Unreadable, type Occurrence } from '../occurrence.ts'
import { first, isObject, labelsOf, timeOf, type Json } from './values.ts'

/** Numbers of severities (https://www.zabbix.com/documentation/current/en/manual/config/triggers/severity): 0 not classified … 5 disaster. */
const bySeverity = ['warning', 'info', 'warning', 'warning', 'critical', 'critical'] as const
const byWord: Record<string, number> = {
  'not classified': 0,
  information: 1,
  warning: 2,
  average: 3,
  high: 4,
  disaster: 5,
  未分类: 0,
  信息: 1,
  警告: 2,
  一般严重: 3,
  严重: 4,
  灾难: 5,
}

function severityOf(body: Json): string {
  const number = first(body, 'event_nseverity', 'eventnseverity', 'nseverity', 'trigger_nseverity')
  if (/^[0-5]$/.test(number)) return bySeverity[Number(number)]!
  const word = first(body, 'event_severity', 'eventseverity', 'severity', 'trigger_severity').toLowerCase()
  return Object.hasOwn(byWord, word) ? bySeverity[byWord[word]!]! : 'warning'
}

/** `{EVENT.TAGSJSON}` (a list of tag and value, as text or not), or `{EVENT.TAGS}` (`a:b, c`). */
function tagsOf(body: Json): [string, string][] {
  const given = body['event_tags_json'] ?? body['event_tags'] ?? body['event_tagsjson'] ?? body['tags']
  let list: unknown = given
  if (typeof given === 'string') {
    try {
      list = JSON.parse(given)
    } catch {
      // not JSON: the other form
      list = given.split(',').map((one) => {
        const [tag = '', ...value] = one.split(':')
        return { tag, value: value.join(':') }
      })
    }
  }
  if (!Array.isArray(list)) return []
  return list
    .slice(0, 100)
    .filter(isObject)
    .map((one) => [first(one, 'tag'), first(one, 'value') || 'true'])
}

/**
 * One event, or a list of events. A problem (value 1) begins or goes on, its recovery (value 0) ends it: both carry the id
 * of the problem's event. Updates (acknowledged, commented, another severity) go on.
 * @throws Unreadable naming what is missing
 */
export function fromZabbix(body: unknown, options: { tags: boolean }): Occurrence[] {
  const events = Array.isArray(body) ? body : [body]
  return events.map((event) => {
    if (!isObject(event)) throw new Unreadable('no object')
    return occurrence(event, options)
  })
}

function occurrence(body: Json, { tags }: { tags: boolean }): Occurrence {
  const id = first(body, 'event_id', 'eventid', 'problem_id')
  if (id === '') throw new Unreadable('event_id is missing')
  const value = first(body, 'event_value', 'eventvalue', 'value').toLowerCase()
  if (!/^(0|1|problem|ok|resolved)$/.test(value)) throw new Unreadable('event_value is neither 0 nor 1')
  const over = value === '0' || value === 'ok' || value === 'resolved'
  const name = first(body, 'event_name', 'eventname', 'trigger_name', 'alert_subject') || `event ${id}`
  const update = first(body, 'event_update_message', 'event_update_action')
  const trigger = first(body, 'trigger_id', 'triggerid')
  return {
    ref: id.slice(0, 200),
    status: over ? 'resolved' : 'firing',
    name,
    severity: severityOf(body),
    labels: labelsOf([
      ['alertname', name],
      ['host', first(body, 'host_host', 'host', 'host_name', 'hostname')],
      ['hostname', first(body, 'host_name', 'hostname')],
      ['ip', first(body, 'host_ip', 'ip')],
      // without a trigger nothing but the event tells two problems apart
      trigger === '' ? ['event_id', id] : ['trigger_id', trigger],
      ...(tags ? tagsOf(body) : []),
    ]),
    annotations: labelsOf([
      ['summary', first(body, 'alert_message', 'event_opdata') || name],
      ['description', first(body, 'trigger_description')],
      ['value', first(body, 'event_opdata', 'item_value')],
      ['update', update],
      ['event_id', id],
      ['url', first(body, 'event_url', 'zabbix_event_url', 'trigger_url', 'url')],
    ]),
    startsAt: timeOf(first(body, 'event_timestamp')),
    endsAt: over ? timeOf(first(body, 'event_recovery_timestamp')) : undefined,
    count: 1,
    resolveMinutes: null,
    onlyIfOpen: false,
  }
}
