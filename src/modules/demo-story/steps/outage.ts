/** From a healthy service to an incident with its people and its clocks. */
import { joinIncident } from '#modules/incident/contract.ts'
import { beat, incidentNow, stationAlert, until, type Step } from '../scene.ts'
import { clockLines, listKnown } from './shared.ts'

/** The station runs, the prober sees it. */
export const healthy: Step = async (scene, note) => {
  await scene.street.start()
  const { prober } = scene
  await until(scene, 'healthy station', async () => prober.looks.at(-1)?.ok || undefined)
  note({ facts: { url: scene.street.url ?? '' } })
  await beat(scene, 2)
}

/** The web server is stopped: the prober meets a closed port. */
export const fault: Step = async (scene, note) => {
  await scene.street.stop()
  await until(scene, 'failed probe', async () => {
    note({ facts: { failures: scene.prober.failures } })
    return scene.prober.firingSince ?? undefined
  })
  note({ facts: { failures: scene.prober.failures } })
  await beat(scene)
}

/** The webhook has been accepted; the job opens the incident and dispatches it. */
export const alert: Step = async (scene, note) => {
  const begun = Date.now()
  const found = await until(scene, 'incident of the alert', async () => {
    const one = await stationAlert(scene)
    const over = ['resolved', 'closed', 'cancelled'].includes(one?.incident?.state ?? 'closed')
    return one?.status === 'firing' && !over ? one : undefined
  })
  scene.incidentId = found.incident!.id
  const incident = await incidentNow(scene)
  note({
    facts: {
      number: incident.number,
      title: incident.title,
      priority: incident.priority,
      grade: incident.grade,
      service: incident.service?.name ?? '',
      group: incident.group?.name ?? '',
      owner: incident.owner?.name ?? '',
      seconds: Math.max(1, Math.round((Date.now() - begun) / 1000)),
    },
    links: [
      { key: 'incident', to: `/incidents/${incident.id}`, as: scene.cast.logins.engineer },
      { key: 'alerts', to: '/alerts', as: scene.cast.logins.engineer },
    ],
  })
  await beat(scene, 2)
}

/** A clerk at a counter finds the known fault in the portal and joins it instead of filing another. */
export const report: Step = async (scene, note) => {
  const { requester, logins } = scene.cast
  const now = await incidentNow(scene)
  const known = await listKnown(requester, now.service?.id)
  const same = known.find((one) => one.id === now.id)
  if (!same) throw new Error(`the portal does not know ${now.number}`)
  const text = '窗口取不了号，大厅里已有二十多位群众在等候。'
  const { joined } = await requester.call(joinIncident, { id: same.id, note: text })
  const after = await incidentNow(scene)
  note({
    facts: { number: after.number, affected: after.affectedCount, joined, text },
    links: [{ key: 'portal', to: '/portal', as: logins.requester }],
  })
  await beat(scene, 2)
}

/** The clocks tell their due times and how they came about. */
export const clocks: Step = async (scene, note) => {
  const incident = await incidentNow(scene)
  note({
    facts: Object.fromEntries(incident.clocks.map((c) => [c.metric, c.dueAt])),
    lines: await clockLines(scene.cast.engineer, incident.id),
    links: [{ key: 'incident', to: `/incidents/${incident.id}`, as: scene.cast.logins.engineer }],
  })
  await beat(scene, 3)
}
