import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { checkWords } from './check-spec.ts'
import type { previewSource } from './contract.ts'
import { mailFields, mailOfText } from './mail-fields.ts'
import { Unreadable, type Occurrence } from './occurrence.ts'
import type { Lookup } from './rules/template.ts'
import type { Spec } from './spec-contract.ts'
import { parseSyslog, syslogFields } from './syslog/parse.ts'
import { decodeNotification } from './trap/decode.ts'
import { trapFields, variableNames } from './trap/fields.ts'
import { judge, occurrencesOf } from './understand.ts'

type Shown = Output<typeof previewSource>
interface Seen {
  lookup: Lookup
  names: string[]
}

/** What one message is for rules, with the names that are worth showing. @throws Unreadable */
function see(spec: Spec, raw: string, peer: string): Seen {
  if (spec.kind === 'trap') {
    const hex = raw.replace(/\s+/g, '')
    if (!/^([0-9a-f]{2})+$/i.test(hex)) throw new Unreadable('hex')
    const notification = decodeNotification(Buffer.from(hex, 'hex'))
    const named = ['trap', 'trapName', 'host', 'version', 'enterprise', ...Object.keys(variableNames)]
    return {
      lookup: trapFields(notification, peer),
      names: [...named, ...notification.varbinds.slice(0, 50).map(({ oid }) => oid), 'message'],
    }
  }
  if (spec.kind === 'syslog') {
    const message = parseSyslog(raw.trimEnd())
    const named = ['host', 'app', 'procid', 'msgid', 'facility', 'severity', 'severityName', 'level', 'time']
    return {
      lookup: syslogFields(message, peer),
      names: [...named, ...message.data.keys(), 'message', 'peer'],
    }
  }
  return {
    lookup: mailFields(mailOfText(raw)),
    names: ['from', 'fromName', 'subject', 'message'],
  }
}

function alertsOf(occurrences: readonly Occurrence[]): Shown['alerts'] {
  return occurrences.slice(0, 50).map((one) => ({
    status: one.status,
    name: one.name,
    severity: one.severity,
    labels: one.labels,
    annotations: one.annotations,
    startsAt: one.startsAt ?? null,
    endsAt: one.endsAt ?? null,
  }))
}

const nothing: Shown = {
  outcome: 'ignored',
  problem: null,
  rule: null,
  threshold: null,
  fields: [],
  alerts: [],
}

/**
 * What a message would become with these settings; nothing is stored.
 * @throws alert-source.bad_pattern, alert-source.bad_reference (422), naming the field of the settings
 */
export async function previewSourceVerb(
  _db: Db,
  _actor: unknown,
  { spec, raw, peer }: Input<typeof previewSource>,
): Promise<Shown> {
  checkWords(spec)
  try {
    if (!('rules' in spec)) {
      const alerts = alertsOf(occurrencesOf(spec, parseJson(raw)))
      return { ...nothing, outcome: alerts.length > 0 ? 'alert' : 'ignored', alerts }
    }
    const { lookup, names } = see(spec, raw, peer)
    const judged = judge(spec.rules, lookup, null, 0)
    const fields = [...new Set(names)].flatMap((name) => {
      const value = lookup(name)
      return value === undefined || value === '' ? [] : [{ name, value: value.slice(0, 1000).toWellFormed() }]
    })
    return {
      ...nothing,
      outcome: judged.occurrence ? 'alert' : 'ignored',
      rule: judged.rule?.name ?? null,
      threshold: judged.rule?.threshold ?? null,
      fields,
      alerts: alertsOf(judged.occurrence ? [judged.occurrence] : []),
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...nothing, outcome: 'malformed', problem: error.message }
  }
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch (error) {
    throw new Unreadable((error as Error).message)
  }
}
