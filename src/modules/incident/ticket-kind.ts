import type { TicketKind } from '#modules/ticket/index.ts'
import { setWatcher } from '#modules/ticket/index.ts'
import { accessIncident } from './access.ts'
import { may, seesInternal } from './policy.ts'
import { indexFollowers } from './search.ts'
import { visibleSql } from './store/visible-sql.ts'
import { visibleIncidents } from './visible.ts'

/** Incidents, as the ticket room knows them: who may see and work on one is decided here. */
export const incidentKind: TicketKind = {
  kind: 'incident',
  access: async (db, actor, id) => {
    const row = await accessIncident(db, actor, id)
    return {
      id: row.id,
      number: row.number,
      title: row.title,
      orgId: row.org.id,
      open: row.open,
      ownerId: row.owner?.id ?? null,
      mayWork: may(actor, row, 'work-log'),
      seesInternal: seesInternal(actor, row),
    }
  },
  visible: (actor) => visibleSql(visibleIncidents(actor)),
  follow: async (tx, id, personId) => {
    await setWatcher(tx, id, personId, true)
    await indexFollowers(tx, id)
  },
}
