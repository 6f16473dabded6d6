/** Mail in and out through a real Dovecot and a real Postfix: a conversation, a bounce, a loop, a stranger, a restart. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { presetOf } from '#modules/alert-source/presets-contract.ts'
import {
  mailFolder,
  startDovecot,
  startPostfix,
  whyNoMailServers,
  type Imap,
  type Smtp,
} from './mail-servers.ts'
import { until } from './peers.ts'
import type { Check } from './run.ts'
import { startZhengyun, type Zhengyun } from './zhengyun.ts'

interface Line {
  id: string
  number: string
  title: string
  state: string
  version: number
  callerName: string | null
  reopenCount: number
}

/** Everything that is about a conversation. */
interface Place {
  zhengyun: Zhengyun
  imap: Imap
  smtp: Smtp
  desk: string
}

async function mail(_shared: Zhengyun, passed: (name: string) => void): Promise<void> {
  const why = await whyNoMailServers()
  if (why !== undefined) {
    passed(`left out: no mail servers here (${why})`)
    return
  }
  const { folder, remove } = mailFolder()
  let imap: Imap | undefined
  let smtp: Smtp | undefined
  let zhengyun: Zhengyun | undefined
  try {
    imap = await startDovecot(folder)
    for (const user of ['desk', 'wang', 'evil']) imap.inbox(user)
    smtp = await startPostfix(folder, path.join(folder, 'mail'), ['desk', 'wang', 'evil'])
    zhengyun = await startZhengyun({
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}?ignoreTLS=true`,
      MAIL_FROM: 'desk@live.example',
      PUBLIC_URL: 'http://zhengyun.live.example',
    })
    passed('a real Dovecot and Postfix run')
    const place = { zhengyun, imap, smtp, desk: await zhengyun.token('desk01') }
    await configure(place, passed)
    await converse(place, passed)
    await others(place, passed)
    await alertMails(place, passed)
  } catch (error) {
    const said = [imap?.said(), smtp?.said()].join('\n').slice(-4000)
    throw new Error(`${(error as Error).message}\n${said}`, { cause: error })
  } finally {
    await zhengyun?.stop()
    await smtp?.stop()
    await imap?.stop()
    remove()
  }
}

async function configure({ zhengyun, imap }: Place, passed: (name: string) => void): Promise<void> {
  const manager = await zhengyun.token('mgr01')
  const server = {
    host: '127.0.0.1',
    port: imap.port,
    tls: 'starttls',
    ca: imap.ca,
    login: 'desk',
    folder: 'INBOX',
  }
  const wrong = await zhengyun.send<{ ok: boolean }>(manager, 'POST', '/mailboxes/try', {
    ...server,
    secret: 'wrong',
  })
  assert.equal(wrong.ok, false)
  const bare = await zhengyun.send<{ error: string }>(manager, 'POST', '/mailboxes/try', {
    ...server,
    ca: null,
    secret: imap.secret,
  })
  assert.match(bare.error, /CERT/)
  const found = await zhengyun.send<{ ok: boolean; idle: boolean }>(manager, 'POST', '/mailboxes/try', {
    ...server,
    secret: imap.secret,
  })
  assert.deepEqual([found.ok, found.idle], [true, true])
  const orgs = await zhengyun.get<{ items: { id: string }[] }>(manager, '/orgs/lookup')
  await zhengyun.send(manager, 'POST', '/mailboxes', {
    ...server,
    secret: imap.secret,
    name: '服务台邮箱',
    address: 'desk@live.example',
    orgId: orgs.items[0]!.id,
    unknownSender: 'caller',
    resolvedReply: 'reopen',
    closedReply: 'new',
    acknowledge: true,
    hourlyLimit: 20,
    maxMb: 50,
    active: true,
    takeExisting: true,
  })
  passed('the connection is tried: wrong password, unknown certificate, then right, by STARTTLS with IDLE')
}

const sender = ({ smtp }: Place) => createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true })

/** Mails in somebody's inbox, as they lie there. */
function inboxOf({ imap }: Place, user: string): string[] {
  const folder = imap.inbox(user)
  return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))
}

const header = (mail: string, name: string): string =>
  (new RegExp(`^${name}: ?(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(mail)?.[1] ?? '').replace(/\s+/g, ' ').trim()

const find = async ({ zhengyun, desk }: Place, title: string): Promise<Line[]> =>
  (await zhengyun.get<{ items: Line[] }>(desk, `/incidents?q=${encodeURIComponent(title)}`)).items

async function converse(place: Place, passed: (name: string) => void): Promise<void> {
  const { zhengyun, desk } = place
  const from = '"王某" <wang@live.example>'
  const first = await sender(place).sendMail({
    from,
    to: 'desk@live.example',
    subject: '三楼打印机卡纸',
    text: '请来看看',
    attachments: [{ filename: '现场.txt', content: '错误代码 E5' }],
  })
  const begun = Date.now()
  const [line] = await until(
    'ticket',
    30,
    async () =>
      (await find(place, '三楼打印机卡纸')).slice(0, 1).filter(Boolean).length > 0 &&
      find(place, '三楼打印机卡纸'),
  )
  assert.equal(line!.callerName, '王某 <wang@live.example>')
  passed(`a mail opens ${line!.number} within ${Date.now() - begun} ms`)
  const ack = await until('acknowledgement', 30, async () =>
    inboxOf(place, 'wang').find((m) => header(m, 'Auto-Submitted') === 'auto-replied'),
  )
  assert.equal(header(ack, 'In-Reply-To'), first.messageId)
  passed('it is acknowledged in its thread')
  await zhengyun.send(desk, 'POST', `/incidents/${line!.id}/comments`, {
    body: '请拔掉电源重试',
    public: true,
  })
  const answer = await until('answer', 30, async () =>
    inboxOf(place, 'wang').find((m) => header(m, 'Auto-Submitted') === ''),
  )
  const answerId = header(answer, 'Message-ID')
  assert.match(answerId, new RegExp(`^<${line!.number}\\.`))
  passed('a comment goes out as an answer')
  await sender(place).sendMail({
    from,
    to: 'desk@live.example',
    subject: 'Re: 无关的主题',
    inReplyTo: answerId,
    references: [answerId],
    text: '试过了，还是不行\n\n> 请拔掉电源重试',
  })
  const told = await until('reply', 30, async () => {
    const { items } = await zhengyun.get<{ items: { kind: string; body: string }[] }>(
      desk,
      `/incidents/${line!.id}/timeline`,
    )
    return items.find(({ kind, body }) => kind === 'comment' && body === '试过了，还是不行')
  })
  assert.ok(told)
  passed('the reply lands on the ticket by its references, without what it quotes')
  const now = await zhengyun.get<Line>(desk, `/incidents/${line!.id}`)
  await zhengyun.send(
    desk,
    'POST',
    `/incidents/${line!.id}/moves/resolve`,
    { resolution: '换了搓纸轮', code: 'fixed' },
    now.version,
  )
  const closing = await until('resolution', 30, async () =>
    inboxOf(place, 'wang').find((m) => header(m, 'Auto-Submitted') === 'auto-generated'),
  )
  await sender(place).sendMail({
    from,
    to: 'desk@live.example',
    subject: 'Re',
    inReplyTo: header(closing, 'Message-ID'),
    text: '又卡了',
  })
  await until(
    'reopened',
    30,
    async () => (await zhengyun.get<Line>(desk, `/incidents/${line!.id}`)).reopenCount === 1,
  )
  passed('the resolution goes out, and a reply to it reopens the ticket')
  await sender(place).sendMail({
    from: 'evil@live.example',
    to: 'desk@live.example',
    subject: `Re: [${line!.number}]`,
    text: '冒充',
  })
  await until('quarantine', 30, async () =>
    (await mails(place, 'quarantined')).some(({ reason }) => reason === 'not_participant'),
  )
  passed('a stranger who knows the number reaches the quarantine and not the ticket')
}

const mails = async ({ zhengyun, desk }: Place, outcome: string) =>
  (
    await zhengyun.get<{
      items: { reason: string | null; ticket: { id: string } | null; subject: string }[]
    }>(desk, `/mails?outcome=${outcome}`)
  ).items

async function others(place: Place, passed: (name: string) => void): Promise<void> {
  const { zhengyun, desk } = place
  await sender(place).sendMail({
    from: 'gone@live.example',
    to: 'desk@live.example',
    subject: '地址不存在的人',
    text: '你们答复不到我',
  })
  const bounced = await until('bounce', 40, async () => (await mails(place, 'bounced'))[0])
  const { items } = await zhengyun.get<{ items: { kind: string; body: string; public: boolean }[] }>(
    desk,
    `/incidents/${bounced.ticket!.id}/timeline`,
  )
  assert.ok(
    items.some(
      (entry) => entry.kind === 'notice' && !entry.public && entry.body.includes('gone@live.example'),
    ),
  )
  passed('an answer that Postfix returns is shown on its ticket')
  const before = inboxOf(place, 'wang').length
  await sender(place).sendMail({
    from: 'wang@live.example',
    to: 'desk@live.example',
    subject: '自动回复: 休假',
    text: '休假中',
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  await until('ignored', 30, async () =>
    (await mails(place, 'ignored')).some(({ reason }) => reason === 'vacation'),
  )
  assert.equal(inboxOf(place, 'wang').length, before)
  passed('a vacation answer opens nothing and is not answered')
}

/** What a monitoring system mails to the desk becomes an alert by the shipped rule, and ends by it. */
async function alertMails(place: Place, passed: (name: string) => void): Promise<void> {
  const { zhengyun } = place
  const manager = await zhengyun.token('mgr01')
  const orgs = await zhengyun.get<{ items: { id: string }[] }>(manager, '/orgs/lookup')
  const boxes = await zhengyun.get<{ items: { id: string; address: string }[] }>(manager, '/mailboxes')
  const mailboxId = boxes.items.find(({ address }) => address === 'desk@live.example')!.id
  const { id } = await zhengyun.send<{ id: string }>(manager, 'POST', '/alert-sources', {
    ...{ name: 'live mails', orgId: orgs.items[0]!.id, active: true },
    spec: { ...presetOf('mail'), mailboxId, senders: ['monitor@live.example'] },
  })
  const tell = (subject: string, text: string) =>
    sender(place).sendMail({ from: 'monitor@live.example', to: 'desk@live.example', subject, text })
  const alertIs = (status: string) =>
    until(`alert ${status}`, 30, async () => {
      const { items } = await zhengyun.get<{ items: { status: string; name: string }[] }>(
        manager,
        `/alerts?${new URLSearchParams({ q: '备份服务器bak07' })}`,
      )
      return items.length === 1 && items[0]!.status === status && items[0]!.name
    })
  await tell('故障：备份服务器bak07', '昨夜备份没有完成。')
  assert.equal(await alertIs('firing'), '备份服务器bak07')
  passed('a mail of a monitoring system begins an alert by a rule')
  await tell('恢复：备份服务器bak07', '备份已补做。')
  await alertIs('resolved')
  passed('its mail that it is over ends the alert')
  await tell('月报', '本月备份 30 次')
  await until('ticket', 30, async () => (await find(place, '月报')).length === 1)
  assert.equal((await find(place, '备份服务器bak07')).filter((one) => one.callerName !== null).length, 0)
  const { counts } = await zhengyun.get<{ counts: Record<string, number> }>(manager, `/alert-sources/${id}`)
  assert.equal(counts['malformed'] ?? 0, 0)
  passed('what no rule fits opens a ticket as before')
}

export const checks: Check[] = [{ name: 'mail', run: mail }]
