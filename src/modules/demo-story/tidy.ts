import { closeIncident, getIncident, resolveIncident } from '#modules/incident/contract.ts'
import { earlierAlert, stationAlert, until, type Scene } from './scene.ts'

/**
 * Ends what an earlier run, or a visitor, left open: the station is healthy, so its alert is resolved, and its
 * incident is resolved and closed by the manager. Otherwise a new fault would be a relapse of the old incident.
 */
export async function tidy(scene: Scene): Promise<void> {
  await scene.street.start()
  const { manager } = scene.cast
  const left = await earlierAlert(scene)
  const { labels } = scene.prober
  if (!left) return
  // what the run before has raised is ended under the labels it was raised with
  scene.prober.labels = left.labels
  // a run whose memory was lost: the prober does not know any more that it has raised the alert
  if (left.status === 'firing') scene.prober.firingSince ??= new Date(left.startsAt)
  await until(scene, 'end of an earlier alert', async () =>
    (await stationAlert(scene))?.status === 'resolved' ? true : undefined,
  )
  scene.prober.labels = labels
  if (!left.incident) return
  const { id } = left.incident
  const read = () => manager.call(getIncident, { id })
  const old = await read()
  if (old.state !== 'resolved' && old.state !== 'closed' && old.state !== 'cancelled')
    await manager.call(resolveIncident, {
      id,
      version: old.version,
      resolution: '站点服务已恢复。',
      code: 'fixed',
    })
  const now = await read()
  if (now.state === 'resolved') await manager.call(closeIncident, { id, version: now.version })
}
