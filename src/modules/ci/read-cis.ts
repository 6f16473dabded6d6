/** Reading items: lists and one item. */
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import type * as contract from './contract.ts'
import { uuidOf } from './cursor.ts'
import { accessCi, visibleCis } from './policy.ts'
import { present, presentLine } from './present.ts'
import { findCis, mostFound } from './search.ts'
import { orgsBelow, selectCis, type StaleRule } from './store/list.ts'
import { lifecycles, type Lifecycle } from './words.ts'

/** Visible items that pass the filter, newest first. @throws http.bad_cursor, http.invalid (422) */
export async function listCisVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listCis>,
): Promise<Output<typeof contract.listCis>> {
  const { limit, q, orgId, classId, health, attribute } = input
  const before = input.cursor === undefined ? undefined : uuidOf(decodeCursor(input.cursor, 1)[0])
  const catalogue = await catalogueOf(db)
  const paths = await narrowed(db, visibleCis(actor), orgId)
  const states = lifecyclesOf(input.lifecycle)
  const cls = classId ? catalogue.classes.get(classId) : undefined
  if (paths.length === 0 || (classId && !cls)) return { items: [], nextCursor: null }
  const ids = q ? await findCis(db, { q, paths, classNo: cls?.no ?? 0, lifecycles: states }) : undefined
  if (ids?.length === 0) return { items: [], nextCursor: null }
  const rows = await selectCis(
    db,
    // also of what the index has found: it learns of an org's move a moment later
    await orgsBelow(db, paths),
    {
      ids,
      lifecycles: states,
      classIds: cls && !ids ? catalogue.below(cls.id).map((one) => one.id) : undefined,
      groupId: input.groupId,
      serviceId: input.serviceId,
      liveState: input.liveState,
      attribute: attribute ? attributeOf(attribute) : undefined,
      health: health ? { figure: health, stale: staleRules(catalogue) } : undefined,
    },
    { before, limit: limit + 1 },
  )
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(presentLine), nextCursor, limited: ids?.length === mostFound }
}

/** @throws ci.not_found (404) */
export async function getCiVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getCi>,
): Promise<Output<typeof contract.getCi>> {
  return present(db, actor, await accessCi(db, actor, input.id))
}

/** The part of the visible paths that lies below an org. */
export async function narrowed(
  db: Db,
  paths: readonly string[],
  orgId: string | undefined,
): Promise<readonly string[]> {
  if (!orgId) return paths
  const org = await findOrg(db, orgId)
  if (!org) return []
  if (paths.some((path) => org.path.startsWith(path))) return [org.path]
  return paths.filter((path) => path.startsWith(org.path))
}

function lifecyclesOf(given: string | undefined): readonly Lifecycle[] {
  if (!given) return lifecycles.filter((one) => one !== 'retired')
  const asked = given.split(',')
  const known = lifecycles.filter((one) => asked.includes(one))
  if (known.length !== new Set(asked).size)
    throw new AppError('ci.unknown_lifecycle', { status: 422, field: 'lifecycle' })
  return known
}

/** `ip:10.1.2.3` as what an item's attributes would contain: one value, or a list with it. */
function attributeOf(given: string): Record<string, unknown>[] {
  const at = given.indexOf(':')
  const [key, value] = [given.slice(0, at), given.slice(at + 1)]
  const number = /^-?\d+(\.\d+)?$/.test(value) ? [{ [key]: Number(value) }] : []
  const truth = value === 'true' || value === 'false' ? [{ [key]: value === 'true' }] : []
  return [{ [key]: value }, { [key]: [value] }, ...number, ...truth]
}

const daysByDefault = 180

/** Classes by the days after which their items are stale; the nearest class that says something counts. */
export function staleRules(catalogue: Catalogue): StaleRule[] {
  const byDays = new Map<number, string[]>()
  for (const cls of catalogue.classes.values()) {
    const days = catalogue.line(cls.id).findLast((one) => one.staleAfterDays !== null)?.staleAfterDays
    const key = days ?? daysByDefault
    byDays.set(key, [...(byDays.get(key) ?? []), cls.id])
  }
  return [...byDays].map(([days, classIds]) => ({ days, classIds }))
}
