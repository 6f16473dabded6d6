/** Items as rooms see them that work with them by themselves (monitoring): by class or id, within org subtrees. */
import type { Db } from '#kernel/db/index.ts'
import { catalogueOf } from './catalogue.ts'
import { readCis, type CiRow } from './store/ci.ts'
import { containersOf, contentsOf, servicesOfMany } from './store/facts.ts'
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

/**
 * In which item of a class (or of one below it) each of the items is: a server in a rack in a machine room. The nearest
 * one counts; items that are in none are left out, and so are containers outside of the org paths.
 */
export async function ciContainers(
  db: Db,
  paths: readonly string[],
  ids: readonly string[],
  classKey: string,
): Promise<Map<string, { id: string; name: string }>> {
  const catalogue = await catalogueOf(db)
  const cls = catalogue.classByKey(classKey)
  if (!cls || ids.length === 0 || paths.length === 0) return new Map()
  const classIds = catalogue.below(cls.id).map((one) => one.id)
  return containersOf(db, paths, ids, classIds)
}

/** Ids of all that is in an item, itself included, whatever lies between. */
export function ciContents(db: Db, id: string): Promise<string[]> {
  return contentsOf(db, id)
}

/** Ids of a class and all below it; none where there is no such class. */
export async function ciClassesBelow(db: Db, classId: string): Promise<string[]> {
  const catalogue = await catalogueOf(db)
  return catalogue.classes.has(classId) ? catalogue.below(classId).map((one) => one.id) : []
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
