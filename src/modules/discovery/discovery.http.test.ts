import snmp from 'net-snmp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { getCi } from '#modules/ci/contract.ts'
import { acceptProposal, listProposals } from '#modules/ci/proposal-contract.ts'
import { listRelations } from '#modules/ci/relation-contract.ts'
import * as contract from './contract.ts'
import { Runner, runnerOf } from './runner.ts'
import { playBack, type PlayedAgent } from './testing/agent.ts'
import type { Recorded } from './testing/recording.ts'

const { OctetString, OID, Integer, Gauge, IpAddress } = snmp.ObjectType
const text = (said: string) => ({ type: OctetString!, value: Buffer.from(said) })
const mac = (last: number) => ({ type: OctetString!, value: Buffer.from([0, 0x1a, 0x2b, 0, 0, last]) })
const number = (value: number) => ({ type: Integer!, value })

/** A switch of H3C with one port up, and a neighbour behind it. */
function device(last: number, neighbour: number, ports: number): Recorded[] {
  const rows: Record<string, Omit<Recorded, 'oid'>> = {
    '1.3.6.1.2.1.1.1.0': text(
      `H3C Comware Platform Software, Software Version 7.1.070, Release 6312\nH3C S6520X-30QC-EI\nCopyright`,
    ),
    '1.3.6.1.2.1.1.2.0': { type: OID!, value: '1.3.6.1.4.1.25506.1.1' },
    '1.3.6.1.2.1.1.5.0': text(`交换机-${last}`),
    '1.3.6.1.2.1.17.1.1.0': mac(last),
    '1.3.6.1.2.1.4.20.1.1.10.5.0.9': { type: IpAddress!, value: `10.5.0.${last}` },
    '1.3.6.1.2.1.4.20.1.2.10.5.0.9': number(1),
    '1.3.6.1.2.1.47.1.1.1.1.5.1': number(3),
    '1.3.6.1.2.1.47.1.1.1.1.11.1': text(`SN-${last}`),
    '1.0.8802.1.1.2.1.4.1.1.4.0.1.1': number(4),
    '1.0.8802.1.1.2.1.4.1.1.5.0.1.1': mac(neighbour),
    '1.0.8802.1.1.2.1.4.1.1.6.0.1.1': number(5),
    '1.0.8802.1.1.2.1.4.1.1.7.0.1.1': text('XGE1/0/1'),
  }
  for (let port = 1; port <= ports; port++) {
    rows[`1.3.6.1.2.1.2.2.1.2.${port}`] = text(`XGE1/0/${port}`)
    rows[`1.3.6.1.2.1.2.2.1.3.${port}`] = number(6)
    rows[`1.3.6.1.2.1.2.2.1.5.${port}`] = { type: Gauge!, value: 1e9 }
  }
  const parts = (oid: string) =>
    oid
      .split('.')
      .map((part) => part.padStart(10, '0'))
      .join('.')
  return Object.entries(rows)
    .map(([oid, row]) => ({ oid, ...row }))
    .toSorted((a, b) => (parts(a.oid) < parts(b.oid) ? -1 : 1))
}

let app: TestApp
let eng: Caller
let orgId: string
const agents: PlayedAgent[] = []
beforeAll(async () => {
  app = await testApp()
  eng = await app.as('eng01')
  orgId = (await eng.call(lookupOrgs, {})).items.find((one) => one.name === '运行维护科')!.id
})
afterAll(async () => {
  await app.close()
  await Promise.all(agents.map((one) => one.close()))
})

const base = { protocol: 'v2c' as const, community: 'public', timeoutMs: 3000, retries: 0 }
const context = () => ({ db: app.db, settings: app.settings, log: () => undefined })
/** Does what waits, as the worker does. */
async function work(runner = runnerOf(app.settings)): Promise<void> {
  await runner.turn(context())
  await runner.settled()
}
async function agent(rows: Recorded[], delayMs = 0): Promise<number> {
  const made = await playBack(rows, { delayMs })
  agents.push(made)
  return made.port
}

