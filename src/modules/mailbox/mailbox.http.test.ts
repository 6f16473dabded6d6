import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { getIncident, listIncidents, resolveIncident } from '#modules/incident/contract.ts'
import { addComment, getTimeline, listAttachments } from '#modules/incident/story-contract.ts'
import {
  acceptComplaint,
  answerComplaint,
  assignComplaint,
  downloadAttachment,
  downloadMyAttachment,
  getComplaint,
  listAttachments as listFiles,
  listMine,
  listMyAttachments,
} from '#modules/complaint/contract.ts'
import { reactions } from './answer.ts'
import { complaintReactions } from './complaints.ts'
import * as contract from './contract.ts'
import { selectMailboxes, startValidity, type MailboxRow } from './store/mailbox.ts'
import { Intake, type Given, type Settled } from './testing/intake.ts'

let app: TestApp
let mailbox: MailboxRow
let desk: Caller
let manager: Caller
let intake: Intake

const values = {
  name: '服务台邮箱',
  address: 'Desk@city.example',
  host: '127.0.0.1',
  port: 1,
  tls: 'none' as const,
  login: 'desk',
  unknownSender: 'caller' as const,
  resolvedReply: 'reopen' as const,
  closedReply: 'new' as const,
  acknowledge: true,
  hourlyLimit: 30,
  maxMb: 50,
  active: false,
}

beforeAll(async () => {
  app = await testApp()
  ;[desk, manager] = [await app.as('desk01'), await app.as('mgr01')]
  const orgId = (await manager.call(lookupOrgs, {})).items[0]!.id
  const made = await manager.call(contract.createMailbox, {
    ...values,
    orgId,
    secret: 'geheim',
    takeExisting: true,
  })
  expect(JSON.stringify(made)).not.toContain('geheim')
  await startValidity(app.db, made.id, 7)
  mailbox = await reload()
  intake = new Intake(app, () => mailbox)
})
afterAll(() => app.close())

const reload = async (): Promise<MailboxRow> => (await selectMailboxes(app.db))[0]!

const brought = (given: Given): Promise<Settled> => intake.brought(given)
const sentAbout = (id: string) => intake.sentAbout(id)
const react = (id: string) => intake.react(id, 'incident', reactions)

describe('a mail of a stranger', () => {
  it('opens a ticket in his name, is acknowledged once, and answers go to him in the thread', async () => {
    const { outcome, ticketId } = await brought({ id: '<first@x.example>' })
    expect(outcome).toBe('opened')
    const incident = await desk.call(getIncident, { id: ticketId! })
    expect(incident).toMatchObject({
      title: '打印机坏了',
      channel: 'mail',
      description: '三楼的打印机坏了',
      callerName: '王某 <wang@x.example>',
      requester: null,
    })
    await desk.call(addComment, { id: ticketId!, body: '请重启试试' })
    await desk.call(addComment, { id: ticketId!, body: '内部：换硒鼓', public: false })
    await react(ticketId!)
    await react(ticketId!)
    const [ack, answer, ...more] = await sentAbout(ticketId!)
    expect(more).toEqual([])
    expect(ack).toMatchObject({
      to_address: 'wang@x.example',
      automatic: 'auto-replied',
      in_reply_to: '<first@x.example>',
    })
    expect(answer).toMatchObject({
      automatic: 'no',
      in_reply_to: '<first@x.example>',
      refs: ['<first@x.example>'],
    })
    expect(answer!.subject).toBe(`Re: 打印机坏了 [${incident.number}]`)
    expect(answer!.message_id).toContain(`<${incident.number}.`)
    expect(answer!.body).toContain('请重启试试')
  })

  it('is no response of the house when he writes again, and lands by the thread without what it quotes', async () => {
    const { ticketId } = await brought({})
    await react(ticketId!)
    const [ack] = await sentAbout(ticketId!)
    const reply = await brought({
      subject: '回复: whatever',
      text: '还是坏的\n\n在 2026年11月22日 写道：\n> 三楼',
      headers: [`In-Reply-To: ${ack!.message_id}`],
    })
    expect(reply).toMatchObject({ outcome: 'commented', ticketId })
    const { items } = await desk.call(getTimeline, { id: ticketId! })
    expect(
      items.filter(({ kind }) => kind === 'comment').map(({ body, public: shown }) => [body, shown]),
    ).toEqual([['还是坏的', true]])
    expect((await desk.call(getIncident, { id: ticketId! })).respondedAt).toBeNull()
    await react(ticketId!)
    expect(await sentAbout(ticketId!)).toHaveLength(1)
  })

  it('reopens what is resolved, and opens a linked one after it is closed', async () => {
    const { ticketId } = await brought({ from: 'li@x.example' })
    const { number, version } = await desk.call(getIncident, { id: ticketId! })
    await desk.call(resolveIncident, { id: ticketId!, version, resolution: '换了硒鼓', code: 'fixed' })
    await react(ticketId!)
    expect((await sentAbout(ticketId!)).map((mail) => mail.automatic)).toEqual([
      'auto-replied',
      'auto-generated',
    ])
    const again = await brought({ from: 'li@x.example', subject: `Re: [${number}]`, text: '又坏了' })
    expect(again).toMatchObject({ outcome: 'commented', ticketId })
    expect((await desk.call(getIncident, { id: ticketId! })).reopenCount).toBe(1)
    await sql`update ticket set state = 'closed', open = false where id = ${ticketId}`.execute(app.db)
    const later = await brought({ from: 'li@x.example', subject: `Re: x [${number}]`, text: '新的问题' })
    expect(later.outcome).toBe('opened')
    expect((await desk.call(getIncident, { id: later.ticketId! })).parent?.id).toBe(ticketId)
  })

  it('cannot write on a ticket that is none of his', async () => {
    const { ticketId } = await brought({})
    const { number } = await desk.call(getIncident, { id: ticketId! })
    const forged = await brought({ from: 'evil@y.example', subject: `Re: [${number}]`, text: '请把密码发我' })
    expect(forged).toMatchObject({ outcome: 'quarantined', reason: 'not_participant', ticketId: null })
    expect(
      (await desk.call(getTimeline, { id: ticketId! })).items.filter(({ kind }) => kind === 'comment'),
    ).toEqual([])
    expect((await (await app.as('req01')).send(contract.getMail, { id: forged.id })).statusCode).toBe(403)
  })
})

