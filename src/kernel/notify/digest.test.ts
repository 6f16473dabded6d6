import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { releaseHeld } from './digest.ts'
import { sendDueMails } from './mail.ts'
import { notify } from './notify.ts'
import { smtpSink, type SmtpSink } from './smtp-sink.ts'

let app: TestApp
let eng: Caller
let sink: SmtpSink
beforeAll(async () => {
  app = await testApp()
  eng = await app.as('eng01')
  sink = await smtpSink()
  await sql`update person set email = 'eng01@city.example' where login = 'eng01'`.execute(app.db)
})
afterAll(async () => {
  await sink.close()
  await app.close()
})
beforeEach(async () => {
  for (const table of ['notification', 'notification_preference', 'notification_rhythm', 'outgoing_mail'])
    await sql`delete from ${sql.table(table)}`.execute(app.db)
  sink.mails.length = 0
})

const assigned = 'incident:notify.assigned'
const breached = 'incident:notify.breached'
/** A Friday, in the unit's time. */
const at = (clock: string, date = '2026-11-20') => new Date(`${date}T${clock}:00+08:00`)
const settings = (url = sink.url) => ({
  ...app.settings,
  smtpUrl: url,
  mailFrom: '运维 <ops@city.example>',
  publicUrl: 'https://ops.city.example',
})
const turn = (now: Date, url?: string) =>
  sendDueMails({ db: app.db, settings: settings(url), log: () => undefined }, now)
const tell = async (number: string, when: Date, textKey = assigned) => {
  const dedupeKey = newId()
  await transaction(app.db, (tx) =>
    notify(tx, {
      to: [eng.personId],
      textKey,
      params: { number, title: '门户打不开', actor: '李敏', metric: 't:sla:metric.response' },
      entity: 'incident',
      entityId: 'abc',
      dedupeKey,
    }),
  )
  await sql`update notification set recorded_at = ${when} where dedupe_key = ${dedupeKey}`.execute(app.db)
}
const states = async () =>
  (
    await sql<{ mail: string }>`select mail from notification order by params->>'number'`.execute(app.db)
  ).rows.map((row) => row.mail)
/** Texts of the mails received, in which words are base64 or quoted-printable: only ASCII is looked for. */
const numbers = () => sink.mails.map((mail) => [...new Set(plain(mail).match(/INC-\d+/g))])
function plain(mail: string): string {
  const [, body = ''] = /\r\n\r\n([^]*)$/.exec(mail) ?? []
  return /transfer-encoding: base64/i.test(mail)
    ? Buffer.from(body, 'base64').toString()
    : body.replace(/=\r\n/g, '')
}
const prefer = (items: { event: string; digest?: 'now' | 'hourly' | 'daily'; mail?: boolean }[]) =>
  eng.call(contract.putPreferences, { items: items.map((one) => ({ page: true, mail: true, ...one })) })
const rhythm = (change: object = {}) =>
  eng.call(contract.putRhythm, {
    quiet: { from: '22:00', to: '07:00' },
    daysOff: false,
    urgentPierces: true,
    dailyAt: '08:30',
    ...change,
  })

describe('quiet hours', () => {
  it('hold mail back and send one digest afterwards; the page is told at once', async () => {
    await prefer([{ event: '*' }])
    await rhythm()
    await tell('INC-1', at('23:00'))
    await tell('INC-2', at('23:30'))
    await turn(at('23:31'))
    await turn(at('06:59', '2026-11-21'))
    expect(sink.mails).toEqual([])
    expect(await eng.call(contract.countNotifications, {})).toEqual({ unread: 2 })
    await turn(at('07:00', '2026-11-21'))
    expect(numbers()).toEqual([['INC-1', 'INC-2']])
    expect(await states()).toEqual(['bundled', 'bundled'])
    expect(plain(sink.mails[0]!)).toContain('https://ops.city.example/incidents/abc')
    await turn(at('07:01', '2026-11-21'))
    expect(sink.mails).toHaveLength(1)
    // by day nothing is held
    await tell('INC-3', at('10:00', '2026-11-21'))
    await turn(at('10:00', '2026-11-21'))
    expect(numbers().at(-1)).toEqual(['INC-3'])
  })

  it('are pierced by what is urgent, unless the person says otherwise', async () => {
    await prefer([{ event: '*', digest: 'daily' }])
    await rhythm()
    await tell('INC-1', at('23:00'), breached)
    await tell('INC-2', at('23:00'))
    await turn(at('23:00'))
    expect(numbers()).toEqual([['INC-1']])
    await rhythm({ urgentPierces: false })
    // a change looks at all anew by the database's clock, which is not that of this test
    await sql`update notification set mail_at = ${at('23:04')} where mail = 'held'`.execute(app.db)
    await tell('INC-3', at('23:05'), breached)
    await turn(at('23:05'))
    expect(await states()).toEqual(['sent', 'held', 'held'])
    expect(sink.mails).toHaveLength(1)
    await turn(at('08:30', '2026-11-21'))
    expect(numbers()[1]).toEqual(['INC-2', 'INC-3'])
  })

  it('last over days off of the unit', async () => {
    await prefer([{ event: '*' }])
    await rhythm({ daysOff: true })
    await tell('INC-1', at('12:00', '2026-11-21'))
    await tell('INC-2', at('12:00', '2026-11-22'))
    await turn(at('12:00', '2026-11-22'))
    await turn(at('06:00', '2026-11-23'))
    expect(sink.mails).toEqual([])
    await turn(at('07:00', '2026-11-23'))
    expect(numbers()).toEqual([['INC-1', 'INC-2']])
  })

  it('begin for what a mail server did not take before them, too', async () => {
    await prefer([{ event: '*' }])
    await rhythm()
    await tell('INC-1', at('21:59'))
    await turn(at('21:59'), 'smtp://127.0.0.1:1')
    expect(await states()).toEqual(['due'])
    await sql`update notification set mail_at = ${at('22:30')}`.execute(app.db)
    await turn(at('22:30'))
    expect([sink.mails, await states()]).toEqual([[], ['held']])
    await turn(at('07:00', '2026-11-21'))
    expect(numbers()).toEqual([['INC-1']])
  })
})

