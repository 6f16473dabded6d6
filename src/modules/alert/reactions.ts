import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { factsOf, rulesNow, silenceInForce } from '#modules/alert-rule/index.ts'
import { sourcesOf } from './stages/inhibit.ts'
import { insertEvents } from './store/events.ts'
import {
  deleteAllSources,
  insertSources,
  openRows,
  releaseOrphans,
  type OpenRow,
} from './store/inhibitors.ts'
import { insertSilenced, markReleased } from './store/silenced.ts'

const chunk = 5000

async function* everyOpen(tx: Tx): AsyncGenerator<OpenRow[]> {
  let after: string | null = null
  while (true) {
    const rows: OpenRow[] = await openRows(tx, after, chunk)
    if (rows.length > 0) yield rows
    if (rows.length < chunk) return
    after = rows.at(-1)!.id
  }
}

/** A silence has begun: what fires already falls silent, too. */
async function silenceOpen(tx: Tx, event: AppEvent): Promise<void> {
  const silence = await silenceInForce(tx, event.entityId)
  if (!silence) return
  const { entity, id, name, until } = silence
  for await (const rows of everyOpen(tx)) {
    const covered = rows.filter((row) => silence.covers(factsOf(row, row.extra), row.orgPath))
    if (covered.length === 0) continue
    await insertSilenced(
      tx,
      covered.map((row) => ({ alertId: row.id, by: { entity, id, until } })),
    )
    const data = { by: { entity, id, name } }
    await insertEvents(
      tx,
      systemActor('alert'),
      covered.map((row) => ({ alertId: row.id, kind: 'silenced' as const, data })),
    )
  }
  await changed(tx, id)
}

/** A silence or window ends before its time: what still fires comes to an incident with the next turn. */
async function release(tx: Tx, event: AppEvent): Promise<void> {
  await markReleased(tx, { entity: event.entity, id: event.entityId })
  await changed(tx, event.entityId)
}

/** Rules have changed: which of the alerts that fire keep others quiet is found anew, and what was quiet for nothing is heard. */
async function findSources(tx: Tx, event: AppEvent): Promise<void> {
  const rules = await rulesNow(tx)
  await deleteAllSources(tx)
  if (rules.inhibitions.length > 0)
    for await (const rows of everyOpen(tx)) {
      const sources = rows.flatMap((row) => sourcesOf(rules, { ...row, facts: factsOf(row, row.extra) }))
      if (sources.length > 0) await insertSources(tx, sources)
    }
  await releaseOrphans(tx)
  await changed(tx, event.entityId)
}

const changed = (tx: Tx, entityId: string): Promise<void> =>
  emit(tx, { type: 'alert.changed', entity: 'alert', entityId, data: {} })

export const reactions: Reaction[] = [
  { name: 'alert.silence-open', on: 'alert-rule.silenced', run: silenceOpen },
  { name: 'alert.release', on: 'alert-rule.quiet-ended', run: release },
  { name: 'alert.find-sources', on: 'alert-rule.changed', run: findSources },
]
