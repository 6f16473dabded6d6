import { ImapFlow } from 'imapflow'
import { AppError } from '#kernel/errors/index.ts'

/** How to reach a mailbox; the secret in clear. */
export interface Access {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  ca: string | null
  login: string
  secret: string
  folder: string
}

/**
 * A client that is not connected yet. Its errors outside of a command come as the event `error`, which somebody must
 * listen to: the process would end otherwise.
 */
export function imapClient(access: Access): ImapFlow {
  return new ImapFlow({
    host: access.host,
    port: access.port,
    secure: access.tls === 'tls',
    // never silently in clear text where encryption is asked for, never a surprise where it is not
    ...(access.tls === 'tls' ? {} : { doSTARTTLS: access.tls === 'starttls' }),
    auth: { user: access.login, pass: access.secret },
    tls: { minVersion: 'TLSv1.2', ...(access.ca ? { ca: access.ca } : {}) },
    clientInfo: { name: 'Zhengyun' },
    logger: false,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    // longer than an idle of 5 minutes: after it the connection counts as broken
    socketTimeout: 7 * 60_000,
    maxIdleTime: 5 * 60_000,
    // as soon as a look is over: by default mail that comes within 15 s of another is told of only then
    autoIdleDelay: 300,
  })
}

/** What the server or the network said, in one line without our secrets. */
export function explainImap(error: unknown): string {
  const {
    message = '',
    code = '',
    responseText = '',
    authenticationFailed,
  } = error as {
    message?: string
    code?: string
    responseText?: string
    authenticationFailed?: boolean
  }
  const said = [authenticationFailed ? 'authentication failed' : '', code, responseText || message]
  return said.filter(Boolean).join(': ').replace(/\s+/g, ' ').slice(0, 400)
}

export interface Trial {
  ok: boolean
  error: string | null
  folders: string[]
  messages: number | null
  idle: boolean
}

/** Connects, signs in, looks into the folder, and leaves. Takes half a minute at most; changes nothing. */
export async function tryAccess(access: Access): Promise<Trial> {
  const client = imapClient(access)
  client.on('error', () => undefined)
  const late = setTimeout(() => client.close(), 30_000)
  let folders: string[] = []
  try {
    await client.connect()
    const idle = client.capabilities.has('IDLE')
    folders = (await client.list()).map((folder) => folder.path).slice(0, 200)
    const status = folders.includes(access.folder)
      ? await client.status(access.folder, { messages: true })
      : false
    if (!status) throw new AppError('mailbox.no_folder', { status: 422, field: 'folder' })
    return { ok: true, error: null, folders, messages: status.messages ?? null, idle }
  } catch (error) {
    const said = error instanceof AppError ? error.code : explainImap(error)
    return { ok: false, error: said || 'no answer', folders, messages: null, idle: false }
  } finally {
    clearTimeout(late)
    client.close()
  }
}