describe('targets', () => {
  it('keep their credential to themselves', async () => {
    const made = await eng.call(contract.createTarget, {
      ...base,
      name: '机房',
      orgId,
      ranges: ['10.9.0.0/30'],
    })
    expect(made).toMatchObject({ addresses: 2, protocol: 'v2c', abilities: ['manage'], last: null })
    expect(JSON.stringify(made)).not.toContain('public')
    const rows = await app.db.selectFrom('discovery_target').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('public')
    const trail = await app.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('entity', '=', 'discovery-target')
      .execute()
    expect(trail.length).toBeGreaterThan(0)
    expect(JSON.stringify(trail)).not.toContain('"public"')
  })

  it('want it anew for other addresses, and are changed by one at a time', async () => {
    const made = await eng.call(contract.createTarget, {
      ...base,
      name: '楼层',
      orgId,
      ranges: ['10.9.1.0/28'],
    })
    const { community: _community, ...kept } = { ...base, name: '楼层二', orgId, ranges: ['10.9.1.4'] }
    const edited = await eng.call(contract.editTarget, { ...kept, id: made.id, version: made.version })
    expect(edited).toMatchObject({ name: '楼层二', addresses: 1, version: 2 })
    const other = await eng.send(contract.editTarget, {
      ...kept,
      ranges: ['10.66.0.1'],
      id: made.id,
      version: 2,
    })
    expect([other.statusCode, other.json().code, other.json().errors[0].field]).toEqual([
      422,
      'discovery.secret_needed',
      'community',
    ])
    const late = await eng.send(contract.editTarget, { ...kept, id: made.id, version: 1 })
    expect([late.statusCode, late.json().code]).toEqual([412, 'discovery.version_stale'])
    await eng.call(contract.deleteTarget, { id: made.id, version: 2 })
    expect((await eng.send(contract.getTarget, { id: made.id })).statusCode).toBe(404)
  })

  it.each([
    [['10.0.0.0/8'], 'discovery.too_many'],
    [['10.0.0.1-9.0.0.1'], 'discovery.bad_range'],
    [['224.0.0.1'], 'discovery.bad_address'],
    [['ff02::1'], 'discovery.bad_address'],
    [['10.1.0.0/21', '10.2.0.0/21', '10.3.0.0/21'], 'discovery.too_many'],
  ])('refuse %j', async (ranges, code) => {
    const sent = await eng.send(contract.createTarget, { ...base, name: 'x', orgId, ranges })
    expect([sent.statusCode, sent.json().code, sent.json().errors[0].field]).toEqual([422, code, 'ranges'])
  })

  it('are no business of requesters', async () => {
    expect((await (await app.as('req01')).send(contract.listTargets, {})).statusCode).toBe(403)
  })

  it('can be tried before they are kept', async () => {
    const port = await agent(device(40, 41, 1))
    const found = await eng.call(contract.tryTarget, { ...base, port, address: '127.0.0.1' })
    expect(found).toMatchObject({ outcome: 'ok', name: '交换机-40', vendor: 'H3C' })
    const wrong = await eng.call(contract.tryTarget, {
      ...base,
      community: 'secret',
      timeoutMs: 400,
      port,
      address: '127.0.0.1',
    })
    expect(wrong.outcome).toBe('silent')
  })
})

