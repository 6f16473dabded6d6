import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from '#modules/incident/contract.ts'
import * as contract from './contract.ts'
import { sendDue } from './deliver.ts'
import { reactions, stepTimer } from './runs.ts'

let app: TestApp
let lead: Caller, first: Caller, second: Caller, desk: Caller
let orgId: string
let gateway: Server
let url: string
const got: { path: string; headers: IncomingHttpHeaders; body: string }[] = []
let answer = { status: 200, body: '{"errcode":0}' }
beforeAll(async () => {
  app = await testApp()
  ;[lead, first, second, desk] = (await Promise.all(
    ['mgr01', 'eng01', 'eng02', 'desk01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  orgId = (await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)).rows[0]!.id
  gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      got.push({ path: request.url!, headers: request.headers, body })
      response.writeHead(answer.status).end(answer.body)
    })
  }).listen(0, '127.0.0.1')
  await new Promise((done) => gateway.once('listening', done))
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
})
afterAll(async () => {
  gateway.close()
  await app.close()
})

const q = (text: string, values: unknown[] = []) => app.pool.query(text, values)

type StepInput = Partial<Parameters<Caller['call']>[1]> & Record<string, unknown>
const policy = async (steps: StepInput[], more: Record<string, unknown> = {}) => {
  await q(`update escalation_policy set active = false`)
  return lead.call(contract.createPolicy, { name: '一级故障升级', orgId, steps, ...more } as never)
}
const person = (id: string, more: StepInput = {}): StepInput => ({
  after: 0,
  to: ['person'],
  personIds: [id],
  ...more,
})
let made = 0
const incident = () =>
  desk.call(createIncident, {
    ...{ title: `门户打不开 "${++made}"`, description: '无人应答', type: 'fault', channel: 'phone' },
    ...{ impact: 'high', urgency: 'high' },
  } as never)
/** An event happens to an incident: every reaction of the room to it, twice, as after a kill. */
const happens = async (type: string, entityId: string) => {
  for (let twice = 0; twice < 2; twice++)
    for (const one of reactions.filter(({ on }) => on.includes(type)))
      await transaction(app.db, (tx) => one.run(tx, { type, entityId, data: {} } as unknown as AppEvent))
}
/** Two workers take what is due of a run, as the timer loop does, until nothing is. */
async function fire(runId: string): Promise<void> {
  const one = () =>
    transaction(app.db, async (tx) => {
      const { rows } = await q(
        `delete from timer where (kind, key) = (select kind, key from timer where kind = 'escalation.step'
         and key like $1 and due_at <= now() order by due_at limit 1 for update skip locked) returning key, due_at, data`,
        [`${runId}:%`],
      )
      const row = rows[0] as { key: string; due_at: Date; data: Record<string, unknown> } | undefined
      if (!row) return false
      const timer = { kind: 'escalation.step', key: row.key, dueAt: row.due_at, data: row.data }
      await stepTimer.run(tx, timer)
      // the same again: as of a worker that died after its commit
      await stepTimer.run(tx, timer)
      return true
    })
  while ((await Promise.all([one(), one()])).some(Boolean));
}
const due = (runId: string) =>
  q(`update timer set due_at = now() where kind = 'escalation.step' and key like $1`, [`${runId}:%`])
const runOf = async (incidentId: string, who = lead) =>
  (await who.call(contract.incidentRuns, { id: incidentId })).items[0]!
const context = () => ({ db: app.db, settings: app.settings, log: () => undefined })

