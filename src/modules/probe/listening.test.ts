import { createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runProbe } from './index.ts'

let server: Server
let port = 0
beforeAll(async () => {
  // the system takes connections for it, also while this process is busy; it never says anything
  server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** Keeps the event loop from everything else. */
function busy(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
const probe = (expected: string | undefined, timeoutMs: number) =>
  runProbe('tcp', { host: '127.0.0.1', port, ...(expected ? { expect: expected } : {}) }, { timeoutMs })

it('does not call a target silent when we were too busy to hear it, nor slow', async () => {
  const running = probe(undefined, 600)
  busy(1200)
  const outcome = await running
  expect(outcome).toMatchObject({ state: 'ok' })
  expect(outcome.ms).toBeLessThan(600)
})

it('gives one that is silent the time that we lost', async () => {
  const began = performance.now()
  const running = probe('hello', 300)
  busy(500)
  expect(await running).toMatchObject({ state: 'critical', code: 'timeout', params: { seconds: 0.3 } })
  const took = performance.now() - began
  expect(took).toBeGreaterThan(600)
})

it('ends after four times its time when we never come to listen, and says that nothing is known', async () => {
  const running = probe('hello', 400)
  let ended = false
  void running.then(() => (ended = true))
  for (let i = 0; i < 6 && !ended; i++) {
    busy(800)
    await sleep(0)
  }
  expect(await running).toMatchObject({ state: 'unknown', code: 'busy' })
})
