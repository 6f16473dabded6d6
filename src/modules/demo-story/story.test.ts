import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getReport } from '#modules/fault-report/contract.ts'
import { getIncident } from '#modules/incident/contract.ts'
import { incidentSatisfaction } from '#modules/satisfaction/contract.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import type { Story } from './contract.ts'
import { openStory } from './index.ts'

let t: TestApp
let baseUrl: string
let close: () => Promise<void>
const log: string[] = []

const open = (pace: number): (() => Promise<void>) =>
  openStory({
    ...{ db: t.db, baseUrl, dataDir: t.settings.dataDir, autoStart: true, pace },
    ...{ logins: [], password: 'x', log: (line) => log.push(line) },
  })

beforeAll(async () => {
  t = await testApp()
  await t.work()
  baseUrl = await t.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await close()
  await t.close()
})

const ask = (method: 'GET' | 'POST', path = '') =>
  t.app.inject({ method, url: `/api/v1/demo/story${path}`, ...(method === 'POST' ? { payload: {} } : {}) })
const story = async (): Promise<Story> => (await ask('GET')).json()
const fact = (told: Story, key: string, name: string): unknown =>
  told.steps.find((s) => s.key === key)?.facts[name]

async function play(): Promise<Story> {
  expect((await ask('POST', '/start')).statusCode).toBe(200)
  await expect.poll(async () => (await story()).state, { timeout: 60_000, interval: 250 }).not.toBe('running')
  const told = await story()
  expect(told.trouble, log.join('\n')).toBeNull()
  expect(told.state).toBe('done')
  return told
}

describe('the demo story', () => {
  it('does not exist on any other installation', async () => {
    for (const answer of [await ask('GET'), await ask('POST', '/start')]) {
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toMatchObject({ code: 'demo-story.not_found' })
    }
    close = open(30)
    expect(await story()).toMatchObject({ state: 'never', run: 0, street: { up: false } })
  })

  it('goes the whole way, twice, each fault with an incident of its own', { timeout: 120_000 }, async () => {
    const first = await play()
    const number = fact(first, 'alert', 'number')
    expect(fact(first, 'alert', 'priority')).toBe(3)
    expect(fact(first, 'alert', 'owner')).toBe('吴强')
    expect(fact(first, 'report', 'affected')).toBe(1)
    expect(fact(first, 'work', 'response')).toBe('met')
    expect(fact(first, 'restore', 'hold')).toBe('observation')
    // not `ok`: the sample city in a test's database was written by another process with keys of its own
    expect(fact(first, 'audit', 'sealed')).toBeGreaterThan(0)
    const id = first.steps[2]!.links[0]!.to.split('/').at(-1)!
    const [desk, manager] = [await t.as('desk01'), await t.as('mgr01')]
    const incident = await desk.call(getIncident, { id })
    expect(incident).toMatchObject({ number, state: 'closed', channel: 'alert', affectedCount: 1 })
    expect((await desk.call(incidentSatisfaction, { id })).items).toMatchObject([
      { answer: 'very-satisfied' },
    ])
    expect(await manager.call(getReport, { id })).toMatchObject({ state: 'reviewed' })
    const trail = first.steps.at(-1)!.trail.map((entry) => entry.action)
    for (const action of ['create', 'join', 'start', 'hold', 'resolve', 'close'])
      expect(trail).toContain(`incident.${action}`)
    expect(fact(await play(), 'alert', 'number')).not.toBe(number)
  })

  it('says that it was interrupted, and can be played again', { timeout: 120_000 }, async () => {
    await ask('POST', '/start')
    await expect.poll(async () => fact(await story(), 'alert', 'number'), { timeout: 30_000 }).toBeTruthy()
    const left = fact(await story(), 'alert', 'number')
    await close()
    close = open(30)
    expect((await story()).state).toBe('interrupted')
    expect(fact(await play(), 'alert', 'number')).not.toBe(left)
  })
})
