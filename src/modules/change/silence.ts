import type { Tx } from '#kernel/db/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { registerSilencer, releaseSilenced } from '#modules/alert/index.ts'
import { titlesOf } from './front.ts'
import { allUnderWay, underWay } from './store/plan.ts'

/** Timer: the window is over, whether the work is or not; from now on alerts are news. */
export const windowEnd = 'change.window-end'

/** Alerts of a service are a change's own doing while it is under way inside its window, and at no other time. */
export function silenceAlerts(): void {
  registerSilencer({
    entity: 'change',
    covers: async (tx, serviceIds) => {
      const rows = await underWay(tx, serviceIds)
      return new Map(rows.map((row) => [row.serviceId, row.changeId]))
    },
    underWay: async (db, actor) => {
      const rows = await allUnderWay(db)
      const titles = await titlesOf(
        db,
        actor,
        rows.map((row) => row.id),
      )
      return rows.flatMap(({ id, number, endsAt }) => {
        const title = titles.get(id)
        return title === undefined
          ? []
          : [{ id, title: `${number} ${title}`, until: endsAt, path: `/changes/${id}` }]
      })
    },
  })
}

/** Alerts that the change kept quiet and that still fire come to an incident. */
export async function releaseAlerts(tx: Tx, changeId: string): Promise<void> {
  await releaseSilenced(tx, { entity: 'change', id: changeId })
}

export async function windowIsOver(tx: Tx, timer: TimerRow): Promise<void> {
  await releaseAlerts(tx, timer.key)
}
