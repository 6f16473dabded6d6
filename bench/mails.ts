/**
 * Messy mails (issue 3, section 7) through a real IMAP server: `node bench/mails.ts [--mails 10000] [--large 12] [--kills 3]`.
 * A generator writes them into the maildir of a Dovecot of its own; the program takes them in while it is killed (-9) and
 * started again; then every mail is looked for. Needs root, and dovecot-imapd from Debian. Prints one JSON value.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { messyMail, type Fate } from '#modules/mailbox/testing/messy.ts'
import pg from 'pg'
import { deliver, mailFolder, startDovecot, type Imap } from '../live/mail-servers.ts'
import { programOf } from '../live/peers.ts'
import { freePort } from './lib/server.ts'
import { Victim } from './lib/victim.ts'

/** What is compared: every mail that was delivered, and what the database has of it. */
interface MailsResult {
  mails: number
  large: number
  kills: number
  seconds: number
  perSecond: number
  /** delivered, and no row */
  lost: number
  /** rows beyond one for each, tickets or comments beyond one for each mail that makes one */
  doubled: number
  /** rows whose outcome is not the one the mail is made for */
  wrong: number
  wrongKinds: Record<string, number>
  /** the process's largest resident size while it took mail in, MB */
  peakMb: number
  /** and when it had started and none had come */
  idleMb: number
}

const { values: options } = parseArgs({
  options: {
    mails: { type: 'string', default: '10000' },
    large: { type: 'string', default: '12' },
    kills: { type: 'string', default: '3' },
  },
})

/** Resident size of a process now, or its peak, in MB. */
function memory(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1] ?? 0) / 1024)
}

