import type { TicketKind } from '#modules/ticket/index.ts'
import { accessRequest, isDispatcher, isWorker, seesInternal } from './access.ts'
import { visibleSql } from './store/visible-sql.ts'
import { visibleRequests } from './visible.ts'

/** Requests, as rooms that serve all kinds of tickets know them; their tasks are their lines' own. */
export const requestKind: TicketKind = {
  kind: 'request',
  access: async (db, actor, id) => {
    const row = await accessRequest(db, actor, id)
    const tasks = row.lines.flatMap((line) => line.tasks)
    return {
      id: row.id,
      number: row.number,
      title: row.title,
      orgId: row.org.id,
      open: row.open,
      ownerId: null,
      mayWork: isDispatcher(actor, row) || tasks.some((task) => isWorker(actor, task)),
      seesInternal: seesInternal(actor, row),
      contactPhone: row.contactPhone,
    }
  },
  visible: (actor) => visibleSql(visibleRequests(actor)),
  // who may see a request follows from its tasks; there is nothing to follow
  follow: () => Promise.resolve(),
  ownTasks: true,
}
