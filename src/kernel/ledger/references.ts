import { AppError } from '../errors/index.ts'
import type { Db } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import { scopeOf } from '../permission/actor.ts'
import { groupPaths } from './access.ts'
import { findReference, type Reference } from './registry.ts'
import { selectTitles } from './store/titles.ts'
import type { Ledger } from './types.ts'

/** Where the actor may read names of a ledger's records: where he sees them and the group of their title. */
function pathsOf(actor: Actor, { def, plan }: Ledger): readonly string[] {
  const title = plan.byKey.get(def.titleField)!
  const group = groupPaths(actor, plan, title.group)
  const read = scopeOf(actor, def.read)
  if (group === null || group.includes('/')) return read
  // the narrower of each pair
  return read.flatMap((a) => group.flatMap((b) => (b.startsWith(a) ? [b] : a.startsWith(b) ? [a] : [])))
}

/** Every ledger can be referred to: its records are found by number and title. */
export function ledgerReference(ledger: Ledger): Reference {
  const { def } = ledger
  return {
    table: def.name.replaceAll('-', '_'),
    lookup: async (db, actor, { q, id }) => {
      const found = await selectTitles(db, ledger.plan, { paths: pathsOf(actor, ledger), q, id, limit: 20 })
      return found.map((one) => ({ id: one.id, name: one.title ?? one.number ?? one.id, detail: one.number }))
    },
    names: async (db, actor, ids) => {
      const found = await selectTitles(db, ledger.plan, {
        paths: pathsOf(actor, ledger),
        ids,
        limit: ids.length,
      })
      return new Map(found.map((one) => [one.id, one.title ?? one.number ?? one.id]))
    },
    find: async (db, actor, texts) => {
      const paths = pathsOf(actor, ledger)
      const found = await selectTitles(db, ledger.plan, { paths, texts, limit: 20_000 })
      const byText = new Map<string, { id: string; name: string }[]>()
      for (const text of texts) {
        const numbered = found.filter((one) => one.number === text)
        const meant = numbered.length > 0 ? numbered : found.filter((one) => one.title === text)
        byText.set(
          text,
          meant.map((one) => ({ id: one.id, name: one.title ?? text })),
        )
      }
      return byText
    },
  }
}

/** Choices of a reference field. @throws ledger.unknown_reference (404) */
export async function lookupReferencesVerb(
  db: Db,
  actor: Actor,
  { to, q, id }: { to: string; q: string; id?: string | undefined },
) {
  const reference = findReference(to)
  if (!reference) throw new AppError('ledger.unknown_reference', { status: 404 })
  return { items: await reference.lookup(db, actor, { q, id }) }
}
