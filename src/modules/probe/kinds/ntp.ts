import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Answer, Ask } from '../ask.ts'
import { Failure, socketFailure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { addressesOf } from '../names.ts'
import { ntpRequest, offsetOf, readNtp, type NtpAnswer } from '../ntp.ts'
import type { Span } from '../span.ts'

interface Sample {
  answer: NtpAnswer
  offset: number
  delay: number
}

/** Compares a clock with ours. Of several samples the one with the shortest way is the truest. */
export async function probeNtp(spec: Spec<'ntp'>, { span }: Ask): Promise<Answer> {
  const [address = ''] = await addressesOf(spec.host, spec.family, span)
  const ahead = clockAhead()
  let best: Sample | undefined
  for (let i = 0; i < spec.samples; i++) {
    const sample = await askOnce(address, spec.port, span, spec.samples - i, ahead)
    if (!best || sample.delay < best.delay) best = sample
  }
  const { answer, offset, delay } = best!
  const figures = [
    { name: 'offset', value: offset, unit: 'ms' },
    { name: 'delay', value: delay, unit: 'ms' },
    { name: 'stratum', value: answer.stratum },
    { name: 'dispersion', value: answer.rootDispersion, unit: 'ms' },
  ]
  const output = `offset ${offset.toFixed(3)} ms, delay ${delay.toFixed(3)} ms, stratum ${answer.stratum}, ${answer.reference}`
  if (answer.leap === 3 || answer.stratum >= 16)
    return { figures, output, verdict: { state: 'critical', code: 'clock_unsynchronized', params: {} } }
  if (answer.stratum <= spec.maxStratum) return { figures, output }
  const params = { stratum: answer.stratum, most: spec.maxStratum }
  return { figures, output, verdict: { state: 'critical', code: 'stratum', params } }
}

async function askOnce(
  address: string,
  port: number,
  span: Span,
  shares: number,
  ahead: number,
): Promise<Sample> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  let open = true
  const close = (): void => {
    if (open) socket.close()
    open = false
  }
  const takeBack = span.onEnd(close)
  // what is lost on the way is sent again within the share of the time
  let again: NodeJS.Timeout | undefined
  try {
    return await span.wait<Sample>((resolve, reject) => {
      const cookies = new Map<string, number>()
      const late = setTimeout(() => reject(new Failure('no_reply')), Math.max(1, span.left() / shares - 5))
      span.onEnd(() => clearTimeout(late))
      const fail = (error: unknown): void => {
        clearTimeout(late)
        reject(socketFailure(error, { host: address, port }))
      }
      socket.once('error', fail)
      socket.on('message', (packet) => {
        const back = performance.now() + ahead
        const answer = readNtp(packet)
        const left = answer && cookies.get(Buffer.from(answer.origin).toString('hex'))
        // the socket is connected: only the server's packets come here, and only answers to ours count
        if (!answer || left === undefined || answer.mode !== 4) return
        clearTimeout(late)
        if (answer.stratum === 0) {
          reject(new Failure('unexpected', { expected: 'NTP', got: answer.reference || 'KoD' }))
          return
        }
        resolve({ answer, ...offsetOf(answer, left, back) })
      })
      socket.connect(port, address, () => {
        const send = (): void => {
          if (!open) return
          const cookie = randomBytes(8)
          cookies.set(cookie.toString('hex'), performance.now() + ahead)
          socket.send(ntpRequest(cookie), (error) => error && fail(error))
        }
        send()
        again = setInterval(send, Math.max(200, span.left() / shares / 3))
      })
    })
  } finally {
    clearInterval(again)
    takeBack()
    close()
  }
}

/**
 * What must be added to `performance.now()` to have the time of day in milliseconds with their fractions. `Date.now()`
 * cuts them off, so its next tick is awaited, a millisecond at most; the other clock does not follow when the time is set.
 */
function clockAhead(): number {
  const first = Date.now()
  const from = performance.now()
  while (Date.now() === first) if (performance.now() - from > 2) break
  return Date.now() - performance.now()
}
