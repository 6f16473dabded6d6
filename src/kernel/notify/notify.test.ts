import { sql } from 'kysely'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import { listenLive } from '#kernel/events/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { sendDueMails } from './mail.ts'
import { notify, type Notice } from './notify.ts'
import { smtpSink, type SmtpSink } from './smtp-sink.ts'

let app: TestApp
let req: Caller
let eng: Caller

beforeAll(async () => {
  app = await testApp()
  req = await app.as('req01')
  eng = await app.as('eng01')
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`delete from notification`.execute(app.db)
  await sql`delete from notification_preference`.execute(app.db)
})

const told = 'incident:notify.assigned'
const tell = (notice: Partial<Notice> & { to: string[] }): Promise<void> =>
  transaction(app.db, (tx) =>
    notify(tx, {
      textKey: told,
      params: { number: 'INC-20261121-0001', title: '门户打不开', actor: '李敏' },
      entity: 'incident',
      entityId: 'abc',
      dedupeKey: newId(),
      ...notice,
    }),
  )
const rows = async () =>
  (
    await sql<{
      mail: string
      page: boolean
      mail_error: string | null
    }>`select mail, page, mail_error from notification order by id`.execute(app.db)
  ).rows

describe('notifications', () => {
  it('reach each person once per key, in their language', async () => {
    const dedupeKey = newId()
    await tell({ to: [req.personId, req.personId, eng.personId, newId()], dedupeKey })
    await tell({ to: [req.personId], dedupeKey })
    expect(await rows()).toHaveLength(2)
    const zh = await req.call(contract.listNotifications, {})
    expect(zh.items).toHaveLength(1)
    expect(zh.items[0]!.text).toContain('INC-20261121-0001')
    expect(zh.items[0]!.path).toBe('/incidents/abc')
    const en = await req.call(contract.listNotifications, {}, { 'accept-language': 'en' })
    expect(en.items[0]!.text).not.toBe(zh.items[0]!.text)
  })

  it('are read by their person only', async () => {
    await tell({ to: [req.personId] })
    await tell({ to: [req.personId] })
    const [newest] = (await req.call(contract.listNotifications, { unread: 'true' })).items
    expect((await eng.send(contract.readNotification, { id: newest!.id })).statusCode).toBe(404)
    await req.call(contract.readNotification, { id: newest!.id })
    expect(await req.call(contract.countNotifications, {})).toEqual({ unread: 1 })
    expect(await req.call(contract.readAllNotifications, {})).toEqual({ read: 1 })
    expect((await req.call(contract.listNotifications, { unread: 'true' })).items).toEqual([])
  })

  it('are listed page by page; a cursor of nobody is refused', async () => {
    for (let i = 0; i < 5; i++) await tell({ to: [req.personId] })
    const first = await req.call(contract.listNotifications, { limit: 3 })
    const rest = await req.call(contract.listNotifications, { limit: 3, cursor: first.nextCursor! })
    expect(new Set([...first.items, ...rest.items].map((n) => n.id)).size).toBe(5)
    expect(rest.nextCursor).toBeNull()
    for (const cursor of ['x', Buffer.from('["x"]').toString('base64url')])
      expect((await req.send(contract.listNotifications, { cursor })).statusCode).toBe(422)
  })

  it('mark as read only what was seen', async () => {
    await tell({ to: [req.personId] })
    const seen = (await req.call(contract.listNotifications, {})).items[0]!.id
    await tell({ to: [req.personId] })
    expect(await req.call(contract.readAllNotifications, { upTo: seen })).toEqual({ read: 1 })
  })
})

describe('preferences', () => {
  it('decide what is kept; an own choice goes before the general one', async () => {
    await req.call(contract.putPreferences, {
      items: [
        { event: '*', page: false, mail: false },
        { event: 'incident:notify.resolved', page: true, mail: false },
      ],
    })
    await tell({ to: [req.personId] })
    expect(await rows()).toEqual([])
    await tell({ to: [req.personId], textKey: 'incident:notify.resolved' })
    expect(await rows()).toHaveLength(1)
    const { events, items } = await req.call(contract.getPreferences, {})
    expect(items).toHaveLength(2)
    const resolved = events.find((e) => e.event === 'incident:notify.resolved')
    expect(resolved!.label).not.toContain('{{')
  })

  it('show people what could concern them', async () => {
    const eventsOf = async (login: string) =>
      (await (await app.as(login)).call(contract.getPreferences, {})).events.map((e) => e.event)
    const [requester, desk, manager, administrator] = await Promise.all(
      ['req01', 'desk01', 'mgr01', 'sec01'].map(eventsOf),
    )
    expect(requester).toContain('incident:notify.resolved')
    expect(requester).toContain('satisfaction:notify.asked')
    for (const event of [
      'incident:notify.assigned',
      'incident:notify.breached',
      'satisfaction:notify.callback',
    ])
      expect([requester!.includes(event), manager!.includes(event)]).toEqual([false, true])
    expect(desk).not.toContain('incident:notify.supervision-replied')
    expect(administrator!.filter((e) => /^(incident|satisfaction|fault-report):/.test(e))).toEqual([])
  })

  it('refuse unknown and repeated events', async () => {
    const choice = (event: string) => ({ event, page: true, mail: false })
    expect((await req.send(contract.putPreferences, { items: [choice('no:such')] })).json().code).toBe(
      'notify.unknown_event',
    )
    expect((await req.send(contract.putPreferences, { items: [choice('*'), choice('*')] })).json().code).toBe(
      'notify.repeated_event',
    )
  })
})

