/**
 * Syslog bursts (issue 5): 20,000 lines a second for some time over TCP and over UDP into a source with rules, of which one
 * line in a hundred becomes one of 500 alerts; then as many lines as TCP takes; then a flood of datagrams without sense.
 * The server is the program as `npm run demo` starts it, the sender a process of its own; both share the cores.
 * `node bench/alert-sources.ts [--seconds 10]`. Prints one JSON value.
 */
import { fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { presetOf } from '#modules/alert-source/presets-contract.ts'
import { freePort, startServer, type BenchServer } from './lib/server.ts'

/** What is to be sent: so many lines a second for so long, or as many as are taken. */
interface Task {
  how: 'tcp' | 'udp' | 'flood'
  port: number
  perSecond: number
  seconds: number
  name: string
}

interface Burst {
  sent: number
  received: number
  alerts: number
  dropped: number
  /** from the first line until the last was committed */
  seconds: number
}

export interface AlertSourcesResult {
  perSecond: number
  tcp: Burst
  udp: Burst
  /** lines a second that TCP takes when the sender does not pause */
  mostPerSecond: number
  flood: { sent: number; seconds: number; answersAfterMs: number }
  /** list of alerts meanwhile */
  pageP95: number
  idleMb: number
  peakMb: number
}

const hosts = 500

function lineOf(name: string, n: number): string {
  const host = `sw-${name}-${n % hosts}`
  return n % 100 === 0
    ? `<187>Nov 22 03:00:00 ${host} : %LINK-3-UPDOWN: Interface GigabitEthernet1/0/${(n / 100) % hosts}, changed state to down`
    : `<30>Nov 22 03:00:00 ${host} sshd[${n}]: Accepted publickey for deploy from 10.20.30.40 port 51234 ssh2: ED25519`
}

/** The sender, paced by the clock: what a slice missed the next one makes up for. */
async function client({ how, port, perSecond, seconds, name }: Task): Promise<number> {
  let sent = 0
  const begun = performance.now()
  const due = (): number =>
    Math.floor(Math.min(performance.now() - begun, seconds * 1000) * (perSecond / 1000)) - sent
  const over = (): boolean => performance.now() - begun > seconds * 1000 && due() <= 0
  if (how === 'tcp') {
    const socket = connect(port, '127.0.0.1')
    while (!over()) {
      const lines = Array.from({ length: Math.min(2000, due()) }, () => lineOf(name, sent++))
      if (lines.length > 0 && !socket.write(`${lines.join('\n')}\n`))
        await new Promise((resolve) => socket.once('drain', resolve))
      else await sleep(5)
    }
    await new Promise<void>((resolve) => socket.end(resolve))
    return sent
  }
  const socket = createSocket('udp4')
  const noise = Buffer.alloc(1400, 0x30)
  while (!over()) {
    const many = Math.min(200, due())
    for (let n = 0; n < many; n++) {
      noise.writeDoubleLE(Math.random(), (sent * 8) % 1300)
      const packet = how === 'flood' ? noise.subarray(0, 20 + (sent % 1380)) : lineOf(name, sent)
      // as it is asked for: what the system cannot take is lost, as with any datagram
      await new Promise<void>((resolve) => socket.send(packet, port, '127.0.0.1', () => resolve()))
      sent++
    }
    if (many < 200) await sleep(2)
  }
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return sent
}

function inOwnProcess(task: Task): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--client'])
    child.on('message', (sent) => resolve(sent as number))
    child.on('error', reject)
    child.on('exit', (code) => code && reject(new Error(`client ended with ${code}`)))
    child.send(task)
  })
}

interface Shown {
  id: string
  counts: Record<string, number>
  attended: boolean
  listening: { error: string | null }[]
}

/** The program under test, and a source of it for each burst. */
class Bench {
  readonly #server: BenchServer
  readonly #token: string
  readonly #desk: string
  #orgId = ''

  constructor(server: BenchServer) {
    this.#server = server
    this.#token = server.token('mgr01')
    this.#desk = server.token('desk01')
  }

