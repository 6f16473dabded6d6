/** What items tell about alerts: where they belong, what they hang on. */
import type { ItemFacts, Topology } from '#modules/alert/index.ts'
import { catalogueOf } from './catalogue.ts'
import { certainUpstream, factsOfItems } from './store/alerts.ts'
import { putOnTicket } from './store/tickets.ts'

/** So far up a chain is followed. */
const levels = 6

export const alertTopology: Topology = {
  factsOf: async (db, ids) => {
    const rows = await factsOfItems(db, ids)
    return new Map(rows.map(({ id, ...facts }): [string, ItemFacts] => [id, facts]))
  },
  upstreamOf: async (db, ids) => {
    const catalogue = await catalogueOf(db)
    const types = { toSource: catalogue.spreading('to-source'), toTarget: catalogue.spreading('to-target') }
    const out = new Map<string, string[]>()
    for (const { id, up } of await certainUpstream(db, ids, types, levels))
      out.set(id, [...(out.get(id) ?? []), up])
    return out
  },
  putOnIncident: async (tx, actor, ticketId, ciIds) => {
    await putOnTicket(tx, ticketId, ciIds, actor.id)
  },
}
