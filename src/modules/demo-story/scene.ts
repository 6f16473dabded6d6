import { setTimeout as sleep } from 'node:timers/promises'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { listAlerts } from '#modules/alert/contract.ts'
import { getIncident } from '#modules/incident/contract.ts'
import { Refused } from './client.ts'
import type { StoryStep } from './contract.ts'
import type { Cast } from './people.ts'
import { alertLabels, type Prober } from './prober.ts'
import type { Street } from './street.ts'

export type Incident = CallOutput<typeof getIncident>
/** What a step tells; merged into what it has told before. */
export type Note = (told: Partial<Pick<StoryStep, 'facts' | 'lines' | 'trail' | 'links'>>) => void

/** What the steps share. */
export interface Scene {
  cast: Cast
  street: Street
  prober: Prober
  /** milliseconds of a beat: the time a person needs to read a line */
  pace: number
  signal: AbortSignal
  /** the incident of this run, once the alert has opened it */
  incidentId: string | null
}

export type Step = (scene: Scene, note: Note) => Promise<void>

/** Lets people read. */
export async function beat(scene: Scene, beats = 1): Promise<void> {
  await sleep(beats * scene.pace, undefined, { signal: scene.signal })
}

/**
 * Asks until there is an answer: jobs and reactions of the program take their moment.
 * @param what is named when nothing came within `seconds`
 */
export async function until<T>(
  scene: Scene,
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`${what}: nothing within ${seconds} s`)
    await sleep(300, undefined, { signal: scene.signal })
  }
}

/** The incident of this run, as the engineer sees it now. */
export async function incidentNow(scene: Scene): Promise<Incident> {
  if (!scene.incidentId) throw new Error('the alert has opened no incident yet')
  return scene.cast.engineer.call(getIncident, { id: scene.incidentId })
}

type StationAlert = CallOutput<typeof listAlerts>['items'][number]

/** The station's alert of this run, as the engineer sees it; undefined before it came. */
export async function stationAlert(scene: Scene): Promise<StationAlert | undefined> {
  const { items } = await scene.cast.engineer.call(listAlerts, { q: alertLabels.station })
  const { station, run } = scene.prober.labels
  return items.find(({ labels }) => labels['station'] === station && labels['run'] === run)
}

/** The station's alert of an earlier run: one that still fires, else the last. */
export async function earlierAlert(scene: Scene): Promise<StationAlert | undefined> {
  const { items } = await scene.cast.engineer.call(listAlerts, { q: alertLabels.station, limit: 200 })
  const ours = items.filter(({ labels }) => labels['station'] === alertLabels.station)
  const last = ours.toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt))
  return ours.find(({ status }) => status === 'firing') ?? last[0]
}

/**
 * Makes a move on the incident as it is at that moment; when somebody was faster (an alert, a visitor of the demo),
 * looks again. `move` gets the incident and does nothing where nothing is left to do.
 */
export async function onCurrent(scene: Scene, move: (now: Incident) => Promise<unknown>): Promise<Incident> {
  for (let attempt = 1; ; attempt++) {
    try {
      await move(await incidentNow(scene))
      return await incidentNow(scene)
    } catch (error) {
      if (attempt === 5 || !(error instanceof Refused) || error.status !== 412) throw error
    }
  }
}
