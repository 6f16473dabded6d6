/** A Dovecot and a Postfix of our own, in a folder of their own, on free ports of this machine. */
import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort, programOf, startPeer, until } from './peers.ts'

const run = promisify(execFile)

export interface Imap {
  port: number
  /** certificate of the server, which is its own authority */
  ca: string
  secret: string
  /** the folder of a user's new mail: a file that is moved in there has arrived */
  inbox: (user: string) => string
  folder: string
  said: () => string
  stop: () => Promise<void>
}

/** Why real mail servers cannot be had here; undefined when they can. */
export async function whyNoMailServers(): Promise<string | undefined> {
  try {
    for (const [pack, program] of [
      ['dovecot-imapd', 'dovecot'],
      ['postfix', 'postfix'],
    ] as const)
      await within(180_000, programOf(pack, program, ['/usr/sbin']))
    return undefined
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('installing took too long')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(late))
  })
}

/** The user that mail is stored as: Dovecot serves none with an id of root. */
const owner = { user: 'mail', uid: 8, gid: 8 }

/** Starts Dovecot with mail below `folder/mail/<user>`; every user has the password. Needs root. */
export async function startDovecot(folder: string): Promise<Imap> {
  const [port, secret] = [await freePort(), 'live-secret']
  for (const part of ['run', 'mail', 'state'])
    mkdirSync(path.join(folder, part), { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o755)
  chownSync(path.join(folder, 'mail'), owner.uid, owner.gid)
  execFileSync(
    await programOf('openssl', 'openssl'),
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      `${folder}/key.pem`,
      '-out',
      `${folder}/cert.pem`,
    ],
    { stdio: 'ignore' },
  )
  writeFileSync(
    path.join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = ${owner.uid}
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${folder}/mail/%u
mailbox_list_index = yes
passdb {
  driver = static
  args = password=${secret}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
service imap-login {
  inet_listener imap { 
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
  )
  const peer = startPeer('/usr/sbin/dovecot', ['-F', '-c', path.join(folder, 'dovecot.conf')])
  const stop = async (): Promise<void> => {
    await peer.stop()
  }
  try {
    await until(`dovecot on ${port}`, 20, () => listens(port))
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message}\n${peer.said()}`, { cause: error })
  }
  return {
    port,
    secret,
    folder,
    ca: readFileSync(`${folder}/cert.pem`, 'utf8'),
    inbox: inboxOf(folder),
    said: peer.said,
    stop,
  }
}

/** Makes the folders that Dovecot would make when the user first signs in. */
function inboxOf(folder: string): (user: string) => string {
  return (user) => {
    const home = path.join(folder, 'mail', user)
    for (const part of ['', 'cur', 'new', 'tmp']) {
      const at = path.join(home, part)
      if (existsSync(at)) continue
      mkdirSync(at, { recursive: true, mode: 0o700 })
      chownSync(at, owner.uid, owner.gid)
    }
    return path.join(home, 'new')
  }
}

/** Puts bytes into a user's inbox, whole or not at all. */
export function deliver(imap: Imap, user: string, name: string, pieces: Iterable<Buffer>): void {
  const inbox = imap.inbox(user)
  const temporary = path.join(inbox, '../tmp', name)
  writeFileSync(temporary, '')
  for (const piece of pieces) writeFileSync(temporary, piece, { flag: 'a' })
  chownSync(temporary, owner.uid, owner.gid)
  renameSync(temporary, path.join(inbox, name))
}

export interface Smtp {
  port: number
  said: () => string
  stop: () => Promise<void>
}

/**
 * Starts Postfix, which delivers mail of `live.example` into the same folders, and returns what is for nobody.
 * @param users who exists
 */
export async function startPostfix(
  folder: string,
  mailFolder: string,
  users: readonly string[],
): Promise<Smtp> {
  const port = await freePort()
  // Postfix cannot write to what Node gives a child as its output
  const log = path.join(folder, 'postfix.log')
  const said = (): string => (existsSync(log) ? readFileSync(log, 'utf8').slice(-8000) : '')
  const [config, queue, data] = ['postfix', 'queue', 'data'].map((part) => path.join(folder, part)) as [
    string,
    string,
    string,
  ]
  for (const part of [config, queue, data]) mkdirSync(part, { recursive: true, mode: 0o755 })
  const uid = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }))
  chownSync(data, uid, 0)
  const maps = users.map((user) => `${user}@live.example ${user}/\n`).join('')
  writeFileSync(path.join(config, 'vmailbox'), maps)
  writeFileSync(
    path.join(config, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.live.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = live.example
virtual_mailbox_base = ${mailFolder}
virtual_mailbox_maps = texthash:${config}/vmailbox
virtual_uid_maps = static:${owner.uid}
virtual_gid_maps = static:${owner.gid}
virtual_minimum_uid = ${owner.uid}
virtual_mailbox_limit = 0
message_size_limit = 60000000
default_transport = error:no other hosts are known here
maillog_file = ${log}
maillog_file_prefixes = ${folder}
alias_maps =
alias_database =
biff = no
disable_dns_lookups = yes
`,
  )
  const master = readFileSync('/etc/postfix/master.cf.proto', 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) =>
      line.replace(/^smtp( +)inet/, `127.0.0.1:${port}$1inet`).replace(/^((?:\S+ +){4})y/, '$1n'),
    )
  writeFileSync(path.join(config, 'master.cf'), `${master.join('\n')}\n`)
  await run('/usr/sbin/postfix', ['-c', config, 'set-permissions']).catch(() => undefined)
  const peer = startPeer('/usr/sbin/postfix', ['-c', config, 'start-fg'])
  const stop = async (): Promise<void> => {
    await run('/usr/sbin/postfix', ['-c', config, 'stop']).catch(() => undefined)
    await peer.stop()
  }
  try {
    await until(`postfix on ${port}`, 30, () => listens(port))
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message}\n${peer.said()}\n${said()}`, { cause: error })
  }
  return { port, said, stop }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.setTimeout(2000, () => {
      socket.destroy()
      resolve(false)
    })
  })
}

/** A folder that the servers' own users may pass through. */
export function mailFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-mail-'))
  chmodSync(folder, 0o755)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}