describe('mail', () => {
  let sink: SmtpSink
  const context = (smtpUrl: string | undefined) => ({
    db: app.db,
    settings: {
      ...app.settings,
      smtpUrl,
      mailFrom: 'om@example.gov.cn',
      publicUrl: 'https://om.example.gov.cn',
    },
    log: () => undefined,
  })
  beforeEach(async () => {
    sink = await smtpSink()
    await sql`update person set email = 'req01@example.gov.cn' where id = ${req.personId}`.execute(app.db)
    await req.call(contract.putPreferences, { items: [{ event: '*', page: true, mail: true }] })
    return () => sink.close()
  })

  it('goes out once, to those who want it', async () => {
    await tell({ to: [req.personId, eng.personId] })
    await Promise.all([sendDueMails(context(sink.url)), sendDueMails(context(sink.url))])
    await sendDueMails(context(sink.url))
    expect(sink.mails).toHaveLength(1)
    expect(sink.mails[0]).toMatch(/^Message-ID:\s+<notification-[0-9a-f-]{36}@om\.example\.gov\.cn>/m)
    expect((await rows()).map((r) => r.mail).sort()).toEqual(['none', 'sent'])
  })

  it('is tried again later when refused for now, never when refused for good', async () => {
    sink.next.push('later', 'never')
    await tell({ to: [req.personId] })
    await sendDueMails(context(sink.url))
    expect((await rows())[0]!.mail).toBe('due')
    await sendDueMails(context(sink.url))
    expect(sink.mails).toHaveLength(0)
    await sql`update notification set mail_at = now()`.execute(app.db)
    await sendDueMails(context(sink.url))
    expect((await rows())[0]!.mail).toBe('failed')
  })

  it('is not sent again when nobody knows whether the server has it', async () => {
    sink.next.push('hang-up')
    await tell({ to: [req.personId] })
    await sendDueMails(context(sink.url))
    expect((await rows())[0]).toMatchObject({
      mail: 'failed',
      mail_error: expect.stringContaining('may have arrived'),
    })
    await sql`update notification set mail = 'sending', mail_at = now() - interval '1 hour'`.execute(app.db)
    await sendDueMails(context(sink.url))
    expect((await rows())[0]!.mail).toBe('failed')
    expect(sink.mails).toHaveLength(1)
  })

  it('waits while the server is not to be reached, and is dropped without one', async () => {
    await sink.close()
    await tell({ to: [req.personId] })
    await sendDueMails(context(sink.url))
    expect((await rows())[0]!.mail).toBe('due')
    await sendDueMails(context(undefined))
    expect((await rows())[0]!.mail).toBe('none')
  })
})

describe('the stream', () => {
  it('is refused without sign-in', async () => {
    expect((await app.app.inject({ url: '/api/v1/events/stream' })).statusCode).toBe(401)
  })

  it('tells the person concerned, and nobody else, that there is news', async () => {
    await sql`delete from event_outbox`.execute(app.db)
    const stopLive = listenLive(app.appUrl)
    await app.work()
    await app.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.app.server.address() as AddressInfo
    const mine = await listen(port, req.token)
    const other = await listen(port, eng.token)
    await tell({ to: [req.personId] })
    await expect.poll(() => mine.text(), { timeout: 10_000 }).toContain('"notify.new"')
    expect(mine.text()).not.toContain('门户打不开')
    expect(other.text()).not.toContain('notify.new')
    mine.stop()
    other.stop()
    await stopLive()
  })
})

/** Reads a stream in the background. */
async function listen(port: number, token: string): Promise<{ text: () => string; stop: () => void }> {
  const abort = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/events/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  const read = async (): Promise<void> => {
    for await (const chunk of response.body!) text += Buffer.from(chunk).toString('utf8')
  }
  read().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error
  })
  return { text: () => text, stop: () => abort.abort() }
}