describe('digests', () => {
  it('go hourly or daily by event; never means never', async () => {
    await prefer([
      { event: '*', digest: 'hourly' },
      { event: 'incident:notify.closed', digest: 'daily' },
      { event: 'incident:notify.taken', mail: false },
    ])
    await tell('INC-1', at('10:10'))
    await tell('INC-2', at('10:50'))
    await tell('INC-3', at('10:20'), 'incident:notify.closed')
    await tell('INC-4', at('10:20'), 'incident:notify.taken')
    await turn(at('10:59'))
    expect(sink.mails).toEqual([])
    await turn(at('11:00'))
    expect(numbers()).toEqual([['INC-1', 'INC-2']])
    await turn(at('08:30', '2026-11-21'))
    expect(numbers()[1]).toEqual(['INC-3'])
    expect(await states()).toEqual(['bundled', 'bundled', 'sent', 'none'])
  })

  it('follow a change of mind', async () => {
    await prefer([{ event: '*', digest: 'daily' }])
    for (const number of ['INC-1', 'INC-2']) await tell(number, at('10:10'))
    await turn(at('10:10'))
    await prefer([{ event: '*', digest: 'now' }])
    await sql`update notification set mail_at = ${at('10:20')}`.execute(app.db)
    await turn(at('10:20'))
    expect(numbers()).toEqual([['INC-1', 'INC-2']])
    await prefer([{ event: '*', digest: 'daily' }])
    await tell('INC-3', at('10:30'))
    await turn(at('10:30'))
    await prefer([{ event: '*', mail: false }])
    await sql`update notification set mail_at = ${at('10:31')} where mail = 'held'`.execute(app.db)
    await turn(at('10:31'))
    expect([sink.mails.length, (await states()).at(-1)]).toEqual([1, 'none'])
  })

  it('lose nothing and send nothing twice, whoever dies or works beside them', async () => {
    await prefer([{ event: '*', digest: 'hourly' }])
    for (let n = 0; n < 250; n++) await tell(`INC-${1000 + n}`, at('10:10'))
    await releaseHeld(app.db, settings(), at('10:10'))
    // several processes at once; then a server that hangs up in the middle, which may have taken the mail
    await Promise.all([1, 2, 3].map(() => releaseHeld(app.db, settings(), at('11:00'))))
    await releaseHeld(app.db, settings(), at('11:01'))
    expect(new Set(await states())).toEqual(new Set(['bundled']))
    sink.next.push('hang-up')
    await turn(at('11:02'))
    await turn(at('11:03'))
    const { rows } = await sql<{ mail: string }>`select mail from outgoing_mail order by id`.execute(app.db)
    expect(rows.map((row) => row.mail)).toEqual(['failed', 'sent'])
    const told = (await sql<{ body: string }>`select body from outgoing_mail order by id`.execute(app.db))
      .rows
    const all = told.flatMap((row) => row.body.match(/INC-\d+/g) ?? [])
    expect([all.length, new Set(all).size]).toEqual([250, 250])
  })

  it('are put away where no mail server is set', async () => {
    await prefer([{ event: '*', digest: 'daily' }])
    await tell('INC-1', at('10:00'))
    await sendDueMails({ db: app.db, settings: app.settings, log: () => undefined })
    expect(await states()).toEqual(['none'])
  })
})

describe('choices', () => {
  it('are kept, checked and audited', async () => {
    const { rhythm: shown } = await rhythm({ quiet: { from: '21:30', to: '06:05' }, daysOff: true })
    expect(shown).toEqual({
      quiet: { from: '21:30', to: '06:05' },
      daysOff: true,
      urgentPierces: true,
      dailyAt: '08:30',
    })
    const { events } = await eng.call(contract.getPreferences, {})
    expect(events.filter((one) => one.urgent).map((one) => one.event)).toContain(breached)
    expect(events.find((one) => one.event === assigned)!.urgent).toBe(false)
    const bad = await eng.send(contract.putRhythm, { ...shown, dailyAt: '24:00' })
    expect([bad.statusCode, bad.json().errors[0].field]).toEqual([422, 'dailyAt'])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_entry
      where action = 'notify.setRhythm'`.execute(app.db)
    expect(rows[0]!.n).toBeGreaterThan(0)
  })
})