  async call<T>(method: string, path: string, body?: unknown, token = this.#token): Promise<T> {
    const answer = await fetch(`${this.#server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** A source that listens. */
  async source(name: string, kind: 'syslog' | 'trap', port: number): Promise<string> {
    this.#orgId ||= (await this.call<{ items: { id: string }[] }>('GET', '/orgs/lookup')).items[0]!.id
    const place = kind === 'syslog' ? { udp: port, tcp: port } : { port }
    const { id } = await this.call<Shown>('POST', '/alert-sources', {
      name,
      orgId: this.#orgId,
      active: true,
      spec: { ...presetOf(kind), ...place, host: '127.0.0.1', ratePerSecond: 100_000 },
      ...(kind === 'trap' ? { communities: ['bench'] } : {}),
    })
    for (;;) {
      const shown = await this.shown(id)
      if (shown.attended && shown.listening.every(({ error }) => error === null)) return id
      await sleep(100)
    }
  }

  shown(id: string): Promise<Shown> {
    return this.call('GET', `/alert-sources/${id}`)
  }

  async burst(task: Omit<Task, 'port'>): Promise<Burst> {
    const port = await freePort()
    const id = await this.source(`${task.how} ${task.name}`, 'syslog', port)
    const begun = performance.now()
    const sent = await inOwnProcess({ ...task, port })
    let counts: Record<string, number> = {}
    let changed = performance.now()
    // until nothing more comes
    while (performance.now() - changed < 3000 && (counts['received'] ?? 0) < sent) {
      const now = (await this.shown(id)).counts
      if (now['received'] !== counts['received']) changed = performance.now()
      counts = now
      await sleep(100)
    }
    const { received = 0, alerts = 0, dropped = 0 } = counts
    return { sent, received, alerts, dropped, seconds: (performance.now() - begun) / 1000 }
  }

  /** Milliseconds of a page of alerts, until told to stop. */
  async pages(stop: AbortSignal): Promise<number[]> {
    const took: number[] = []
    while (!stop.aborted) {
      const begun = performance.now()
      await this.call('GET', '/alerts?limit=50', undefined, this.#desk)
      took.push(performance.now() - begun)
      await sleep(50)
    }
    return took
  }

  /** Resident size now, from which on the largest is kept anew (proc_pid_clear_refs(5)). */
  idle(): number {
    writeFileSync(`/proc/${this.#server.child.pid}/clear_refs`, '5')
    return this.memory('VmRSS')
  }

  memory(what: 'VmRSS' | 'VmHWM'): number {
    const status = readFileSync(`/proc/${this.#server.child.pid}/status`, 'utf8')
    return Math.round(Number(new RegExp(`^${what}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024)
  }
}

async function main(seconds: number): Promise<AlertSourcesResult> {
  const perSecond = 20_000
  const server = await startServer()
  try {
    const bench = new Bench(server)
    const idleMb = bench.idle()
    const stop = new AbortController()
    const pages = bench.pages(stop.signal)
    const tcp = await bench.burst({ how: 'tcp', perSecond, seconds, name: 'a' })
    const udp = await bench.burst({ how: 'udp', perSecond, seconds, name: 'b' })
    stop.abort()
    const took = (await pages).toSorted((a, b) => a - b)
    const most = await bench.burst({ how: 'tcp', perSecond: 1_000_000, seconds: 5, name: 'c' })
    const port = await freePort()
    await bench.source('flood', 'trap', port)
    const sent = await inOwnProcess({ how: 'flood', perSecond: 50_000, seconds: 5, port, name: '' })
    const asked = performance.now()
    await bench.call('GET', '/alert-sources')
    return {
      perSecond,
      tcp,
      udp,
      mostPerSecond: Math.round(most.received / most.seconds),
      flood: { sent, seconds: 5, answersAfterMs: Math.round(performance.now() - asked) },
      pageP95: Math.round((took[Math.floor(took.length * 0.95)] ?? 0) * 10) / 10,
      idleMb,
      peakMb: bench.memory('VmHWM'),
    }
  } finally {
    await server.stop()
  }
}

if (process.argv.includes('--client')) {
  process.once('message', (task) => {
    void client(task as Task).then((sent) => process.send!(sent, () => process.exit(0)))
  })
} else if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } })
  console.log(JSON.stringify(await main(Number(values.seconds)), null, 2))
}
