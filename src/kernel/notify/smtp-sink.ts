import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface SmtpSink {
  url: string
  /** messages accepted so far, as received */
  mails: string[]
  /** how the server answers the end of the next messages; default accept */
  next: ('accept' | 'later' | 'never' | 'hang-up')[]
  close: () => Promise<void>
}

/** A mail server for tests: speaks as much SMTP (RFC 5321) as it takes to receive mail, over a real socket. */
export async function smtpSink(): Promise<SmtpSink> {
  const mails: string[] = []
  const next: SmtpSink['next'] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    talk(socket, mails, next)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    next,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

const replies: Record<string, string> = {
  EHLO: '250 sink',
  HELO: '250 sink',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  RSET: '250 ok',
  NOOP: '250 ok',
  QUIT: '221 bye',
}

function talk(socket: Socket, mails: string[], next: SmtpSink['next']): void {
  let buffer = ''
  let receiving = false
  socket.write('220 sink\r\n')
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8')
    for (;;) {
      const end = receiving ? '\r\n.\r\n' : '\r\n'
      const at = buffer.indexOf(end)
      if (at < 0) return
      const part = buffer.slice(0, at)
      buffer = buffer.slice(at + end.length)
      if (receiving) {
        receiving = false
        if (!finish(socket, part, mails, next.shift() ?? 'accept')) return
        continue
      }
      const word = part.slice(0, 4).toUpperCase()
      socket.write(`${replies[word] ?? '502 what'}\r\n`)
      if (word === 'DATA') receiving = true
      if (word === 'QUIT') socket.end()
    }
  })
}

/** @returns false when the conversation is over */
function finish(socket: Socket, mail: string, mails: string[], how: SmtpSink['next'][number]): boolean {
  if (how === 'later') socket.write('451 try later\r\n')
  if (how === 'never') socket.write('554 no\r\n')
  if (how === 'accept') {
    mails.push(mail)
    socket.write('250 accepted\r\n')
  }
  if (how !== 'hang-up') return true
  // as after a crash of the server: it may have kept the mail, and does not say so
  mails.push(mail)
  socket.destroy()
  return false
}
