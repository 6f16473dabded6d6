import type { Socket } from 'node:net'
import { Failure } from './failure.ts'
import { Inbox } from './inbox.ts'
import type { startTlsOf } from './kind-contract.ts'
import { quote } from './output.ts'
import type { Span } from './span.ts'

type Protocol = Exclude<(typeof startTlsOf)[number], 'none'>

/** Asks the peer, in its own protocol, to go on in TLS. @throws Failure no_starttls, unexpected, malformed … */
export async function startTls(socket: Socket, protocol: Protocol, span: Span): Promise<void> {
  const inbox = new Inbox(socket, span)
  await steps[protocol](socket, inbox)
  inbox.release()
}

type Step = (socket: Socket, inbox: Inbox) => Promise<void>
const steps: Record<Protocol, Step> = {
  async smtp(socket, inbox) {
    await smtpReply(inbox, '220')
    socket.write('EHLO probe.invalid\r\n')
    const lines = await smtpReply(inbox, '250')
    if (!lines.some((line) => /^STARTTLS$/i.test(line.trim()))) throw new Failure('no_starttls')
    await smtpStartTls(socket, inbox)
  },
  async imap(socket, inbox) {
    await imapGreeting(inbox)
    await imapStartTls(socket, inbox)
  },
  async pop3(socket, inbox) {
    await begins(inbox, '+OK')
    socket.write('STLS\r\n')
    await orNoTls(inbox, '+OK')
  },
  async ftp(socket, inbox) {
    await smtpReply(inbox, '220')
    socket.write('AUTH TLS\r\n')
    await orNoTls(inbox, '234')
  },
  async ldap(socket, inbox) {
    // RFC 4511 §4.14: extended request 1.3.6.1.4.1.1466.20037, message 1
    socket.write(
      Buffer.concat([Buffer.from('301d02010177188016', 'hex'), Buffer.from('1.3.6.1.4.1.1466.20037')]),
    )
    const answer = await inbox.until((bytes) => {
      if (bytes.length < 2) return undefined
      if (bytes[0] !== 0x30) throw new Failure('malformed', {}, { output: quote(bytes) })
      // a long form of one octet is what some servers write for a few
      const [head, length] =
        bytes[1]! === 0x81 ? [3, bytes[2]] : bytes[1]! === 0x84 ? [6, bytes[5]] : [2, bytes[1]]
      if (length === undefined || bytes.length < head + length) return undefined
      return { end: head + length, found: Buffer.from(bytes.subarray(head, head + length)) }
    })
    // messageID, ExtendedResponse [APPLICATION 24], resultCode
    const body = answer.indexOf(0x78)
    const code = body < 0 ? -1 : answer.indexOf(Buffer.from([0x0a, 0x01]), body)
    if (code < 0) throw new Failure('malformed', {}, { output: answer.toString('hex') })
    if (answer[code + 2] !== 0) throw new Failure('no_starttls')
  },
  async postgres(socket, inbox) {
    // SSLRequest of the protocol's chapter 55.7
    socket.write(Buffer.from('0000000804d2162f', 'hex'))
    const answer = await inbox.until((bytes) =>
      bytes.length > 0 ? { end: 1, found: String.fromCharCode(bytes[0]!) } : undefined,
    )
    if (answer === 'N') throw new Failure('no_starttls')
    if (answer !== 'S') throw new Failure('malformed', {}, { output: quote(inbox.peek()) })
  },
  async mysql(socket, inbox) {
    const greeting = await inbox.until((bytes) => {
      const length = bytes.length < 4 ? undefined : bytes.readUIntLE(0, 3)
      if (length !== undefined && length > 4096) throw new Failure('malformed', {}, { output: quote(bytes) })
      if (length === undefined || bytes.length < 4 + length) return undefined
      return { end: 4 + length, found: Buffer.from(bytes.subarray(4, 4 + length)) }
    })
    // an error in place of a greeting (too many connections, host blocked) has no capabilities
    const name = greeting.indexOf(0, 1)
    if (greeting[0] !== 10 || name < 0)
      throw new Failure('unexpected', { expected: 'greeting', got: quote(greeting) })
    const low = greeting.readUInt16LE(name + 1 + 4 + 8 + 1)
    if (!(low & 0x0800)) throw new Failure('no_starttls')
    // SSLRequest: protocol 4.1, SSL, secure connection; 16 MiB; utf8; 23 zeros
    const request = Buffer.alloc(36)
    request.writeUIntLE(32, 0, 3)
    request[3] = 1
    request.writeUInt32LE(0x0200 | 0x0800 | 0x8000, 4)
    request.writeUInt32LE(0x0100_0000, 8)
    request[12] = 33
    socket.write(request)
  },
}

/** All lines of a reply as SMTP and FTP write it, without their code. @throws Failure unexpected */
export async function smtpReply(inbox: Inbox, code: string): Promise<string[]> {
  const lines: string[] = []
  for (;;) {
    const line = await inbox.line()
    if (!line.startsWith(code) && (lines.length === 0 || /^\d{3}[ -]/.test(line)))
      throw new Failure('unexpected', { expected: code, got: quote(line) }, { output: quote(line, 1000) })
    lines.push(line.replace(/^\d{3}[ -]?/, ''))
    if (line.startsWith(code) && line[3] !== '-') return lines
    if (lines.length > 200) throw new Failure('malformed', {}, { output: quote(line) })
  }
}

export async function smtpStartTls(socket: Socket, inbox: Inbox): Promise<void> {
  socket.write('STARTTLS\r\n')
  await orNoTls(inbox, '220')
}

/** @returns the words of the greeting (RFC 9051 §7.1). @throws Failure unexpected */
export async function imapGreeting(inbox: Inbox): Promise<string> {
  const line = await inbox.line()
  if (!/^\* (OK|PREAUTH)\b/i.test(line))
    throw new Failure('unexpected', { expected: '* OK', got: quote(line) })
  return line
}

export async function imapStartTls(socket: Socket, inbox: Inbox): Promise<void> {
  socket.write('z1 STARTTLS\r\n')
  for (let i = 0; i < 100; i++) {
    const line = await inbox.line()
    if (/^z1 OK\b/i.test(line)) return
    if (/^z1 /i.test(line)) throw new Failure('no_starttls', {}, { output: quote(line) })
    if (!line.startsWith('* ')) break
  }
  throw new Failure('malformed')
}

async function begins(inbox: Inbox, start: string): Promise<void> {
  const line = await inbox.line()
  if (!line.startsWith(start)) throw new Failure('unexpected', { expected: start, got: quote(line) })
}

async function orNoTls(inbox: Inbox, start: string): Promise<void> {
  const line = await inbox.line()
  if (!line.startsWith(start)) throw new Failure('no_starttls', {}, { output: quote(line) })
}
