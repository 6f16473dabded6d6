import { setTimeout as sleep } from 'node:timers/promises'

/** Failures in a row that make an alert, and successes that end it: what `for:` is to Prometheus. */
const failuresToFire = 3
const successesToResolve = 2
/** The strip on the page. */
const remembered = 40

export const alertLabels = {
  alertname: '站点健康检查失败',
  severity: 'warning',
  service: 'ywtb',
  station: 'qingshi-street',
  job: 'http-probe',
} as const

export interface Look {
  at: Date
  ok: boolean
}

interface ProberOptions {
  /** address to look at */
  target: () => string
  /** sends one webhook, Alertmanager v4; rejects when it was not accepted */
  post: (body: object) => Promise<void>
  everyMs: number
  /** an alert that an interrupted run left firing: it is resolved when the station is seen healthy */
  firingSince: Date | null
}

/**
 * Watches the station as a monitoring system does: one GET a second, an alert after three failures in a row,
 * resolved after two successes. It knows nothing of the story.
 */
export class Prober {
  readonly looks: Look[] = []
  failures = 0
  firingSince: Date | null
  /** of the alert that it raises and ends: one of its own for each run, or a story told again and again would flap */
  labels: Record<string, string> = alertLabels
  #successes = 0
  readonly #options: ProberOptions

  constructor(options: ProberOptions) {
    this.#options = options
    this.firingSince = options.firingSince
  }

  /** Runs until the signal; a webhook that is refused ends it with its error. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#turn(signal)
      await sleep(this.#options.everyMs, undefined, { signal })
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const ok = await isHealthy(`${this.#options.target()}healthz`, signal)
    this.looks.push({ at: new Date(), ok })
    if (this.looks.length > remembered) this.looks.shift()
    this.failures = ok ? 0 : this.failures + 1
    this.#successes = ok ? this.#successes + 1 : 0
    if (!this.firingSince && this.failures >= failuresToFire) {
      const first = this.looks.at(-failuresToFire)!
      this.firingSince = first.at
      await this.#send('firing', first.at)
    } else if (this.firingSince && this.#successes >= successesToResolve) {
      await this.#send('resolved', this.firingSince)
      this.firingSince = null
    }
  }

  async #send(status: 'firing' | 'resolved', startsAt: Date): Promise<void> {
    const endsAt = status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z'
    const annotations = {
      summary: '一网通办平台青石街道便民服务站无法访问',
      description: `健康检查连续 ${failuresToFire} 次失败，窗口无法取号和办件。`,
    }
    const alert = { status, labels: this.labels, annotations, startsAt: startsAt.toISOString(), endsAt }
    await this.#options.post({
      version: '4',
      status,
      receiver: 'zhengyun',
      groupKey: '{}:{service="ywtb"}',
      groupLabels: { service: alertLabels.service },
      commonLabels: this.labels,
      commonAnnotations: annotations,
      externalURL: this.#options.target(),
      truncatedAlerts: 0,
      alerts: [{ ...alert, generatorURL: `${this.#options.target()}healthz` }],
    })
  }
}

/** Whether the station answers 200 in time; not to be reached is an answer too. */
async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]) })
    await response.body?.cancel()
    return response.status === 200
  } catch (error) {
    if (signal.aborted) throw error
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false
    throw error
  }
}
