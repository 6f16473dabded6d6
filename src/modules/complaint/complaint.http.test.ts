import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIncident, resolveIncident } from '#modules/incident/contract.ts'
import { listFactRecords, readFact } from '#kernel/fact/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as c from './contract.ts'

let app: TestApp
let req: Caller
let other: Caller
let desk: Caller
let eng: Caller
let eng2: Caller
let mgr: Caller

beforeAll(async () => {
  app = await testApp()
  await app.work()
  ;[req, other, desk, eng, eng2, mgr] = (await Promise.all(
    ['req01', 'req02', 'desk01', 'eng01', 'eng02', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const said = { kind: 'complaint' as const, about: 'other' as const, title: '电话没人接', body: '打了三次' }
const codeOf = async (answer: Promise<{ json: () => unknown }>): Promise<string> =>
  ((await answer).json() as { code: string }).code

describe('a complaint', () => {
  it('goes from its receipt to its confirmation, seen only by those it concerns', async () => {
    const mine = await req.call(c.fileComplaint, said)
    expect(mine).toMatchObject({ state: 'received', abilities: ['withdraw'] })
    expect(mine.number).toMatch(/^COM-\d{8}-\d{4}$/)
    const { id } = mine
    expect((await other.send(c.getMine, { id })).statusCode).toBe(404)
    expect((await eng.send(c.getComplaint, { id })).statusCode).toBe(404)
    expect((await eng.call(c.listComplaints, {})).items).toEqual([])

    const accepted = await desk.call(c.acceptComplaint, { id, version: mine.version, note: '尽快核实' })
    expect(accepted).toMatchObject({ state: 'accepted', late: false })
    const early = desk.send(c.answerComplaint, { id, version: accepted.version, answer: '已核实' })
    expect(await codeOf(early)).toBe('complaint.not_yours')
    const given = await desk.call(c.assignComplaint, {
      id,
      version: accepted.version,
      handlerId: eng.personId,
    })
    expect(given).toMatchObject({ state: 'handling', handler: { id: eng.personId } })
    const stale = { id, version: accepted.version, answer: '已核实' }
    expect((await eng.send(c.answerComplaint, stale)).statusCode).toBe(412)
    const answered = await eng.call(c.answerComplaint, { ...stale, version: given.version })
    expect(answered.abilities).toEqual([])

    const called = { id, version: answered.version, verdict: 'unsatisfied' as const, note: '仍打不通' }
    expect(await codeOf(eng.send(c.callBackComplaint, called))).toBe('permission.denied')
    const again = await desk.call(c.callBackComplaint, called)
    expect(again).toMatchObject({ state: 'handling', reopened: 1, satisfied: false })
    const second = await eng.call(c.answerComplaint, { id, version: again.version, answer: '已加一条线路' })
    const seen = await req.call(c.getMine, { id })
    expect(seen).toMatchObject({ answer: '已加一条线路', abilities: ['confirm', 'reopen', 'withdraw'] })
    // who discussed it, and what they said to each other, is not the complainant's
    expect(seen.entries.map((one) => [one.kind, one.by])).toEqual([
      ...[
        ['received', null],
        ['accept', null],
        ['answer', null],
        ['answer', null],
      ],
    ])
    expect(await codeOf(req.send(c.replyMine, { id, version: second.version, move: 'reopen' }))).toBe(
      'complaint.reason_needed',
    )
    const over = await req.call(c.replyMine, { id, version: second.version, move: 'confirm' })
    expect(over).toMatchObject({ state: 'confirmed', satisfied: true, abilities: ['reopen'] })
  })

  it('is not dealt with by whom it is about, who worked on it, or who works for the vendor', async () => {
    const incident = await req.call(createIncident, {
      ...{ title: '打印机坏', description: 'x', impact: 'low', urgency: 'low', channel: 'portal' },
    })
    const { rows } = await sql<{
      version: number
    }>`select version from ticket where id = ${incident.id}`.execute(app.db)
    await mgr.call(resolveIncident, { id: incident.id, version: rows[0]!.version, resolution: '重启' })
    const mine = await req.call(c.fileComplaint, { ...said, about: 'ticket', aboutId: incident.id })
    expect(mine.aboutName).toContain('INC-')
    const foreign = other.send(c.fileComplaint, { ...said, about: 'ticket', aboutId: incident.id })
    expect(await codeOf(foreign)).toBe('complaint.unknown_about')
    const { id } = mine
    expect(await codeOf(mgr.send(c.acceptComplaint, { id, version: mine.version }))).toBe(
      'complaint.own_matter',
    )
    const accepted = await desk.call(c.acceptComplaint, {
      ...{ id, version: mine.version, aboutPersonId: eng2.personId },
    })
    const give = (handlerId: string) =>
      desk.send(c.assignComplaint, { id, version: accepted.version, handlerId })
    expect(await codeOf(give(eng2.personId))).toBe('complaint.party_person')
    expect(await codeOf(give(mgr.personId))).toBe('complaint.party_ticket')
    expect(await codeOf(give(req.personId))).toBe('complaint.unknown_handler')
    const { rows: vendors } = await sql<{
      id: string
    }>`select p.org_id as id from person p where p.login = 'vend01'`.execute(app.db)
    const against = await req.call(c.fileComplaint, { ...said, about: 'vendor', aboutId: vendors[0]!.id })
    const taken = await desk.call(c.acceptComplaint, { id: against.id, version: against.version })
    await sql`insert into person_role (person_id, role_id, org_id)
      select p.id, r.id, o.id from person p, role r, org o
      where p.login = 'vend01' and r.key = 'engineer' and o.parent_id is null`.execute(app.db)
    const vendor = (await app.as('vend01')).personId
    const toVendor = desk.send(c.assignComplaint, {
      id: against.id,
      version: taken.version,
      handlerId: vendor,
    })
    expect(await codeOf(toVendor)).toBe('complaint.party_vendor')
  })

  it('about somebody of the desk is invisible to them', async () => {
    const down = await mgr.call(c.takeDown, {
      ...{ ...said, about: 'person', aboutId: desk.personId, channel: 'phone', contactName: '老李' },
    })
    expect(down).toMatchObject({ complainant: '老李', channel: 'phone' })
    expect((await desk.send(c.getComplaint, { id: down.id })).statusCode).toBe(404)
    expect((await desk.call(c.listComplaints, {})).items.some((one) => one.id === down.id)).toBe(false)
    const nobody = { ...said, channel: 'phone' as const }
    expect(await codeOf(mgr.send(c.takeDown, nobody))).toBe('complaint.who')
    const { rows } = await sql<{
      login: string
    }>`select p.login from notification n join person p on p.id = n.person_id
      where n.entity_id = ${down.id}`.execute(app.db)
    expect(rows.map((row) => row.login)).not.toContain('desk01')
  })

  it('that is late is pressed for until it is answered', async () => {
    const { id } = await req.call(c.fileComplaint, { ...said, title: '迟迟不办' })
    await sql`update complaint set ack_due_at = now() - interval '1 day' where id = ${id}`.execute(app.db)
    await sql`update timer set due_at = now() where kind = 'complaint.late' and key = ${id}`.execute(app.db)
    const now = () => mgr.call(c.getComplaint, { id })
    await expect.poll(async () => (await now()).supervised, { timeout: 10_000 }).toBe(1)
    expect((await mgr.call(c.listComplaints, { late: 'true' })).items.map((one) => one.id)).toContain(id)
    const pressed = await mgr.call(c.superviseComplaint, {
      id,
      version: (await now()).version,
      note: '今天答复',
    })
    expect(pressed).toMatchObject({ supervised: 2, late: true, state: 'received' })
    expect(
      (await desk.send(c.superviseComplaint, { id, version: pressed.version, note: '快' })).statusCode,
    ).toBe(403)
    const accepted = await desk.call(c.acceptComplaint, { id, version: pressed.version })
    expect(accepted.late).toBe(false)
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const figure = await mgr.call(readFact, { key: 'complaint.acknowledged-in-time', from: day, to: day })
    expect(figure.figure.cases).toBe(figure.figure.good! + 1)
    // what a record is called is for those who may open it, the record's number for everybody who reads the figure
    const listed = { key: 'complaint.received', from: day, to: day, limit: 200 }
    const all = (await mgr.call(listFactRecords, listed)).items
    expect(all.find((one) => one.id === id)).toMatchObject({ label: accepted.number, title: accepted.title })
    const { items: own } = await eng.call(c.listComplaints, {})
    const seen = (await eng.call(listFactRecords, listed)).items
    expect(seen.map((one) => one.id)).toEqual(all.map((one) => one.id))
    const titled = seen.filter((one) => one.title !== null).map((one) => one.id)
    expect(titled.sort()).toEqual(own.map((one) => one.id).sort())
    expect(titled).not.toContain(id)
  })
})

describe('an anonymous complaint', () => {
  it('leaves no trace of who made it, and its code finds the answer', async () => {
    const anonymous = { ...said, about: 'person' as const, aboutText: '王某', title: '匿名反映' }
    const { number, code } = await req.call(c.fileAnonymous, anonymous)
    const { rows } = await sql<{ id: string; row: string }>`
      select id, to_jsonb(c)::text as row from complaint c where number = ${number}`.execute(app.db)
    const { id, row } = rows[0]!
    expect(row).not.toContain(req.personId)
    expect(row).not.toContain(code)
    const { rows: trail } = await sql<{ actor_id: string | null; ip: string | null }>`
      select actor_id, ip from audit_entry where entity_id = ${id}`.execute(app.db)
    expect(trail).toEqual([{ actor_id: null, ip: null }])
    const wrong = desk.send(c.findAnonymous, { code: 'AAAA-BBBB-CCCC-DDDD' })
    expect(await codeOf(wrong)).toBe('complaint.unknown_code')

    const one = await desk.call(c.getComplaint, { id })
    expect(one).toMatchObject({ complainant: null, phone: null, channel: 'anonymous' })
    const accepted = await desk.call(c.acceptComplaint, { id, version: one.version })
    const given = await desk.call(c.assignComplaint, {
      id,
      version: accepted.version,
      handlerId: eng.personId,
    })
    const answered = await eng.call(c.answerComplaint, { id, version: given.version, answer: '已谈话' })
    expect((await desk.call(c.getComplaint, { id })).abilities).toEqual([])
    expect(answered.state).toBe('answered')
    const found = await other.call(c.findAnonymous, { code: code.toLowerCase().replaceAll('-', '') })
    expect(found).toMatchObject({ number, answer: '已谈话' })
    const over = await req.call(c.replyAnonymous, { code, move: 'confirm', note: '' })
    expect(over.state).toBe('confirmed')
    const held: number[] = []
    for (let n = 0; n < 6; n++) held.push((await req.send(c.fileAnonymous, anonymous)).statusCode)
    expect(held.at(-1)).toBe(429)
  })
})

it('deadlines are a setting of the manager, under a version', async () => {
  const setting = await mgr.call(c.getSetting, {})
  expect(setting).toMatchObject({ ackDays: 1, answerDays: 15 })
  expect((await desk.send(c.putSetting, { ...setting, ackDays: 2 })).statusCode).toBe(403)
  expect(await codeOf(mgr.send(c.putSetting, { ...setting, ackDays: 20 }))).toBe('complaint.bad_days')
  await mgr.call(c.putSetting, { ...setting, ackDays: 2 })
  expect((await mgr.send(c.putSetting, { ...setting, ackDays: 3 })).statusCode).toBe(412)
})
