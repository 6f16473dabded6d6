/** Any JSON by a mapping. Pure; its cost is the body's size times the mapping's. */
import { Unreadable, type Occurrence } from '../occurrence.ts'
import { asText, at } from '../rules/pointer.ts'
import { render, type Lookup } from '../rules/template.ts'
import type { Mapping } from '../spec-contract.ts'
import { isObject, labelsOf, pairsOf, timeOf } from './values.ts'

/** Alerts of one body at most. */
const maxItems = 5000

/** @throws Unreadable when there is no alert where the mapping looks for them */
export function fromMapped(body: unknown, mapping: Mapping): Occurrence[] {
  const found = at(body, mapping.items)
  if (found === undefined || found === null)
    throw new Unreadable(`nothing at ${mapping.items || '(whole body)'}`)
  const items = Array.isArray(found) ? found : [found]
  if (items.length > maxItems) throw new Unreadable(`more than ${maxItems} alerts`)
  return items.map((item, n) => occurrence(item, body, mapping, n))
}

function lookupIn(item: unknown, body: unknown): Lookup {
  return (ref) => {
    const [from, pointer] = ref.startsWith('$') ? [body, ref.slice(1)] : [item, ref]
    return pointer === '' || pointer.startsWith('/') ? asText(at(from, pointer)) : undefined
  }
}

function occurrence(item: unknown, body: unknown, mapping: Mapping, n: number): Occurrence {
  if (typeof item !== 'object' || item === null) throw new Unreadable(`alert ${n + 1} is no object`)
  const lookup = lookupIn(item, body)
  const say = (template: string, max = 1000): string => render(template, lookup, max).trim()
  const name = say(mapping.name, 200)
  if (name === '') throw new Unreadable(`alert ${n + 1} has no name`)
  const word = say(mapping.severity, 100)
  const known = mapping.severities.find(({ from }) => from.toLowerCase() === word.toLowerCase())
  const status = say(mapping.status, 100).toLowerCase()
  const over = mapping.resolved.some((one) => one.toLowerCase() === status)
  const from = mapping.labelsFrom === null ? undefined : at(item, mapping.labelsFrom)
  const labels = labelsOf([
    ['alertname', name],
    ...mapping.labels.map(({ key, value }): [string, string] => [key, say(value)]),
    ...listed(from),
  ])
  const key = say(mapping.key, 200)
  return {
    ref: key === '' ? JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))) : key,
    status: over ? 'resolved' : 'firing',
    name,
    severity: known?.to ?? mapping.otherwise,
    labels,
    annotations: labelsOf(
      mapping.annotations.map(({ key, value }) => [key, say(value, 4000)]),
      4000,
    ),
    startsAt: timeOf(say(mapping.startsAt, 100)),
    endsAt: over ? timeOf(say(mapping.endsAt, 100)) : undefined,
    groupKey: say(mapping.groupKey, 500) || undefined,
    count: 1,
    resolveMinutes: null,
    onlyIfOpen: false,
  }
}

function listed(from: unknown): [string, string][] {
  if (Array.isArray(from)) return pairsOf(from.slice(0, 200))
  if (!isObject(from)) return []
  return Object.entries(from)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => [key, String(value)])
}
