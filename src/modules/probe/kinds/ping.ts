import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Answer, Ask } from '../ask.ts'
import { Failure, socketFailure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { addressesOf } from '../names.ts'
import { runProcess } from '../process.ts'
import { Span } from '../span.ts'

/** Hosts of one process; its packets go out a millisecond apart. */
const perProcess = 200

/** Sends echo requests to all hosts at once, through fping: Node has no socket for ICMP. */
export async function probePings(specs: readonly Spec<'ping'>[], ask: Ask): Promise<(Answer | Failure)[]> {
  const program = fping()
  if (!program) throw notAvailable('no_fping')
  const { span } = ask
  const targets = await Promise.all(
    specs.map(async (spec) => {
      try {
        return (await addressesOf(spec.host, spec.family, span))[0]!
      } catch (error) {
        return socketFailure(error)
      }
    }),
  )
  // hosts asked alike share a process
  const groups = new Map<number, Set<string>>()
  for (const [i, target] of targets.entries())
    if (typeof target === 'string') {
      const { count } = specs[i]!
      groups.set(count, (groups.get(count) ?? new Set()).add(target))
    }
  const answers = new Map<string, Answer | Failure>()
  await Promise.all(
    [...groups].flatMap(([count, addresses]) =>
      inParts([...addresses], perProcess).map((part) => send(program, part, count, span, answers)),
    ),
  )
  return targets.map((target, i) =>
    typeof target === 'string' ? answers.get(`${specs[i]!.count} ${target}`)! : target,
  )
}

/** One host. */
export async function probePing(spec: Spec<'ping'>, ask: Ask): Promise<Answer> {
  const [answer] = await probePings([spec], ask)
  if (answer instanceof Failure) throw answer
  return answer!
}

async function send(
  program: string,
  addresses: readonly string[],
  count: number,
  span: Span,
  answers: Map<string, Answer | Failure>,
): Promise<void> {
  // everything must have come back a little before the time is over; a packet a millisecond
  const left = span.left() * 0.9
  const period = Math.round(Math.min(300, Math.max(20, left / (count + 2))))
  const sending = Math.max((count - 1) * period, addresses.length * count)
  const patience = Math.round(Math.min(3000, Math.max(20, left - sending)))
  const args = ['-C', count, '-q', '-i', 1, '-p', period, '-t', patience, '-B', 1, '-r', 0].map(String)
  const input = `${addresses.join('\n')}\n`
  const { stderr } = await runProcess(program, args, span, { keep: 512 * 1024, input })
  const times = readFping(stderr)
  if (times.size === 0) throw rightsMissing(stderr) ? notAvailable('fping_rights') : broken(stderr)
  for (const address of addresses) answers.set(`${count} ${address}`, judge(times.get(address), stderr))
}

function judge(times: readonly (number | undefined)[] | undefined, said: string): Answer | Failure {
  if (!times) return broken(said)
  const back = times.filter((time) => time !== undefined)
  const loss = {
    name: 'loss',
    value: Math.round((1 - back.length / times.length) * 1000) / 10,
    unit: '%',
    min: 0,
    max: 100,
  }
  if (back.length === 0) return new Failure('no_reply', {}, { figures: [loss] })
  const rtt = back.reduce((sum, time) => sum + time, 0) / back.length
  return {
    figures: [
      { name: 'rtt', value: rtt, unit: 'ms' },
      loss,
      { name: 'rtt_min', value: Math.min(...back), unit: 'ms' },
      { name: 'rtt_max', value: Math.max(...back), unit: 'ms' },
    ],
  }
}

/** `10.0.0.1 : 0.05 - 0.07`: times in milliseconds by address, undefined for what did not come back. */
export function readFping(text: string): Map<string, (number | undefined)[]> {
  const found = new Map<string, (number | undefined)[]>()
  for (const line of text.split('\n')) {
    const [, address, list] = /^([0-9a-fA-F.:]+)\s+:((?:\s+(?:-|\d+(?:\.\d+)?))+)\s*$/.exec(line) ?? []
    if (address !== undefined)
      found.set(
        address,
        list!
          .trim()
          .split(/\s+/)
          .map((time) => (time === '-' ? undefined : Number(time))),
      )
  }
  return found
}

function rightsMissing(said: string): boolean {
  return /permission|permitted|must run as root|can't create.*socket/i.test(said)
}

function broken(said: string): Failure {
  return new Failure('plugin_broken', { reason: 'fping' }, { state: 'unknown', output: said })
}

function notAvailable(why: 'no_fping' | 'fping_rights'): Failure {
  return new Failure(why, {}, { state: 'unknown' })
}

/** Where fping lies; Debian puts it into /usr/bin, others elsewhere. */
function fping(): string | undefined {
  const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin']
  return folders.map((folder) => path.join(folder, 'fping')).find((file) => existsSync(file))
}

/** Whether pings can be sent: fping is there and may open its socket. */
export async function pingAvailable(): Promise<'no_fping' | 'fping_rights' | undefined> {
  const program = fping()
  if (!program) return 'no_fping'
  const span = new Span(3000, undefined)
  try {
    const { stderr } = await runProcess(program, ['-C', '1', '-q', '-t', '500', '127.0.0.1'], span, {
      keep: 4096,
    })
    return rightsMissing(stderr) ? 'fping_rights' : undefined
  } catch (error) {
    if (error instanceof Failure) return error.code === 'plugin_missing' ? 'no_fping' : 'fping_rights'
    throw error
  } finally {
    span.finish()
  }
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
