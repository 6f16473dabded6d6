import type { Socket } from 'node:net'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import { Inbox } from '../inbox.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'
import { daysLeft, secure, type Secured } from '../secure.ts'
import { imapGreeting, imapStartTls, smtpReply, smtpStartTls } from '../starttls.ts'
import { openWire, type Wire } from '../wire.ts'

/** Greets a mail server, goes on in TLS where the spec says so, and takes its leave (RFC 5321, RFC 3207). */
export async function probeSmtp(spec: Spec<'smtp'>, ask: Ask): Promise<Answer> {
  return converse(spec, ask, {
    greet: async (inbox) => (await smtpReply(inbox, '220')).join('\n'),
    async hello(socket, inbox) {
      socket.write(`EHLO ${spec.ehlo}\r\n`)
      return smtpReply(inbox, '250')
    },
    async startTls(socket, inbox, offered) {
      if (!offered.some((line) => /^STARTTLS$/i.test(line.trim()))) throw new Failure('no_starttls')
      await smtpStartTls(socket, inbox)
    },
    bye: 'QUIT\r\n',
  })
}

/** As `probeSmtp`, for IMAP (RFC 9051). */
export async function probeImap(spec: Spec<'imap'>, ask: Ask): Promise<Answer> {
  return converse(spec, ask, {
    greet: imapGreeting,
    hello: () => Promise.resolve([]),
    startTls: imapStartTls,
    bye: 'z2 LOGOUT\r\n',
  })
}

interface Manners {
  greet: (inbox: Inbox) => Promise<string>
  hello: (socket: Socket, inbox: Inbox) => Promise<string[]>
  startTls: (socket: Socket, inbox: Inbox, offered: string[]) => Promise<void>
  bye: string
}

async function converse(spec: Spec<'smtp' | 'imap'>, { span }: Ask, manners: Manners): Promise<Answer> {
  const wire: Wire = await openWire(spec, span)
  let secured: Secured | undefined
  if (spec.tls === 'tls') secured = await secure(wire, spec.host, spec, span)
  let socket: Socket = secured?.socket ?? wire.socket
  const began = listeningNow()
  let inbox = new Inbox(socket, span)
  const greeting = await manners.greet(inbox)
  const greeted = listeningNow() - began
  if (spec.expect && !greeting.includes(spec.expect))
    throw new Failure('unexpected', { expected: spec.expect, got: quote(greeting) }, { output: greeting })
  const offered = await manners.hello(socket, inbox)
  if (spec.tls === 'starttls') {
    await manners.startTls(socket, inbox, offered)
    inbox.release()
    secured = await secure(wire, spec.host, spec, span)
    socket = secured.socket
    inbox = new Inbox(socket, span)
    await manners.hello(socket, inbox)
  }
  socket.end(manners.bye)
  const figures: Figure[] = [
    { name: 'time', value: span.elapsed(), unit: 'ms' },
    { name: 'greeting', value: greeted, unit: 'ms' },
  ]
  if (secured?.certificate)
    figures.push({ name: 'cert_days', value: daysLeft(secured.certificate), unit: 'd' })
  return { figures, output: greeting }
}