describe('a mail of a person with an account', () => {
  it('is theirs, with their files', async () => {
    await sql`update person set email = 'Req01@City.example' where login = 'req01'`.execute(app.db)
    const { ticketId } = await brought({
      raw: [
        'Message-ID: <p1@x>',
        'From: req01@city.example',
        'Subject: with file',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'see file',
        '--b',
        'Content-Type: text/plain; name=a.txt',
        'Content-Disposition: attachment',
        '',
        'log',
        '--b',
        'Content-Type: application/ms-tnef; name=winmail.dat',
        '',
        'x',
        '--b--',
      ].join('\r\n'),
    })
    const incident = await desk.call(getIncident, { id: ticketId! })
    expect(incident.requester?.id).toBe((await app.as('req01')).personId)
    expect(incident.description).toContain('winmail.dat')
    const files = (await (await app.as('req01')).call(listAttachments, { id: ticketId! })).items
    expect(files.map(({ name, uploadedByLogin }) => [name, uploadedByLogin])).toEqual([['a.txt', 'req01']])
    const { items } = await desk.call(contract.incidentMails, { id: ticketId! })
    expect(items.map(({ direction, hasSource }) => [direction, hasSource])).toEqual([
      ['in', true],
      ['out', false],
    ])
    const source = await desk.send(contract.incidentMailSource, { id: ticketId!, mailId: items[0]!.id })
    expect([source.statusCode, source.body.includes('winmail.dat')]).toEqual([200, true])
  })
})

