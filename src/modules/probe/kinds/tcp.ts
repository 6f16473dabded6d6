import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import { Inbox } from '../inbox.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { cleanOutput, quote } from '../output.ts'
import { secure } from '../secure.ts'
import { openWire } from '../wire.ts'

/** Connects; sends and looks for something in what comes, where the spec says so. */
export async function probeTcp(spec: Spec<'tcp'>, { span }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  const figures = [{ name: 'connect', value: wire.connect, unit: 'ms' }]
  if (wire.dns > 0) figures.push({ name: 'dns', value: wire.dns, unit: 'ms' })
  let socket = wire.socket
  if (spec.tls) {
    const secured = await secure(wire, spec.host, spec, span)
    socket = secured.socket
    figures.push({ name: 'tls', value: secured.tls, unit: 'ms' })
  }
  let output = ''
  if (spec.send || spec.expect) {
    const began = listeningNow()
    const inbox = new Inbox(socket, span)
    if (spec.send) socket.write(unescape(spec.send))
    if (spec.expect) output = await expectIn(inbox, spec.expect)
    figures.push({ name: 'answer', value: listeningNow() - began, unit: 'ms' })
  }
  figures.unshift({ name: 'time', value: span.elapsed(), unit: 'ms' })
  return { figures, output }
}

async function expectIn(inbox: Inbox, expected: string): Promise<string> {
  const wanted = unescape(expected)
  try {
    return await inbox.until((bytes) => {
      const at = bytes.indexOf(wanted)
      return at < 0 ? undefined : { end: bytes.length, found: cleanOutput(bytes) }
    })
  } catch (error) {
    // something came, and it was something else
    if (
      error instanceof Failure &&
      inbox.peek().length > 0 &&
      ['closed', 'too_big', 'timeout'].includes(error.code)
    )
      throw new Failure(
        'unexpected',
        { expected: quote(expected), got: quote(inbox.peek()) },
        { output: cleanOutput(inbox.peek()) },
      )
    throw error
  }
}

/** `\r`, `\n`, `\t`, `\\`, `\x1b` as bytes; everything else as UTF-8. */
export function unescape(text: string): Buffer {
  const parts = text.split(/(\\(?:[rnt\\]|x[0-9a-fA-F]{2}))/)
  const known: Record<string, string> = { '\\r': '\r', '\\n': '\n', '\\t': '\t', '\\\\': '\\' }
  return Buffer.concat(
    parts.map((part, i) =>
      i % 2 === 0
        ? Buffer.from(part)
        : part.startsWith('\\x')
          ? Buffer.from(part.slice(2), 'hex')
          : Buffer.from(known[part]!),
    ),
  )
}