describe('runs', () => {
  it('find devices, propose them with their links, and a person takes them in', async () => {
    const [one, two] = await Promise.all([agent(device(1, 2, 4)), agent(device(2, 1, 8))])
    const names = ['接入', '汇聚']
    for (const [i, port] of [one, two].entries()) {
      const target = await eng.call(contract.createTarget, {
        ...base,
        port,
        name: names[i]!,
        orgId,
        ranges: ['127.0.0.1'],
      })
      const run = await eng.call(contract.startRun, { id: target.id })
      expect(run).toMatchObject({ state: 'queued', total: 1, abilities: ['stop'] })
      const again = await eng.send(contract.startRun, { id: target.id })
      expect([again.statusCode, again.json().code]).toEqual([409, 'discovery.runs_already'])
      await work()
      expect(await eng.call(contract.getRun, { id: run.id })).toMatchObject({
        state: 'done',
        done: 1,
        found: 1,
        partial: 0,
      })
    }
    const found = (await eng.call(contract.listDevices, { q: '交换机-' })).items
    expect(found.map((device) => [device.name, device.state, device.serial, device.model])).toEqual([
      ['交换机-2', 'new', 'SN-2', 'S6520X-30QC-EI'],
      ['交换机-1', 'new', 'SN-1', 'S6520X-30QC-EI'],
    ])
    const upper = await eng.call(contract.getDevice, { id: found[0]!.id })
    expect(upper.links).toEqual([
      { port: 'XGE1/0/1', remotePort: 'XGE1/0/1', device: { id: found[1]!.id, name: '交换机-1' } },
    ])
    expect(upper.inventory).toMatchObject({
      vendor: 'H3C',
      version: '7.1.070',
      release: '6312',
      mac: '00:1A:2B:00:00:02',
    })
    // the smaller one was found first, when nobody knew its neighbour: it is proposed again with its link
    const lower = await eng.call(contract.getDevice, { id: found[1]!.id })
    const again = await eng.call(contract.listTargets, {})
    await eng.call(contract.startRun, { id: again.items.find((target) => target.name === '接入')!.id })
    await work()
    const item = await eng.call(contract.acceptDevice, { id: upper.id, version: upper.version })
    expect(item).toMatchObject({ state: 'accepted', abilities: [] })
    const fresh = await eng.call(contract.getDevice, { id: lower.id })
    const other = await eng.call(contract.acceptDevice, {
      id: fresh.id,
      version: fresh.version,
      name: '一层接入',
    })
    const ci = await eng.call(getCi, { id: other.ciId! })
    expect(ci).toMatchObject({
      name: '一层接入',
      source: 'discovery',
      attributes: { serial: 'SN-1', vendor: 'H3C', firmware: '7.1.070' },
    })
    const relations = await eng.call(listRelations, { id: other.ciId! })
    expect(relations.items).toEqual([expect.objectContaining({ type: 'connects-to', direction: 'out' })])
    expect(relations.items[0]!.other.id).toBe(item.ciId)
    // found again as it is known: nothing to decide
    await eng.call(contract.startRun, { id: again.items.find((target) => target.name === '接入')!.id })
    await work()
    expect(await eng.call(contract.getDevice, { id: lower.id })).toMatchObject({
      state: 'accepted',
      ciId: other.ciId,
    })
  })

  it('follow what is decided on the page of proposals, and stop proposing what was refused', async () => {
    const port = await agent(device(20, 99, 2))
    const target = await eng.call(contract.createTarget, {
      ...base,
      port,
      name: '旁路',
      orgId,
      ranges: ['127.0.0.1'],
    })
    await eng.call(contract.startRun, { id: target.id })
    await work()
    const [line] = (await eng.call(contract.listDevices, { q: '交换机-20' })).items
    const refused = await eng.call(contract.rejectDevice, {
      id: line!.id,
      version: line!.version,
      reason: '借用设备',
    })
    expect(refused).toMatchObject({ state: 'rejected', abilities: ['propose'] })
    await eng.call(contract.startRun, { id: target.id })
    await work()
    expect(await eng.call(contract.getDevice, { id: line!.id })).toMatchObject({ state: 'rejected' })
    const other = await agent(device(21, 99, 2))
    const second = await eng.call(contract.createTarget, {
      ...base,
      port: other,
      name: '旁路二',
      orgId,
      ranges: ['127.0.0.1'],
    })
    await eng.call(contract.startRun, { id: second.id })
    await work()
    const proposals = (await eng.call(listProposals, { source: 'discovery' })).items
    const open = proposals.find((one) => one.name === '交换机-21')!
    await eng.call(acceptProposal, { id: open.id, version: open.version })
    await app.work()
    await expect
      .poll(async () => (await eng.call(contract.listDevices, { q: '交换机-21' })).items[0]?.state, {
        timeout: 10_000,
      })
      .toBe('accepted')
  })

  it('count the silent, can be stopped, and go on where they ended', async () => {
    const port = await agent(device(30, 99, 1), 40)
    const target = await eng.call(contract.createTarget, {
      ...{ ...base, port, name: '慢', orgId, ranges: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] },
      ...{ concurrency: 1, timeoutMs: 1000 },
    })
    const run = await eng.call(contract.startRun, { id: target.id })
    const runner = new Runner()
    await runner.turn(context())
    await expect
      .poll(async () => (await eng.call(contract.getRun, { id: run.id })).done, { timeout: 8000 })
      .toBe(1)
    // the process ends: what is under way is given back, and another one goes on
    await runner.close()
    const given = await eng.call(contract.getRun, { id: run.id })
    expect(given).toMatchObject({ state: 'running', done: 1, interruptions: 0 })
    const stopped = await eng.call(contract.stopRun, { id: run.id, version: given.version })
    expect(stopped.state).toBe('stopping')
    await work()
    const ended = await eng.call(contract.getRun, { id: run.id })
    expect(ended).toMatchObject({ state: 'stopped', abilities: ['continue'] })
    await eng.call(contract.continueRun, { id: run.id, version: ended.version })
    await work()
    const whole = await eng.call(contract.getRun, { id: run.id })
    expect(whole).toMatchObject({ state: 'done', done: 3, found: 1, silent: 2, abilities: [] })
    const answers = await eng.call(contract.listAnswers, { id: run.id, silent: 'true', limit: 2 })
    expect(answers.items.map((one) => one.address)).toEqual(['127.0.0.1', '127.0.0.2'])
    const rest = await eng.call(contract.listAnswers, {
      id: run.id,
      silent: 'true',
      cursor: answers.nextCursor!,
    })
    expect(rest.items.map((one) => one.outcome)).toEqual(['silent'])
  })

  it('are taken over when their process is gone, and left to people when that happens again and again', async () => {
    const port = await agent(device(31, 99, 1))
    const target = await eng.call(contract.createTarget, {
      ...base,
      port,
      name: '断',
      orgId,
      ranges: ['127.0.0.1'],
    })
    const run = await eng.call(contract.startRun, { id: target.id })
    const gone = (interruptions: number) =>
      app.db
        .updateTable('discovery_run')
        .set({
          state: 'running',
          runner: crypto.randomUUID(),
          interruptions,
          beat_at: new Date(Date.now() - 60_000),
        })
        .where('id', '=', run.id)
        .execute()
    await gone(3)
    await work()
    const left = await eng.call(contract.getRun, { id: run.id })
    expect(left).toMatchObject({ state: 'interrupted', abilities: ['continue'] })
    await eng.call(contract.continueRun, { id: run.id, version: left.version })
    await gone(0)
    await work()
    expect(await eng.call(contract.getRun, { id: run.id })).toMatchObject({
      state: 'done',
      interruptions: 1,
      found: 1,
    })
  })

  it('begin by themselves when their time has come', async () => {
    const port = await agent(device(32, 99, 1))
    const target = await eng.call(contract.createTarget, {
      ...base,
      port,
      name: '定时',
      orgId,
      ranges: ['127.0.0.1'],
      everyHours: 24,
    })
    expect(target.nextAt).not.toBeNull()
    await app.db
      .updateTable('discovery_target')
      .set({ next_at: new Date(Date.now() - 1000) })
      .where('id', '=', target.id)
      .execute()
    await work()
    const { items } = await eng.call(contract.listRuns, { targetId: target.id })
    expect(items).toEqual([expect.objectContaining({ trigger: 'schedule', state: 'done', found: 1 })])
    expect(Date.parse((await eng.call(contract.getTarget, { id: target.id })).nextAt!)).toBeGreaterThan(
      Date.now(),
    )
  })
})