describe('what is taken in', () => {
  it('is taken once: by place and by content', async () => {
    const before = await count()
    const mail = { id: '<once@x.example>', subject: 'once only', uid: intake.nextUid() }
    const first = await brought(mail)
    const samePlace = await intake.bring(mail)
    expect(await intake.rowOf(samePlace)).toBeUndefined()
    expect(await brought({ ...mail, uid: intake.nextUid() })).toMatchObject({
      outcome: 'duplicate',
      ticketId: first.ticketId,
    })
    expect(
      await brought({ ...mail, uid: intake.nextUid(), text: 'other words, same Message-ID' }),
    ).toMatchObject({
      outcome: 'opened',
    })
    expect(await count()).toBe(before + 2)
  })

  it('is no automatic mail, and nothing answers it', async () => {
    const before = await count()
    const vacation = await brought({ headers: ['Auto-Submitted: auto-replied'], from: 'v@x.example' })
    expect(vacation).toMatchObject({ outcome: 'ignored', reason: 'vacation', ticketId: null })
    expect(await brought({ from: 'desk@city.example' })).toMatchObject({
      outcome: 'ignored',
      reason: 'own_address',
    })
    expect(await count()).toBe(before)
    expect(
      (await sql`select 1 from outgoing_mail where to_address = 'v@x.example'`.execute(app.db)).rows,
    ).toEqual([])
  })

  it('of one sender is bounded per hour', async () => {
    mailbox = { ...mailbox, hourlyLimit: 2 }
    const outcomes: string[] = []
    for (let n = 0; n < 3; n++)
      outcomes.push((await brought({ from: 'storm@x.example', subject: `n ${n}` })).outcome)
    mailbox = await reload()
    expect(outcomes).toEqual(['opened', 'opened', 'quarantined'])
  })

  it('tells the ticket of mails that came back', async () => {
    const { ticketId } = await brought({ from: 'gone@x.example' })
    const [ack] = await sentAbout(ticketId!)
    const bounce = await brought({
      raw: [
        'Return-Path: <>',
        'From: MAILER-DAEMON@mx',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx',
        '',
        'Final-Recipient: rfc822; gone@x.example',
        'Action: failed',
        'Status: 5.1.1',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: ${ack!.message_id}`,
        '--b--',
      ].join('\r\n'),
    })
    expect(bounce).toMatchObject({ outcome: 'bounced', ticketId })
    const { items } = await desk.call(getTimeline, { id: ticketId! })
    expect(items.find(({ kind }) => kind === 'notice')).toMatchObject({
      public: false,
      body: expect.stringContaining('gone@x.example'),
    })
    expect(
      (await desk.call(contract.incidentMails, { id: ticketId! })).items.map(({ state }) => state),
    ).toContain('returned')
  })
})

describe('the quarantine', () => {
  it('lets a person take a mail in anyway, once', async () => {
    mailbox = { ...mailbox, unknownSender: 'quarantine' }
    const held = await brought({ from: 'new@x.example', subject: 'let me in' })
    mailbox = await reload()
    expect(held).toMatchObject({ outcome: 'quarantined', reason: 'unknown_sender' })
    const listed = await desk.call(contract.listMails, { outcome: 'quarantined', sender: 'NEW@x.example' })
    expect(listed.items[0]).toMatchObject({
      id: held.id,
      subject: 'let me in',
      hasSource: true,
      reasonText: '陌生发件人',
    })
    const source = await desk.send(contract.mailSource, { id: held.id })
    expect([source.statusCode, source.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining('attachment'),
    ])
    const both = await Promise.all(
      [1, 2].map(() => desk.send(contract.retryMail, { id: held.id, version: held.version, anyway: true })),
    )
    expect(both.map(({ statusCode }) => statusCode).toSorted()[0]).toBe(200)
    const found = await desk.call(listIncidents, { q: 'let me in' })
    expect(found.items).toHaveLength(1)
    expect(await intake.rowOf(held.id)).toMatchObject({ outcome: 'opened', ticketId: found.items[0]!.id })
    expect(
      (await desk.send(contract.retryMail, { id: held.id, version: held.version, anyway: true })).json().code,
    ).toBe('mailbox.not_waiting')
  })

  it('lets a person discard one, with a reason', async () => {
    mailbox = { ...mailbox, unknownSender: 'quarantine' }
    const held = await brought({ from: 'spam@x.example' })
    mailbox = await reload()
    const gone = await desk.call(contract.discardMail, { id: held.id, version: held.version, reason: '广告' })
    expect(gone).toMatchObject({ outcome: 'discarded', detail: '广告', hasSource: false })
    expect((await desk.send(contract.mailSource, { id: held.id })).statusCode).toBe(404)
  })

  it('holds what cannot be read, with its source', async () => {
    const held = await brought({ raw: `Subject: x\r\n${'A: b\r\n'.repeat(200_000)}\r\n\r\nbody` })
    expect(held).toMatchObject({ outcome: 'quarantined', reason: 'unreadable' })
  })

  it('rejects strangers where that is the rule, and tells each of them once a day', async () => {
    mailbox = { ...mailbox, unknownSender: 'reject' }
    for (const n of [1, 2])
      expect(await brought({ from: 'r@x.example', subject: `r ${n}` })).toMatchObject({
        outcome: 'ignored',
        reason: 'unknown_sender',
      })
    mailbox = await reload()
    expect(
      (await sql`select 1 from outgoing_mail where to_address = 'r@x.example'`.execute(app.db)).rows,
    ).toHaveLength(1)
  })
})

describe('a mailbox', () => {
  it('keeps its secret: another server needs it anew', async () => {
    const { id, version } = mailbox
    const orgId = mailbox.org.id
    const moved = await manager.send(contract.updateMailbox, {
      ...values,
      orgId,
      id,
      version,
      host: 'evil.example',
    })
    expect([moved.statusCode, moved.json().code]).toEqual([422, 'mailbox.secret_needed'])
    const tried = await manager.send(contract.tryMailbox, {
      id,
      host: 'evil.example',
      port: 1,
      tls: 'none',
      login: 'desk',
    })
    expect(tried.json().code).toBe('mailbox.secret_needed')
    const answer = await manager.call(contract.tryMailbox, {
      id,
      host: '127.0.0.1',
      port: 1,
      tls: 'none',
      login: 'desk',
    })
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('ECONNREFUSED') })
    const changed = await manager.call(contract.updateMailbox, {
      ...values,
      orgId,
      id,
      version,
      name: '新名称',
    })
    expect(changed).toMatchObject({ name: '新名称', version: version + 1, address: 'desk@city.example' })
    const twice = await manager.send(contract.createMailbox, { ...values, orgId, secret: 'x' })
    expect(twice.json().code).toBe('mailbox.taken')
    const { rows } = await sql<{ secret: string }>`select secret from mailbox where id = ${id}`.execute(
      app.db,
    )
    expect(rows[0]!.secret).not.toContain('geheim')
  })
  it('is no business of engineers', async () => {
    expect((await (await app.as('eng01')).send(contract.listMailboxes, {})).statusCode).toBe(403)
  })
})

async function count(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ticket`.execute(app.db)
  return rows[0]!.n
}

describe('a mailbox for complaints', () => {
  it('makes complaints with a deadline, answers in the thread, and shows the words to nobody else', async () => {
    const [before, req] = [mailbox, await app.as('req01')]
    const { id: orgId } = mailbox.org
    const place = { address: 'voice@city.example', login: 'voice', purpose: 'complaints' as const }
    const made = await manager.call(contract.createMailbox, {
      ...{ ...values, ...place, name: '投诉邮箱', orgId, secret: 'x', takeExisting: true },
    })
    await startValidity(app.db, made.id, 7)
    mailbox = (await selectMailboxes(app.db, { id: made.id }))[0]!
    const complaintOf = async (mailId: string) => {
      const { rows } = await sql<{ id: string | null; kept: string }>`
        select complaint_id as id, subject || words || sender_name as kept from mail where id = ${mailId}`.execute(
        app.db,
      )
      return rows[0]!
    }
    const react = () => intake.react(id!, 'complaint', complaintReactions)
    const inBox = '原信在收信邮箱“投诉邮箱”中。'

    const first = await brought({
      from: '周某 <zhou@x.example>',
      subject: '投诉 窗口态度',
      text: '三号窗口不理人',
    })
    expect(first).toMatchObject({ outcome: 'opened', ticketId: null })
    const { id, kept } = await complaintOf(first.id)
    expect(kept).toBe('')
    const complaint = await manager.call(getComplaint, { id: id! })
    expect(complaint).toMatchObject({
      ...{
        kind: 'complaint',
        channel: 'mail',
        state: 'received',
        title: '投诉 窗口态度',
        body: '三号窗口不理人',
      },
      ...{ complainant: '周某 <zhou@x.example>', org: { id: orgId } },
    })
    expect(Date.parse(complaint.answerDueAt as never)).toBeGreaterThan(Date.now())
    // not among the mails, neither to be read nor to be tried again
    for (const by of [desk, manager]) {
      expect((await by.send(contract.getMail, { id: first.id })).statusCode).toBe(404)
      const { items } = await by.call(contract.listMails, { limit: 200 })
      expect(items.map((each) => each.id)).not.toContain(first.id)
    }
    const [ack] = await sentAbout(id!)
    expect(ack).toMatchObject({ to_address: 'zhou@x.example', automatic: 'auto-replied' })
    expect(ack!.subject).toContain(`[${complaint.number}]`)

    // more of the same sender lands on it; a stranger who knows its number is held back, out of sight of who takes none in
    const more = await brought({
      ...{ from: 'zhou@x.example', subject: '回复', text: '补充：时间是上午十点' },
      headers: [`In-Reply-To: ${ack!.message_id}`],
      files: { 'queue.txt': 'number 37', 'run.exe': 'MZ' },
    })
    expect([more.outcome, (await complaintOf(more.id)).id]).toEqual(['commented', id])
    // what came with it is kept, for those who deal with it
    const { items: files } = await manager.call(listFiles, { id: id! })
    expect(files).toMatchObject([{ name: 'queue.txt', size: 9, uploadedBy: null }])
    const fileId = files[0]!.id
    expect((await manager.send(downloadAttachment, { id: id!, fileId })).body).toBe('number 37')
    const stranger = await app.as('lead01')
    for (const refused of [
      await stranger.send(listFiles, { id: id! }),
      await stranger.send(downloadAttachment, { id: id!, fileId }),
      await req.send(listMyAttachments, { id: id! }),
    ])
      expect(refused.statusCode).toBe(404)
    const forged = await brought({
      from: 'evil@y.example',
      subject: `Re: [${complaint.number}]`,
      text: '撤诉',
    })
    expect(forged).toMatchObject({ outcome: 'quarantined', reason: 'not_participant' })
    expect((await desk.send(contract.getMail, { id: forged.id })).statusCode).toBe(200)
    expect((await (await app.as('lead01')).send(contract.getMail, { id: forged.id })).statusCode).toBe(404)

    // accepted, assigned and answered: the sender reads it in the thread, and is not content
    const now = () => manager.call(getComplaint, { id: id! })
    const at = async () => ({ id: id!, version: (await now()).version })
    await manager.call(acceptComplaint, { ...(await at()), note: '' })
    const lead = await app.as('lead01')
    await manager.call(assignComplaint, { ...(await at()), handlerId: lead.personId, note: '' })
    await lead.call(answerComplaint, { ...(await at()), answer: '已批评教育' })
    await react()
    await react()
    const [, accepted, answered, ...none] = await sentAbout(id!)
    expect([accepted!.automatic, answered!.automatic, none]).toEqual(['auto-generated', 'no', []])
    expect(answered!.body).toContain('已批评教育')
    const again = await brought({
      ...{ from: 'zhou@x.example', subject: '回复', text: '没有人联系过我' },
      headers: [`In-Reply-To: ${answered!.message_id}`],
    })
    expect(again.outcome).toBe('commented')
    const reopened = await now()
    expect([reopened.state, reopened.reopened]).toEqual(['handling', 1])
    expect(
      reopened.entries.map((each) => [each.kind, each.note]).filter(([kind]) => /said|reopen/.test(kind!)),
    ).toEqual([
      ['said', `补充：时间是上午十点\n\n〔未能转存的来信附件：run.exe（不允许的文件类型）。${inBox}〕`],
      ['reopen', '没有人联系过我'],
    ])

    // of somebody with an account it is theirs; the subject says what it is; the same mail twice is one
    await sql`update person set email = 'req01@city.example' where login = 'req01'`.execute(app.db)
    const said = { from: 'req01@city.example', subject: '建议增加自助机', text: '排队太长', id: '<own@x>' }
    const own = { ...said, files: { 'plan.txt': 'three' } }
    const theirs = (await complaintOf((await brought(own)).id)).id!
    expect(await brought(own)).toMatchObject({ outcome: 'duplicate' })
    const mine = (await req.call(listMine, {})).items.filter((each) => each.id === theirs)
    expect(mine).toMatchObject([
      { kind: 'suggestion', channel: 'mail', title: '建议增加自助机', body: '排队太长' },
    ])
    const [plan] = (await req.call(listMyAttachments, { id: theirs })).items
    expect(plan).toMatchObject({ name: 'plan.txt', uploadedByLogin: 'req01' })
    expect((await req.send(downloadMyAttachment, { id: theirs, fileId: plan!.id })).body).toBe('three')
    expect((await req.send(downloadMyAttachment, { id: theirs, fileId })).statusCode).toBe(404)
    mailbox = before
  })
})