describe('escalation', () => {
  it('tells step by step, again and again, and stops when somebody confirms', async () => {
    await policy([person(first.personId, { every: 5, times: 2 }), person(second.personId, { after: 10 })])
    const { id } = await incident()
    await happens('incident.filed', id)
    let run = await runOf(id)
    expect([run.state, run.steps.length]).toEqual(['open', 2])
    await fire(run.id)
    run = await runOf(id)
    expect(run.deliveries).toMatchObject([
      { step: 0, repeat: 0, person: { id: first.personId }, state: 'sent' },
    ])
    await due(run.id)
    await fire(run.id)
    run = await runOf(id)
    expect(run.deliveries.map((one) => [one.step, one.repeat])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ])
    const told = (await first.call(listNotifications, {})).items.filter((one) => one.entityId === id)
    expect(told.length).toBe(2)

    const mine = await first.call(contract.getRun, { id: run.id })
    expect(mine.abilities).toEqual(['receive'])
    run = await first.call(contract.receiveRun, { id: run.id })
    run = await first.call(contract.receiveRun, { id: run.id })
    expect([run.state, run.endReason, run.endedBy?.id]).toEqual(['received', 'receipt', first.personId])
    expect(run.receipts.length).toBe(1)
    await due(run.id)
    await fire(run.id)
    expect((await runOf(id)).deliveries.length).toBe(3)
    expect((await second.send(contract.receiveRun, { id: run.id })).statusCode).toBe(409)
  })

  it('ends when the incident is taken up, but not where a receipt is wanted', async () => {
    await policy([person(first.personId)])
    const plain = await incident()
    await happens('incident.filed', plain.id)
    await happens('incident.taken', plain.id)
    expect(await runOf(plain.id)).toMatchObject({ state: 'ended', endReason: 'taken-up' })

    await policy([person(first.personId), person(second.personId)], { receipt: true })
    const strict = await incident()
    await happens('incident.filed', strict.id)
    await happens('incident.taken', strict.id)
    let run = await runOf(strict.id)
    expect(run.state).toBe('open')
    await fire(run.id)
    await first.call(contract.receiveRun, { id: run.id })
    // the other one who was told still confirms
    run = await second.call(contract.receiveRun, { id: run.id })
    expect(run.receipts.map((one) => one.person.id).sort()).toEqual([first.personId, second.personId].sort())
    expect(run.endedBy?.id).toBe(first.personId)
  })

  it('goes on to the next step at once where nobody is on duty, and says so', async () => {
    await policy([{ after: 0, to: ['on-duty'] }, person(second.personId, { after: 600 })])
    const { id } = await incident()
    await happens('incident.filed', id)
    const before = await runOf(id)
    await fire(before.id)
    const run = await runOf(id)
    expect(run.steps).toMatchObject([{ outcome: 'nobody' }, { outcome: 'told' }])
    expect(run.deliveries).toMatchObject([{ step: 1, person: { id: second.personId } }])
  })

  it('tells who is on duty, by the roster', async () => {
    const [team, roster, shift] = [newId(), newId(), newId()]
    await q(
      `insert into duty_team (id, org_id, name, plan, main) values ($1, $2, '升级值班组', '[]', true)`,
      [team, orgId],
    ).catch(() =>
      q(`insert into duty_team (id, org_id, name, plan) values ($1, $2, '升级值班组', '[]')`, [team, orgId]),
    )
    await q(
      `insert into duty_roster (id, team_id, from_day, to_day, state, revision, published_at)
       values ($1, $2, current_date - 1, current_date + 1, 'published', 1, now())`,
      [roster, team],
    )
    await q(
      `insert into duty_shift (id, roster_id, team_id, day, code, name, kind, night, starts_at, ends_at)
       values ($1, $2, $3, current_date, 'day', '白班', 'work', false, now() - interval '1 hour', now() + interval '1 hour')`,
      [shift, roster, team],
    )
    await q(
      `insert into duty_assignment (shift_id, role, person_id, source) values ($1, 'duty', $2, 'rotation'), ($1, 'leader', $3, 'rotation')`,
      [shift, first.personId, second.personId],
    )
    await policy([
      { after: 0, to: ['on-duty'] },
      { after: 0, to: ['leader'] },
    ])
    const { id } = await incident()
    await happens('incident.filed', id)
    await fire((await runOf(id)).id)
    expect((await runOf(id)).deliveries.map((one) => [one.step, one.person.id])).toEqual([
      [0, first.personId],
      [1, second.personId],
    ])
    await q(`update duty_shift set phase = 'dropped' where id = $1`, [shift])
  })

  it('sends a signed webhook once, whoever works; tries again what failed; keeps what came of it', async () => {
    const secret = 'a secret of the test'
    const hook = await lead.call(contract.createChannel, {
      ...{ name: '运维平台', orgId, kind: 'webhook', url: `${url}/hook`, secret },
    } as never)
    expect(hook).toMatchObject({ hasSecret: true })
    expect(JSON.stringify(hook)).not.toContain(secret)
    const im = await lead.call(contract.createChannel, {
      ...{ name: '政务通', orgId, kind: 'im', url: `${url}/im?to={{login}}`, expect: '"errcode":0', secret },
      ...{ headers: { Authorization: 'Bearer {{secret}}' }, body: '{"text":"{{title}}"}' },
    } as never)
    await policy([person(first.personId, { notice: false, channelIds: [hook.id, im.id] })])
    const { id, title, number } = await incident()
    await happens('incident.filed', id)
    const run = await runOf(id)
    await fire(run.id)
    answer = { status: 200, body: '{"errcode":7}' }
    await Promise.all([sendDue(context()), sendDue(context())])
    expect(got.map((one) => one.path).sort()).toEqual(['/hook', '/im?to=eng01'])
    const sent = got.find((one) => one.path === '/hook')!
    const expected = createHmac('sha256', secret)
      .update(`${String(sent.headers['x-zhengyun-timestamp'])}.${sent.body}`)
      .digest('hex')
    expect(sent.headers['x-zhengyun-signature']).toBe(`sha256=${expected}`)
    expect(JSON.parse(sent.body)).toMatchObject({
      event: 'escalation',
      number,
      title,
      person: expect.any(String),
    })
    const message = got.find((one) => one.path !== '/hook')!
    expect(message.headers.authorization).toBe(`Bearer ${secret}`)
    expect(JSON.parse(message.body)).toEqual({ text: title })

    let told = (await runOf(id)).deliveries
    expect(told.find((one) => one.channel === '运维平台')).toMatchObject({
      state: 'sent',
      result: 'HTTP 200',
    })
    expect(told.find((one) => one.channel === '政务通')).toMatchObject({ state: 'pending', attempts: 1 })
    await sendDue(context())
    expect(got.length).toBe(2)
    answer = { status: 200, body: '{"errcode":0}' }
    await q(`update escalation_delivery set next_at = now() where run_id = $1`, [run.id])
    await sendDue(context())
    told = (await runOf(id)).deliveries
    expect(told.every((one) => one.state === 'sent')).toBe(true)
    expect(got.length).toBe(3)
    expect(got[2]!.headers['x-zhengyun-delivery']).toBe(message.headers['x-zhengyun-delivery'])

    const tested = await lead.call(contract.testChannel, { id: hook.id })
    expect(tested).toEqual({ ok: true, result: 'HTTP 200' })
    const moved = await lead.send(contract.editChannel, {
      ...{ id: hook.id, version: hook.version, name: hook.name, orgId, kind: 'webhook' },
      url: 'http://127.0.0.1:1/elsewhere',
    } as never)
    expect([moved.statusCode, moved.json<{ code: string }>().code]).toEqual([422, 'escalation.secret_again'])
    const gone = await lead.call(contract.editChannel, {
      ...{ id: hook.id, version: hook.version, name: hook.name, orgId, kind: 'webhook', secret },
      url: 'http://127.0.0.1:1/elsewhere',
    } as never)
    expect((await lead.call(contract.testChannel, { id: gone.id })).ok).toBe(false)
  })

  it('refuses what makes no sense, and shows channels to nobody but who keeps them', async () => {
    const code = async (steps: StepInput[]) => {
      const sent = await lead.send(contract.createPolicy, { name: '不成立', orgId, steps } as never)
      return sent.json<{ code: string }>().code
    }
    const none = newId()
    expect(await code([person(none)])).toBe('escalation.unknown_reference')
    expect(await code([person(first.personId, { notice: false })])).toBe('escalation.no_way')
    expect(await code([{ after: 0, to: ['group'] }])).toBe('escalation.whom')
    expect(await code([person(first.personId, { after: 9 }), person(first.personId)])).toBe(
      'escalation.steps_in_order',
    )
    expect((await first.send(contract.listChannels, {})).statusCode).toBe(403)
    const list = await first.call(contract.listPolicies, {})
    expect(list.items.every((one) => one.abilities.length === 0)).toBe(true)
    const mine = list.items[0]!
    const stale = await lead.send(contract.editPolicy, {
      ...{ id: mine.id, version: 99, name: mine.name, orgId, steps: [person(first.personId)] },
    } as never)
    expect(stale.statusCode).toBe(412)
    expect((await lead.call(contract.listRuns, { state: 'open' })).items.length).toBeGreaterThan(0)
  })
})
