/** Syslog messages as they come: RFC 5424, RFC 3164, and what devices make of it. Never fails for lack of form. */
import { severityNames } from '../rules/condition.ts'
import type { Lookup } from '../rules/template.ts'

export interface SyslogMessage {
  /** RFC 5424 §6.2.1 */
  facility: number
  severity: number
  host: string
  app: string
  procid: string
  msgid: string
  /** what the sender's clock said; it is shown and not believed */
  time: string
  /** `id.name` → value */
  data: Map<string, string>
  message: string
  form: 'rfc5424' | 'rfc3164' | 'bare'
}

const facilityNames = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
  ...['ntp', 'audit', 'console', 'clock'],
  ...['local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
]

const chinese = new TextDecoder('gb18030')

/** Text of a message: UTF-8, else GB 18030 (what older Chinese devices send); control characters become spaces. */
export function decodeText(octets: Buffer): string {
  let text = octets.toString('utf8')
  if (text.includes('\ufffd')) text = chinese.decode(octets)

  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f]+/g, ' ').trimEnd()
}

/**
 * Takes a message apart. One without priority counts as user.notice (RFC 3164 §4.3.3).
 * @param text one message, without its frame
 */
export function parseSyslog(text: string): SyslogMessage {
  const found = /^<(\d{1,3})>/.exec(text)
  const priority = found ? Number(found[1]) : 13
  const valid = found !== null && priority <= 191
  const rest = valid ? text.slice(found[0].length) : text
  const base = {
    facility: valid ? priority >> 3 : 1,
    severity: valid ? priority & 7 : 5,
    data: new Map<string, string>(),
  }
  return (valid && rest.startsWith('1 ') ? rfc5424(rest, base) : undefined) ?? rfc3164(rest, base, valid)
}

type Base = Pick<SyslogMessage, 'facility' | 'severity' | 'data'>

const nil = (word: string): string => (word === '-' ? '' : word)

/** RFC 5424 §6; undefined: it only looked so. */
function rfc5424(text: string, base: Base): SyslogMessage | undefined {
  const head = /^1 (\S{1,64}) (\S{1,255}) (\S{1,100}) (\S{1,128}) (\S{1,64}) /.exec(`${text} `)
  if (!head) return undefined
  const at = readData(text, head[0].length, base.data)
  if (at === undefined) return undefined
  const message = text.slice(at).replace(/^ \ufeff?/, '')
  return {
    ...base,
    time: nil(head[1]!),
    host: nil(head[2]!),
    app: nil(head[3]!),
    procid: nil(head[4]!),
    msgid: nil(head[5]!),
    message,
    form: 'rfc5424',
  }
}

/** Structured data from `at` on (§6.3). @returns where it ends; undefined: there is none */
function readData(text: string, at: number, data: Map<string, string>): number | undefined {
  if (text[at] === '-') return at + 1
  if (text[at] !== '[') return undefined
  let here = at
  while (text[here] === '[') {
    const id = /[^ \]=]{1,64}/y
    id.lastIndex = here + 1
    const name = id.exec(text)?.[0]
    if (!name) return undefined
    here = id.lastIndex
    const param = / +([^ \]="]{1,64})="((?:[^"\\\]]|\\.)*)"/y
    for (;;) {
      param.lastIndex = here
      const found = param.exec(text)
      if (!found) break
      if (data.size < 64) data.set(`${name}.${found[1]}`, found[2]!.replace(/\\(["\\\]])/g, '$1'))
      here = param.lastIndex
    }
    if (text[here] !== ']') return undefined
    here++
  }
  return here
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
/** RFC 3164's, with a year, fractions, a zone or Cisco's marks of a clock that is not set; or ISO 8601. */
const stamps = new RegExp(
  `^(?:\\d{1,10}: )?[*.%]?(?:(?:${months}) [ \\d]\\d (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: \\d{4})?(?: [A-Z]{2,5}(?=:))?|\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?):? `,
)

/** RFC 3164 §4.1: time, host, tag; each of them may be missing. */
function rfc3164(text: string, base: Base, priority: boolean): SyslogMessage {
  const stamp = stamps.exec(text)
  let rest = stamp ? text.slice(stamp[0].length) : text
  let host = ''
  // with a time there is a host, unless the tag follows at once
  const word = stamp ? /^([^\s:[\]]{1,255}) (?=\S)/.exec(rest) : null
  if (word) {
    host = word[1]!
    // Cisco's: a colon of its own behind the host
    rest = rest.slice(word[0].length).replace(/^: /, '')
  }
  const tag = /^([^\s:[\]]{1,100})(?:\[([^\]\s]{1,64})\])?: ?/.exec(rest)
  if (tag) rest = rest.slice(tag[0].length)
  return {
    ...base,
    time: stamp ? stamp[0].trim().replace(/:$/, '') : '',
    host,
    app: tag?.[1] ?? '',
    procid: tag?.[2] ?? '',
    msgid: '',
    message: rest.trim(),
    form: priority || stamp ? 'rfc3164' : 'bare',
  }
}

/** critical for emerg to crit, warning for err and warning, info for the rest. */
const levelOf = (severity: number): string =>
  severity <= 2 ? 'critical' : severity <= 4 ? 'warning' : 'info'

/**
 * Fields of a message: `message`, `host` (its own name for itself, else the sender's address), `app`, `procid`, `msgid`,
 * `facility` (name), `severity` (number), `severityName`, `level`, `peer`, `time`, `text` (all of it), and structured data as
 * `id.name`.
 */
export function syslogFields(message: SyslogMessage, peer: string): Lookup {
  return (name) => {
    switch (name) {
      case 'message':
        return message.message
      case 'host':
        return message.host || peer
      case 'app':
        return message.app
      case 'procid':
        return message.procid
      case 'msgid':
        return message.msgid
      case 'facility':
        return facilityNames[message.facility]
      case 'severity':
        return String(message.severity)
      case 'severityName':
        return severityNames[message.severity]
      case 'level':
        return levelOf(message.severity)
      case 'peer':
        return peer
      case 'time':
        return message.time
      default:
        return message.data.get(name)
    }
  }
}
