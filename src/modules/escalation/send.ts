import { createHmac } from 'node:crypto'
import { AppError } from '#kernel/errors/index.ts'
import { fillTemplate, strangeNames, type Place, type Values } from './lifecycle.ts'
import { openChannel } from './secrets.ts'
import type { ChannelRow } from './store/channel.ts'

/** What one HTTP request of a channel is. */
export interface Message {
  /** of the delivery: the same again when it is sent again, so that a receiver can tell */
  id: string
  values: Values
  sentAt: Date
}
export interface Outcome {
  ok: boolean
  /** `HTTP 200`, `timeout`, `ECONNREFUSED`; never what the other side answered */
  result: string
}

/** Most of an answer that is looked through for what is expected, bytes. */
const mostAnswer = 65_536

/** The documented body of a webhook. */
function webhookBody(message: Message): string {
  const { secret: _secret, ...values } = message.values
  return JSON.stringify({
    id: message.id,
    event: 'escalation',
    sentAt: message.sentAt.toISOString(),
    ...values,
  })
}

const placeOf = (type: string): Place =>
  type.includes('json') ? 'json' : type.includes('urlencoded') ? 'url' : 'text'

/** `sha256=` and the HMAC-SHA256 (hex) of `<timestamp>.<body>`; the timestamp is in seconds. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

function requestOf(channel: ChannelRow, message: Message): { url: string; headers: Headers; body: string } {
  const secret = openChannel(channel)
  const values = { ...message.values, ...(secret === null ? {} : { secret }) }
  const headers = new Headers()
  for (const [name, value] of Object.entries(channel.headers))
    headers.set(name, fillTemplate(value, values, 'header'))
  if (!headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8')
  const body =
    channel.kind === 'webhook'
      ? webhookBody(message)
      : fillTemplate(channel.body ?? '', values, placeOf(headers.get('content-type')!))
  headers.set('x-zhengyun-delivery', message.id)
  if (secret !== null) {
    const timestamp = String(Math.floor(message.sentAt.getTime() / 1000))
    headers.set('x-zhengyun-timestamp', timestamp)
    headers.set('x-zhengyun-signature', signature(secret, timestamp, body))
  }
  return { url: fillTemplate(channel.url, values, 'url'), headers, body }
}

/** Sends by a channel within its time; redirections are not followed. Never throws for what the other side does. */
export async function send(channel: ChannelRow, message: Message): Promise<Outcome> {
  try {
    const { url, headers, body } = requestOf(channel, message)
    const answer = await fetch(url, {
      ...{ method: 'POST', headers, body, redirect: 'manual' },
      signal: AbortSignal.timeout(channel.timeoutSeconds * 1000),
    })
    const said = channel.expect === null ? '' : await firstOf(answer)
    if (channel.expect === null) await answer.body?.cancel()
    if (!answer.ok) return { ok: false, result: `HTTP ${answer.status}` }
    if (channel.expect !== null && !said.includes(channel.expect))
      return { ok: false, result: `HTTP ${answer.status}, unexpected answer` }
    return { ok: true, result: `HTTP ${answer.status}` }
  } catch (error) {
    return { ok: false, result: reasonOf(error) }
  }
}

async function firstOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    parts.push(part)
    size += part.length
    if (size >= mostAnswer) break
  }
  return Buffer.concat(parts).subarray(0, mostAnswer).toString('utf8')
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string } }
  if (name === 'TimeoutError') return 'timeout'
  return cause?.code ?? message.slice(0, 200)
}

/** @throws escalation.bad_url, escalation.strange_name, escalation.bad_header (422) */
export function checkTemplates(body: {
  url: string
  headers: Record<string, string>
  body: string | null
}): void {
  const refuse = (code: string, field: string, params = {}) =>
    new AppError(`escalation.${code}`, { status: 422, field, params })
  for (const [field, text] of [
    ['url', body.url],
    ['body', body.body ?? ''],
    ['headers', Object.values(body.headers).join(' ')],
  ] as const) {
    const [strange] = strangeNames(text)
    if (strange !== undefined) throw refuse('strange_name', field, { name: strange.slice(0, 40) })
  }
  if (!hostOf(body.url)) throw refuse('bad_url', 'url')
  const own = /^(host|connection|content-length|transfer-encoding|x-zhengyun-.*)$/i
  // a header value travels as Latin-1
  const bad = ([name, value]: [string, string]) => own.test(name) || /[^\u0020-\u00ff]/.test(value)
  if (Object.entries(body.headers).some(bad)) throw refuse('bad_header', 'headers')
}

/** Host and port a template leads to; null where it is no HTTP address, names a password, or values change where it leads. */
export function hostOf(url: string): string | null {
  const hosts = ['a', 'b'].map((letter) => {
    const parsed = URL.parse(url.replace(/\{\{.*?\}\}/g, letter))
    return parsed && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password
      ? `${parsed.protocol}//${parsed.host}`
      : null
  })
  return hosts[0] === hosts[1] ? (hosts[0] ?? null) : null
}
