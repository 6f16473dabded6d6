import type { Reference } from '#kernel/ledger/index.ts'
import { visibleCis } from './policy.ts'
import { choicesOf, idsByCode } from './store/choices.ts'

/** How fields of ledgers refer to configuration items: by code or name, within what the reader sees. */
export const ciReference: Reference = {
  table: 'ci',
  lookup: async (db, actor, { q, id }) => {
    const rows = await choicesOf(db, visibleCis(actor), { q, ids: id === undefined ? null : [id], limit: 20 })
    return rows.map((one) => ({ id: one.id, name: one.name, detail: one.code }))
  },
  names: async (db, actor, ids) => {
    const rows = await choicesOf(db, visibleCis(actor), { q: '', ids, limit: ids.length })
    return new Map(rows.map((one) => [one.id, one.name]))
  },
  find: (db, actor, texts) => idsByCode(db, visibleCis(actor), texts),
}
