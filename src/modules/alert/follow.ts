import { dbNow, type Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import {
  editIncident,
  holdIncident,
  indexInternal,
  readIncident,
  resolveIncident,
  resumeIncident,
} from '#modules/incident/index.ts'
import { addTimeline } from '#modules/ticket/index.ts'
import { alertText } from './describe.ts'
import type { Placed } from './place.ts'
import { firingOf } from './store/alerts.ts'
import { readSetting } from './store/setting.ts'

/** So many new alerts get an entry each; more share one. */
const entriesOfTheirOwn = 5
const namedInSummary = 20
/** Alerts in one document of the search index: far below what a tsvector holds. */
const alertsPerDocument = 200

/** Tells the incident's timeline and the search index of alerts that are new to it. */
export async function noteAlerts(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  alerts: readonly Pick<Placed, 'id' | 'name' | 'labels' | 'severity'>[],
): Promise<void> {
  const row = await readIncident(tx, ticketId, null)
  if (!row || alerts.length === 0) return
  const now = await dbNow(tx)
  const groups = alerts.length <= entriesOfTheirOwn ? alerts.map((a) => [a]) : [alerts]
  for (const group of groups) {
    const entry = await addTimeline(tx, {
      ticketId,
      kind: 'link',
      public: false,
      actorId: actor.id,
      actorName: actor.name,
      body: group.slice(0, namedInSummary).map(alertText).join('\n').slice(0, 5000),
      data: {
        alerts: {
          count: group.length,
          items: group
            .slice(0, namedInSummary)
            .map((a) => ({ id: a.id, name: a.name, severity: a.severity })),
        },
      },
      occurredAt: now,
    })
    for (let from = 0, part = 0; from < group.length; from += alertsPerDocument, part++)
      await indexInternal(tx, row, {
        // parts above zero are timeline entries; a summary's further documents lie below zero
        part: part === 0 ? entry.id : -(entry.id * 1000 + part),
        text: group
          .slice(from, from + alertsPerDocument)
          .map(alertText)
          .join('\n'),
        recordedAt: now,
      })
  }
}

/** A first critical alert raises an incident that lesser alerts opened; what people have classified stays theirs. */
export async function raise(tx: Tx, actor: Actor, ticketId: string): Promise<void> {
  const row = await readIncident(tx, ticketId, null)
  if (!row?.open || row.channel !== 'alert' || (row.impact === 'high' && row.urgency === 'high')) return
  await editIncident(tx, actor, { id: row.id, version: row.version, impact: 'high', urgency: 'high' })
}

export const selfRecovered = 'alert.self-recovered'

/**
 * Brings an incident into line with its alerts: into observation when the last of them is resolved, back to work
 * when one fires again.
 * @param news what the batch did to its alerts: some `began` to fire, some `ended`
 */
export async function settle(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  news: { began: boolean; ended: boolean },
): Promise<void> {
  const row = await readIncident(tx, ticketId, null)
  if (!row?.open) return
  const firing = await firingOf(tx, ticketId)
  const observed = row.state === 'pending' && row.holdReason === 'observation'
  const at = { id: row.id, version: row.version }
  if (firing > 0 && news.began && observed) {
    await cancelTimer(tx, selfRecovered, ticketId)
    await resumeIncident(tx, actor, { ...at, note: say('zh-CN', 'alert:incident.firing', { count: firing }) })
  }
  if (firing > 0 || !news.ended || row.state === 'pending') return
  await holdIncident(tx, actor, {
    ...at,
    reason: 'observation',
    note: say('zh-CN', 'alert:incident.recovered'),
  })
  const { selfRecoveredMinutes } = await readSetting(tx)
  if (selfRecoveredMinutes === null) return
  const dueAt = new Date((await dbNow(tx)).getTime() + selfRecoveredMinutes * 60_000)
  await setTimer(tx, { kind: selfRecovered, key: ticketId, dueAt })
}

/** Timer: resolves an incident that nobody but alerts reported and that has stayed quiet, where the unit wants that. */
export async function resolveSelfRecovered(tx: Tx, timer: TimerRow): Promise<void> {
  const row = await readIncident(tx, timer.key, null, true)
  const quiet = row?.state === 'pending' && row.holdReason === 'observation'
  if (!row || !quiet || row.channel !== 'alert' || row.affectedCount > 0) return
  if ((await firingOf(tx, row.id)) > 0) return
  await resolveIncident(tx, systemActor('alert'), {
    id: row.id,
    version: row.version,
    resolution: say('zh-CN', 'alert:incident.selfRecovered'),
    code: 'self-recovered',
  })
}
