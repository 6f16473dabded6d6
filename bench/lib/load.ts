import http from 'node:http'

export interface Answer {
  status: number
  body: string
  ms: number
}

/** One keep-alive connection that sends one request at a time. */
export class Client {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  private readonly base: URL
  private readonly headers: Record<string, string>
  private readonly token: string
  constructor(url: string, token: string) {
    this.base = new URL(url)
    this.token = token
    this.headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  }

  /** A further connection of the same person. */
  another(): Client {
    return new Client(this.base.href, this.token)
  }

  send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const begun = performance.now()
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent: this.agent,
          host: this.base.hostname,
          port: this.base.port,
          method,
          path,
          headers: {
            ...this.headers,
            ...headers,
            ...(body ? { 'content-length': Buffer.byteLength(body) } : {}),
          },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(parts).toString(),
              ms: performance.now() - begun,
            }),
          )
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

export interface Measured {
  count: number
  seconds: number
  perSecond: number
  p50: number
  p95: number
  p99: number
}

export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function summarise(times: number[], seconds: number): Measured {
  const sorted = times.toSorted((a, b) => a - b)
  const round = (n: number): number => Math.round(n * 10) / 10
  return {
    count: times.length,
    seconds: round(seconds),
    perSecond: Math.round(times.length / seconds),
    p50: round(percentile(sorted, 0.5)),
    p95: round(percentile(sorted, 0.95)),
    p99: round(percentile(sorted, 0.99)),
  }
}

/** Runs `one` on each of `clients` workers for `seconds`; each call's time counts. */
export async function loadFor(
  clients: number,
  seconds: number,
  one: (worker: number, turn: number) => Promise<void>,
): Promise<Measured> {
  const times: number[] = []
  const begun = performance.now()
  const until = begun + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async (_, worker) => {
      for (let turn = 0; performance.now() < until; turn++) {
        const t = performance.now()
        await one(worker, turn)
        times.push(performance.now() - t)
      }
    }),
  )
  return summarise(times, (performance.now() - begun) / 1000)
}
