/**
 * The listening thread: sockets, parsing and rules, apart from the thread that serves pages. A datagram that is not read
 * within some hundredths of a second is lost in the system's buffer, and pages must not wait for 20,000 lines a second.
 */
import { parentPort } from 'node:worker_threads'
import type { SyslogSpec } from '../spec-contract.ts'
import type { Listening } from '../store/source.ts'
import { Gather } from './gather.ts'
import { SourceIntake } from './intake.ts'
import type { FromThread, ListenerConfig, ToThread } from './protocol.ts'
import { bindTcp, bindUdp, type Bound } from './sockets.ts'

const flushMs = 200
const retryMs = 3000
const tellMs = 10_000

interface Source {
  intake: SourceIntake
  /** what its sockets depend on */
  places: string
  bound: Map<string, Bound>
  listening: Listening[]
  triedAt: number
}

const port = parentPort!
const say = (message: FromThread): void => port.postMessage(message)
const gather = new Gather()
const sources = new Map<string, Source>()
/** a batch is on its way to the database */
let waiting: (() => void)[] | undefined
let stopping = false
let toldAt = 0

function placesOf({ spec, key }: ListenerConfig): string {
  if (spec.kind === 'trap') return JSON.stringify([spec.host, spec.port])
  const { host, udp, tcp, tls, certificate, clientCa } = spec
  return JSON.stringify([host, udp, tcp, tls, certificate, clientCa, key])
}

/** Transport and port of everything that a source listens on, with what opens it. */
function wanted(
  intake: SourceIntake,
): { transport: 'udp' | 'tcp' | 'tls'; port: number; open: () => Promise<Bound> }[] {
  const { spec, key } = intake.config
  if (spec.kind === 'trap') {
    const open = () =>
      bindUdp(spec.host, spec.port, (packet, peer, answer) => {
        if (intake.admits(peer)) intake.trap(packet, peer, answer)
      })
    return [{ transport: 'udp', port: spec.port, open }]
  }
  return syslogPlaces(intake, spec, key)
}

function syslogPlaces(intake: SourceIntake, spec: SyslogSpec, key: string | null): ReturnType<typeof wanted> {
  const found: ReturnType<typeof wanted> = []
  const { host, udp, tcp, tls, certificate, clientCa } = spec
  if (udp !== null)
    found.push({
      transport: 'udp',
      port: udp,
      open: () =>
        bindUdp(host, udp, (packet, peer) => {
          if (intake.admits(peer)) intake.syslog(packet, peer, true)
        }),
    })
  if (tcp !== null) found.push({ transport: 'tcp', port: tcp, open: () => bindTcp(intake, host, tcp, null) })
  if (tls !== null)
    found.push({
      transport: 'tls',
      port: tls,
      open: async () => {
        if (!certificate || !key) throw Object.assign(new Error('no certificate'), { code: 'NO_CERTIFICATE' })
        return bindTcp(intake, host, tls, { certificate, key, clientCa })
      },
    })
  return found
}

/** Opens what is not open; what another process holds is tried again (it may end). */
async function open(source: Source): Promise<void> {
  source.triedAt = Date.now()
  const listening: Listening[] = []
  for (const { transport, port: number, open: bind } of wanted(source.intake)) {
    const key = `${transport} ${number}`
    let error: string | null = null
    if (!source.bound.has(key)) {
      try {
        source.bound.set(key, await bind())
      } catch (cause) {
        const { code, message } = cause as NodeJS.ErrnoException
        error = (code ?? message).slice(0, 200)
      }
    }
    listening.push({ transport, port: number, error })
  }
  source.listening = listening
  say({ type: 'listening', sourceId: source.intake.config.id, listening })
}

async function close(source: Source): Promise<void> {
  await Promise.all([...source.bound.values()].map((bound) => bound.close()))
  source.bound.clear()
}

async function configure(configs: readonly ListenerConfig[]): Promise<void> {
  const ids = new Set(configs.map(({ id }) => id))
  for (const [id, source] of sources) {
    const config = configs.find((one) => one.id === id)
    if (config && placesOf(config) === source.places) {
      source.intake.update(config)
      continue
    }
    await close(source)
    sources.delete(id)
    if (!ids.has(id)) say({ type: 'listening', sourceId: id, listening: [] })
  }
  for (const config of configs) {
    if (sources.has(config.id)) continue
    const source: Source = {
      intake: new SourceIntake(config, gather),
      places: placesOf(config),
      bound: new Map(),
      listening: [],
      triedAt: 0,
    }
    sources.set(config.id, source)
    await open(source)
  }
}

/** One batch at a time: what comes meanwhile gathers for the next. */
function flush(): void {
  if (waiting || gather.empty) return
  const { parts, acks } = gather.take()
  waiting = acks
  say({ type: 'batch', parts })
}

function committed(): void {
  for (const ack of waiting ?? []) ack()
  waiting = undefined
  if (stopping) flush()
}

async function stop(): Promise<void> {
  stopping = true
  for (const source of sources.values()) await close(source)
  flush()
  // the process waits for the last commit, and ends this thread if the database is gone
  while (waiting) await new Promise((resolve) => setTimeout(resolve, 20))
  say({ type: 'stopped' })
  port.close()
}

async function retry(): Promise<void> {
  const now = Date.now()
  const tell = now - toldAt > tellMs
  if (tell) toldAt = now
  for (const source of sources.values()) {
    const failed = source.listening.some(({ error }) => error !== null)
    if (tell || (failed && now - source.triedAt > retryMs)) await open(source)
  }
}

// changes, attempts and the end follow each other: sockets of one port must not overtake each other
let queue: Promise<void> = Promise.resolve()
const inTurn = (work: () => Promise<void>): void => {
  queue = queue.then(work)
}
const timer = setInterval(flush, flushMs)
const retries = setInterval(() => {
  if (!stopping) inTurn(retry)
}, 1000)
port.on('message', (message: ToThread) => {
  if (message.type === 'committed') return committed()
  if (message.type === 'configure') return inTurn(() => configure(message.sources))
  clearInterval(retries)
  inTurn(async () => {
    await stop()
    clearInterval(timer)
  })
})