async function call<T>(url: string, token: string, method: string, at: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/api/v1${at}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${at}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

async function addMailbox(victim: Victim, imap: Imap): Promise<void> {
  const { output } = await victim.command('token', 'create', '--login', 'mgr01', '--for', '1h')
  const token = output.trim().split(/\s+/).at(-1)!
  const orgs = await call<{ items: { id: string }[] }>(victim.url, token, 'GET', '/orgs/lookup')
  await call(victim.url, token, 'POST', '/mailboxes', {
    name: 'bench',
    address: 'desk@city.example',
    host: '127.0.0.1',
    port: imap.port,
    tls: 'starttls',
    ca: imap.ca,
    login: 'desk',
    secret: imap.secret,
    orgId: orgs.items[0]!.id,
    unknownSender: 'caller',
    resolvedReply: 'reopen',
    closedReply: 'new',
    acknowledge: true,
    hourlyLimit: 10_000,
    maxMb: 60,
    active: true,
    takeExisting: true,
  })
}

/** How many mails have a row. */
const taken = async (client: pg.Client): Promise<number> =>
  Number((await client.query<{ n: string }>('select count(*) as n from mail')).rows[0]!.n)

/** Takes all of it in, with kills at even distances; fails when nothing more comes for three minutes. */
async function takeAll(victim: Victim, client: pg.Client, total: number, kills: number): Promise<number> {
  let peak = 0
  let last = { n: 0, at: Date.now() }
  for (let killed = 0; ;) {
    const n = await taken(client)
    if (n !== last.n) last = { n, at: Date.now() }
    if (n >= total) return peak
    if (Date.now() - last.at > 180_000) return peak
    peak = Math.max(peak, peakOf(victim))
    if (killed < kills && n > ((killed + 1) * total) / (kills + 1)) {
      killed++
      victim.kill('server')
      console.error(`killed at ${n} of ${total}; ready after ${Math.round(await victim.ready(60_000))} ms`)
    }
    await sleep(250)
  }
}

function peakOf(victim: Victim): number {
  try {
    return victim.pid === undefined ? 0 : memory(victim.pid, 'VmHWM')
  } catch (error) {
    // killed a moment ago
    if (
      (error as NodeJS.ErrnoException).code === 'ENOENT' ||
      (error as NodeJS.ErrnoException).code === 'ESRCH'
    )
      return 0
    throw error
  }
}

/** Tickets of mail and comments on them; the sample city has some. */
async function made(client: pg.Client): Promise<{ tickets: number; comments: number }> {
  const one = async (query: string): Promise<number> =>
    Number((await client.query<{ n: string }>(query)).rows[0]!.n)
  return {
    tickets: await one(`select count(*) as n from ticket where channel = 'mail'`),
    comments: await one(`select count(*) as n from timeline_entry e join ticket t on t.id = e.ticket_id
      where t.channel = 'mail' and e.kind = 'comment'`),
  }
}

/** UIDs are given in the order of delivery, so the n-th mail has the n-th row. */
async function judge(
  client: pg.Client,
  fates: { kind: string; fate: Fate }[],
  known: { tickets: number; comments: number },
) {
  const { rows } = await client.query<{ outcome: string; ticket_id: string | null }>(
    'select outcome, ticket_id from mail order by uid',
  )
  const wrongKinds: Record<string, number> = {}
  for (const [i, { kind, fate }] of fates.entries()) {
    const outcome = rows[i]?.outcome
    if (outcome !== undefined && outcome !== fate)
      wrongKinds[`${kind}: ${outcome}`] = (wrongKinds[`${kind}: ${outcome}`] ?? 0) + 1
  }
  const opened = rows.filter(({ outcome }) => outcome === 'opened').length
  const commented = rows.filter(({ outcome }) => outcome === 'commented').length
  const now = await made(client)
  const [tickets, comments] = [now.tickets - known.tickets, now.comments - known.comments]
  return {
    lost:
      Math.max(0, fates.length - rows.length) +
      Math.max(0, opened - tickets) +
      Math.max(0, commented - comments),
    doubled:
      Math.max(0, rows.length - fates.length) +
      Math.max(0, tickets - opened) +
      Math.max(0, comments - commented),
    wrong: Object.values(wrongKinds).reduce((sum, n) => sum + n, 0),
    wrongKinds,
  }
}

async function bench(total: number, large: number, kills: number): Promise<MailsResult> {
  await programOf('dovecot-imapd', 'dovecot', ['/usr/sbin'])
  const { folder, remove } = mailFolder()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-mails-'))
  const victim = new Victim(dataDir, await freePort())
  let imap: Imap | undefined
  try {
    imap = await startDovecot(folder)
    const every = large > 0 ? Math.max(20, Math.floor(total / large / 20) * 20) : 0
    const fates: { kind: string; fate: Fate }[] = []
    for (let n = 0; n < total; n++) {
      const mail = messyMail(n, 'bench', every)
      fates.push({ kind: mail.kind, fate: mail.fate })
      // Dovecot gives UIDs in the order of these names
      deliver(imap, 'desk', `${1_700_000_000 + n}.${String(n).padStart(8, '0')}.bench`, mail.pieces)
    }
    console.error(`${total} mails delivered`)
    victim.start()
    await victim.ready(240_000)
    const beside = await startEmbedded({ dataDir })
    const client = new pg.Client({ connectionString: beside.ownerUrl })
    await client.connect()
    try {
      // a process of its own for the intake: the one that made the sample city has its memory still
      await victim.restart(60_000)
      const known = await made(client)
      await sleep(5000)
      const idleMb = memory(victim.pid!, 'VmRSS')
      await addMailbox(victim, imap)
      const begun = performance.now()
      const peakMb = await takeAll(victim, client, total, kills)
      const seconds = (performance.now() - begun) / 1000
      // what was begun twice would be there by now
      await sleep(5000)
      const judged = await judge(client, fates, known)
      return {
        mails: total,
        large: fates.filter(({ kind }) => kind === '30 MB').length,
        kills,
        seconds: Math.round(seconds),
        perSecond: Math.round((total / seconds) * 10) / 10,
        ...judged,
        peakMb,
        idleMb,
      }
    } finally {
      await client.end()
      await beside.stop()
    }
  } finally {
    await victim.stop()
    await imap?.stop()
    remove()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

console.log(
  JSON.stringify(await bench(Number(options.mails), Number(options.large), Number(options.kills)), null, 2),
)
