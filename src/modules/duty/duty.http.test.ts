import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDay, formatDay } from '#kernel/calendar/index.ts'
import { dbNow, transaction } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { turnTimer } from './clock.ts'
import { nextOnDuty, onDuty, shiftsBetween } from './front.ts'
import * as teamContract from './team-contract.ts'

let app: TestApp
let lead: Caller
let eng1: Caller
let eng2: Caller
let desk: Caller
let orgId: string
let today: string

beforeAll(async () => {
  app = await testApp()
  ;[lead, eng1, eng2, desk] = (await Promise.all(
    ['lead01', 'eng01', 'eng02', 'desk01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  orgId = (await lead.call(lookupOrgs, { q: '运行维护科' })).items[0]!.id
  today = formatDay(Math.floor(((await dbNow(app.db)).getTime() + 8 * 3_600_000) / 86_400_000))
})
afterAll(() => app.close())

const everyKind = ['work', 'rest', 'holiday'] as const
const dayAfter = (n: number) => formatDay(parseDay(today) + n)

/** A team of the four that never rests, day and night; the leader of it is lead01. */
async function makeTeam(name: string, more: Record<string, unknown> = {}) {
  const people = [eng1, eng2, desk, lead]
  const team = await lead.call(teamContract.createTeam, {
    orgId,
    name,
    phone: '65881000',
    fullCover: true,
    plan: [
      { code: 'day', name: '白班', from: '08:30', to: '17:30', on: [...everyKind] },
      { code: 'night', name: '夜班', from: '17:30', to: '08:30', on: [...everyKind] },
    ],
    members: people.map((p) => ({
      personId: p.personId,
      leader: p === lead,
      phone: '',
      joinedOn: '2020-01-01',
    })),
    ...more,
  })
  return lead.call(teamContract.setRotations, {
    id: team.id,
    version: team.version,
    rotations: [
      {
        name: '带班',
        role: 'leader',
        days: [...everyKind],
        unit: 'week',
        maxTurns: 31,
        people: [lead.personId],
      },
      {
        name: '值班',
        role: 'duty',
        days: [...everyKind],
        unit: 'shift',
        people: [eng1, eng2, desk].map((p) => p.personId),
      },
    ],
  })
}

describe('a roster', () => {
  it('is made, changed by hand, published, and answers who is on duty', async () => {
    const team = await makeTeam('值班一组', { main: true })
    const draft = await lead.call(contract.createRoster, {
      teamId: team.id,
      fromDay: dayAfter(-1),
      toDay: dayAfter(13),
    })
    expect(draft.shifts).toHaveLength(30)
    expect(draft.issues).toEqual([])
    expect(draft.shifts.every((s) => s.people.filter((p) => p.role === 'duty').length === 1)).toBe(true)
    // nobody but who keeps it sees a draft, and nobody is on duty by it
    expect((await eng1.send(contract.getRoster, { id: draft.id })).statusCode).toBe(404)
    const now = await dbNow(app.db)
    expect(await onDuty(app.db, { teamId: team.id, at: now })).toBeNull()

    // whose turn the tenth day is depends on the date: one of eng01, so that the desk is free to stand the one before
    const at10 = draft.shifts.findIndex(
      (s, i) => i >= 18 && s.people.some((p) => p.role === 'duty' && p.id === eng1.personId),
    )
    const tenth = draft.shifts[at10]!
    const edited = await lead.call(contract.editRoster, {
      id: draft.id,
      version: draft.version,
      places: [
        { shiftId: tenth.id, role: 'duty', personIds: [eng1.personId, eng2.personId] },
        { shiftId: draft.shifts[at10 + 2]!.id, role: 'duty', personIds: [] },
      ],
    })
    const again = await lead.call(contract.generateRoster, { id: draft.id, version: edited.version })
    const at = (i: number) =>
      again.shifts[i]!.people.filter((p) => p.role === 'duty')
        .map((p) => p.id)
        .toSorted()
    expect(at(at10)).toEqual([eng1.personId, eng2.personId].toSorted())
    expect(at(at10 + 2)).toEqual([])
    expect(again.issues.map((i) => i.kind)).toEqual(['unfilled'])

    const stale = await lead.send(contract.publishRoster, { id: draft.id, version: draft.version })
    expect(stale.statusCode).toBe(412)
    const published = await lead.call(contract.publishRoster, { id: draft.id, version: again.version })
    expect(published).toMatchObject({ state: 'published', revision: 1 })
    const running = (await onDuty(app.db, { orgId, at: now }))!
    expect(running.from <= now && running.to > now).toBe(true)
    expect(running.people.map((p) => p.role)).toEqual(['leader', 'duty'])
    const next = (await nextOnDuty(app.db, { teamId: team.id, at: now }))!
    expect(next.from).toEqual(running.to)
    const both = await shiftsBetween(app.db, {
      teamId: team.id,
      from: now,
      to: new Date(next.from.getTime() + 1),
    })
    expect(both.map((s) => s.shiftId)).toEqual([running.shiftId, next.shiftId])

    const unexplained = await lead.send(contract.editRoster, {
      id: draft.id,
      version: published.version,
      places: [{ shiftId: tenth.id, role: 'duty', personIds: [eng1.personId] }],
    })
    expect([unexplained.statusCode, unexplained.json().code]).toEqual([422, 'duty.reason_missing'])
    const changed = await lead.call(contract.editRoster, {
      id: draft.id,
      version: published.version,
      places: [{ shiftId: tenth.id, role: 'duty', personIds: [eng1.personId] }],
      reason: '人员调整',
    })
    expect(changed.revision).toBe(2)
    expect(changed.changes).toMatchObject([{ why: 'hand', reason: '人员调整', revision: 2, role: 'duty' }])
    expect(changed.changes[0]!.before).toHaveLength(2)
    const told = await app.db
      .selectFrom('notification')
      .select(['person_id', 'text_key'])
      .where('text_key', '=', 'duty:notify.taken_off')
      .execute()
    expect(told.map((row) => row.person_id)).toEqual([eng2.personId])
    const overlap = await lead.send(contract.createRoster, {
      teamId: team.id,
      fromDay: dayAfter(13),
      toDay: dayAfter(20),
    })
    expect([overlap.statusCode, overlap.json().code]).toEqual([409, 'duty.roster_overlaps'])
  })

  it('tells once that shifts begin and end, however often the clock is asked', async () => {
    const [row] = await app.db.selectFrom('duty_team').select('id').where('name', '=', '值班一组').execute()
    const turn = () =>
      transaction(app.db, (tx) =>
        turnTimer.run(tx, { kind: 'duty.turn', key: row!.id, dueAt: new Date(), data: {} }),
      )
    await Promise.all([turn(), turn(), turn()])
    await turn()
    const events = await app.db
      .selectFrom('event_outbox')
      .select(['type', 'entity_id'])
      .where('type', 'like', 'duty.shift-%')
      .execute()
    expect(events.map((e) => e.type)).toEqual(['duty.shift-started'])
    const running = (await onDuty(app.db, { teamId: row!.id, at: await dbNow(app.db) }))!
    expect(events[0]!.entity_id).toBe(running.shiftId)
    const timer = await app.db
      .selectFrom('timer')
      .select('due_at')
      .where('kind', '=', 'duty.turn')
      .where('key', '=', row!.id)
      .executeTakeFirstOrThrow()
    expect(timer.due_at).toEqual(running.to)
    // its end, and the beginning of the next, when the clock has got there
    await app.db
      .updateTable('duty_shift')
      .set({ ends_at: new Date(Date.now() - 1000) })
      .where('id', '=', running.shiftId)
      .execute()
    await Promise.all([turn(), turn()])
    const ended = await app.db
      .selectFrom('event_outbox')
      .select('entity_id')
      .where('type', '=', 'duty.shift-ended')
      .execute()
    expect(ended.map((e) => e.entity_id)).toEqual([running.shiftId])
  })

  it('goes out as a table and comes back, and is printed', async () => {
    const team = await makeTeam('导入组')
    const draft = await lead.call(contract.createRoster, {
      teamId: team.id,
      fromDay: dayAfter(30),
      toDay: dayAfter(33),
    })
    const csv = await lead.send(contract.exportRoster, { id: draft.id, format: 'csv' })
    const lines = csv.body.trim().split('\r\n')
    expect(lines).toHaveLength(9)
    const first = lines[1]!.split(',')
    const other = ['吴强', '郑凯', '李静'].find((name) => name !== first[4])!
    lines[1] = [...first.slice(0, 4), other, first[5]].join(',')
    const send = (path: string, body: string) =>
      lead.inject({
        method: 'POST',
        url: `/api/v1/duty-rosters/${path}`,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="r.csv"\r\ncontent-type: text/csv\r\n\r\n${body}\r\n--x--\r\n`,
      })
    const dry = await send('import-checks', `${lines.join('\r\n')}\r\n导入组,2026-13-01,白班,,吴强,\r\n`)
    expect(dry.json()).toMatchObject({ update: 1, same: 7, bad: 1, applied: false })
    const done = await send('imports', lines.join('\r\n'))
    expect(done.json()).toMatchObject({ update: 1, same: 7, applied: true })
    const after = await lead.call(contract.getRoster, { id: draft.id })
    expect(after.shifts[0]!.people.find((p) => p.role === 'duty')).toMatchObject({
      name: other,
      source: 'import',
    })
    for (const paper of ['A4', 'A3'] as const) {
      const pdf = await lead.send(contract.printRoster, { id: draft.id, paper })
      expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    }
    const xlsx = await lead.send(contract.exportRoster, { id: draft.id })
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  it('respects absences, and shows who is in two places at once across teams', async () => {
    const team = await makeTeam('冲突组')
    await eng1.call(teamContract.createAbsence, { fromDay: dayAfter(0), toDay: dayAfter(20), kind: 'leave' })
    const denied = await eng1.send(teamContract.createAbsence, {
      personId: eng2.personId,
      fromDay: dayAfter(0),
      toDay: dayAfter(1),
      kind: 'sick',
    })
    expect(denied.statusCode).toBe(404)
    const draft = await lead.call(contract.createRoster, {
      teamId: team.id,
      fromDay: dayAfter(2),
      toDay: dayAfter(8),
    })
    expect(draft.shifts.flatMap((s) => s.people).some((p) => p.id === eng1.personId)).toBe(false)
    const first = await onDuty(app.db, { orgId, at: new Date(draft.shifts[0]!.from) })
    const busy = first!.people.find((p) => p.role === 'duty')!.personId
    const edited = await lead.call(contract.editRoster, {
      id: draft.id,
      version: draft.version,
      places: [
        { shiftId: draft.shifts[0]!.id, role: 'duty', personIds: [busy] },
        { shiftId: draft.shifts[4]!.id, role: 'duty', personIds: [eng1.personId] },
      ],
    })
    const kinds = edited.issues.filter((i) => i.role === 'duty').map((i) => i.kind)
    expect(kinds).toContain('double')
    expect(kinds).toContain('absent')
    expect(edited.issues.find((i) => i.kind === 'double')!.with!.team).toBe('值班一组')
    const calendar = await lead.call(contract.getDutyCalendar, {
      from: dayAfter(2),
      to: dayAfter(8),
      teamId: team.id,
    })
    expect(calendar.issues.length).toBe(edited.issues.length)
    expect(
      (await eng2.call(contract.getDutyCalendar, { from: dayAfter(2), to: dayAfter(8), teamId: team.id }))
        .shifts,
    ).toEqual([])
  })
})

describe('a swap', () => {
  it('open to the team goes to one of two who accept at once, and the leader approves it', async () => {
    const calendar = await eng2.call(contract.getDutyCalendar, {
      from: dayAfter(1),
      to: dayAfter(12),
      mine: 'true',
    })
    const shift = calendar.shifts.find((s) =>
      s.people.some((p) => p.id === eng2.personId && p.role === 'duty'),
    )!
    const swap = await eng2.call(contract.askSwap, { shiftId: shift.id, role: 'duty', reason: '家中有事' })
    expect((await desk.call(contract.listSwaps, {})).items[0]!.abilities).toEqual(['accept'])
    expect(swap.abilities).toEqual(['withdraw'])
    const accept = (who: Caller) => who.send(contract.acceptSwap, { id: swap.id, version: swap.version })
    const answers = await Promise.all([accept(eng1), accept(desk)])
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([200, 412])
    const taker = answers[0]!.statusCode === 200 ? eng1 : desk
    const agreed = (await taker.call(contract.listSwaps, {})).items[0]!
    expect(agreed).toMatchObject({ state: 'agreed', other: { id: taker.personId }, abilities: [] })
    expect((await eng2.send(contract.approveSwap, { id: swap.id, version: agreed.version })).statusCode).toBe(
      409,
    )
    const done = await lead.call(contract.approveSwap, { id: swap.id, version: agreed.version })
    expect(done.state).toBe('approved')
    const roster = await lead.call(contract.getRoster, { id: shift.rosterId })
    const place = roster.shifts.find((s) => s.id === shift.id)!.people.find((p) => p.role === 'duty')!
    expect(place).toMatchObject({ id: taker.personId, source: 'swap' })
    expect(roster.changes[0]).toMatchObject({ why: 'swap', reason: '家中有事' })
    // what was swapped stays when the roster is made anew
    const again = await lead.call(contract.generateRoster, { id: roster.id, version: roster.version })
    expect(again.shifts.find((s) => s.id === shift.id)!.people.find((p) => p.role === 'duty')!.id).toBe(
      taker.personId,
    )
    const stats = await lead.call(contract.getStatistics, {
      teamId: shift.team.id,
      year: Number(today.slice(0, 4)),
    })
    if (shift.day.slice(0, 4) === today.slice(0, 4))
      expect(stats.items.find((l) => l.person.id === taker.personId && l.role === 'duty')!.taken).toBe(1)
  })
})

describe('a feed', () => {
  it('is read by whoever knows the address, until it is revoked', async () => {
    const made = await eng2.call(contract.createFeed, {})
    const read = () => app.app.inject({ method: 'GET', url: made.path })
    const answer = await read()
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.body).toContain('TZOFFSETTO:+0800')
    expect(answer.body).toContain('BEGIN:VEVENT')
    for (const line of answer.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect((await desk.send(contract.revokeFeed, { id: made.id })).statusCode).toBe(404)
    await eng2.call(contract.revokeFeed, { id: made.id })
    expect((await read()).statusCode).toBe(404)
    expect(
      (await app.app.inject({ method: 'GET', url: '/api/v1/duty-feeds/x/calendar.ics' })).statusCode,
    ).toBe(404)
  })
})

describe('a team', () => {
  it('has shifts that do not overlap, one main team a unit, and is kept within the scope', async () => {
    const body = {
      orgId,
      name: '坏班次',
      members: [],
      plan: [
        { code: 'a', name: '全天', from: '08:00', to: '08:00', on: [...everyKind] },
        { code: 'b', name: '夜班', from: '18:00', to: '08:00', on: ['rest' as const] },
      ],
    }
    const overlap = await lead.send(teamContract.createTeam, body)
    expect([overlap.statusCode, overlap.json().code]).toEqual([422, 'duty.shifts_overlap'])
    const main = await lead.send(teamContract.createTeam, { ...body, plan: [body.plan[0]!], main: true })
    expect([main.statusCode, main.json().code]).toEqual([409, 'duty.main_taken'])
    expect((await eng1.send(teamContract.createTeam, body)).statusCode).toBe(403)
    const now = await eng1.call(contract.getDutyNow, {})
    expect(now.items.map((one) => one.team.name)).toEqual(['值班一组'])
  })
})
