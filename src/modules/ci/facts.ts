/** Items as rooms see them that work with them by themselves (monitoring): by class or id, within org subtrees. */
import type { Db } from '#kernel/db/index.ts'
import { catalogueOf } from './catalogue.ts'
import { readCis, type CiRow } from './store/ci.ts'
import { servicesOfMany } from './store/facts.ts'
import { orgsBelow, selectCis } from './store/list.ts'
import { lifecycles, type Lifecycle } from './words.ts'

export interface CiFacts extends Pick<
  CiRow,
  'id' | 'code' | 'name' | 'classId' | 'org' | 'orgPath' | 'group' | 'location' | 'lifecycle' | 'attributes'
> {
  /** its class and all above it, from the root down */
  line: string[]
  /** information systems that rest on it, essential ones first */
  serviceIds: string[]
}

/** Those of the items that lie below the org paths, in the order of their ids. */
export async function ciFacts(db: Db, paths: readonly string[], ids: readonly string[]): Promise<CiFacts[]> {
  return withServices(db, ids.length === 0 ? [] : await readCis(db, paths, ids))
}

/**
 * Items of the classes and of all classes below them, the newest first; retired ones are left out.
 * @param before id of the last one of the page before
 */
export async function ciFactsOfClasses(
  db: Db,
  paths: readonly string[],
  classIds: readonly string[],
  window: { before?: string | undefined; limit: number; lifecycles?: readonly Lifecycle[] },
): Promise<CiFacts[]> {
  const catalogue = await catalogueOf(db)
  const all = [...new Set(classIds.flatMap((id) => catalogue.below(id).map((one) => one.id)))]
  if (all.length === 0 || paths.length === 0) return []
  const wanted = window.lifecycles ?? lifecycles.filter((one) => one !== 'retired')
  const rows = await selectCis(db, await orgsBelow(db, paths), { classIds: all, lifecycles: wanted }, window)
  return withServices(db, rows)
}

async function withServices(db: Db, rows: readonly CiRow[]): Promise<CiFacts[]> {
  const [catalogue, services] = await Promise.all([
    catalogueOf(db),
    servicesOfMany(
      db,
      rows.map((row) => row.id),
    ),
  ])
  return rows.map((row) => {
    const { id, code, name, classId, org, orgPath, group, location, lifecycle, attributes } = row
    return {
      ...{ id, code, name, classId, org, orgPath, group, location, lifecycle, attributes },
      line: catalogue.line(classId).map((one) => one.id),
      serviceIds: services.get(id) ?? [],
    }
  })
}
