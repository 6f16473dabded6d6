import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Answer } from './lib/load.ts'

/** An incident of which the server has said that it is there, and the moves of which it has said that they are done. */
export interface Acknowledged {
  id: string
  title: string
  version: number
  moves: string[]
}

interface Seen {
  id: string
  version: number
  state: string
}

/** What an incident can go through, move by move, with what each needs. */
const course: readonly [move: string, from: string[], body: Record<string, unknown>][] = [
  ['start', ['new', 'assigned'], {}],
  ['hold', ['in-progress'], { reason: 'vendor', note: '等待厂商补丁' }],
  ['resume', ['pending'], {}],
  ['resolve', ['in-progress'], { resolution: '更换网卡后恢复', code: 'fixed' }],
]

/**
 * A client of an engineer: files incidents with a key each and sends a request again until it is acknowledged, then moves
 * them. It remembers what it was promised.
 */
export class Filer {
  readonly acknowledged: Acknowledged[] = []
  resent = 0
  private readonly client: Client
  private readonly serviceId: string
  private stopping = false

  constructor(url: string, token: string, serviceId: string) {
    this.client = new Client(url, token)
    this.serviceId = serviceId
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const made = await this.file()
      for (const [move, from, body] of course) {
        if (this.stopping || Math.random() < 0.2) break
        await this.move(made, move, from, body)
      }
    }
    this.client.close()
  }

  stop(): void {
    this.stopping = true
  }

  private async file(): Promise<Acknowledged> {
    const key = randomUUID()
    const title = `断电演练 ${key}`
    const body = JSON.stringify({
      title,
      description: '演练：业务窗口无法登录。',
      impact: 'medium',
      urgency: 'medium',
      channel: 'phone',
      serviceId: this.serviceId,
      caller: { name: '王女士', phone: '65880123', place: '二楼大厅' },
    })
    const answer = await this.untilAnswered(() =>
      this.client.send('POST', '/api/v1/incidents', body, { 'idempotency-key': key }),
    )
    if (answer.status !== 201) throw new Error(`filing: ${answer.status} ${answer.body}`)
    const { id, version } = JSON.parse(answer.body) as Seen
    const made = { id, title, version, moves: [] }
    this.acknowledged.push(made)
    return made
  }

  /** A move is told once; only when it is sent again may it turn out to have been done by the first sending. */
  private async move(on: Acknowledged, move: string, from: string[], body: object): Promise<void> {
    const seen = await this.read(on.id)
    if (!from.includes(seen.state)) return
    const answer = await this.untilAnswered(() =>
      this.client.send('POST', `/api/v1/incidents/${on.id}/moves/${move}`, JSON.stringify(body), {
        'if-match': `"${seen.version}"`,
      }),
    )
    if (answer.status === 200) {
      on.version = (JSON.parse(answer.body) as Seen).version
      on.moves.push(move)
      // 409 and 412: a clock's step was written in between, or the first sending was done after all
    } else if (answer.status !== 412 && answer.status !== 409)
      throw new Error(`${move}: ${answer.status} ${answer.body}`)
  }

  private async read(id: string): Promise<Seen> {
    const answer = await this.untilAnswered(() => this.client.send('GET', `/api/v1/incidents/${id}`))
    if (answer.status !== 200) throw new Error(`an acknowledged incident: ${answer.status} ${answer.body}`)
    return JSON.parse(answer.body) as Seen
  }

  /** Sends until there is an answer that is none of a server in trouble. */
  private async untilAnswered(send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        const answer = await send()
        if (answer.status < 500 && answer.status !== 429) return answer
        this.troubles.set(answer.status, (this.troubles.get(answer.status) ?? 0) + 1)
      } catch (error) {
        if (!isBroken(error)) throw error
      }
      this.resent++
      await sleep(100)
    }
  }

  /** answers of a server in trouble, by their status */
  readonly troubles = new Map<number, number>()
}

function isBroken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '')
}
