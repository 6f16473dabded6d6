import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { rowsBetween, type IncidentHappening } from './store/between.ts'
import { visibleIncidents } from './visible.ts'

/** Incidents in the actor's sight that were filed, answered or resolved in a period (`to` not included); at most 1,000. */
export const incidentsBetween = (
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
): Promise<IncidentHappening[]> => rowsBetween(db, visibleIncidents(actor), period)
