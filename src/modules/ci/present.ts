/** Items as callers get them. */
import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { catalogueOf } from './catalogue.ts'
import type { Ci, CiSummary } from './contract.ts'
import { manages } from './policy.ts'
import { readClaims, readConflicts } from './store/claims.ts'
import { namesOf, servicesOf, type CiRow } from './store/ci.ts'

type Line = Omit<CiSummary, 'confirmedAt'> & { confirmedAt: Date }

/** A row of a list. */
export function presentLine(row: CiRow): Line {
  const { id, code, name, classId, org, owner, group, location, lifecycle, liveState, gaps, confirmedAt } =
    row
  return { id, code, name, classId, org, owner, group, location, lifecycle, liveState, gaps, confirmedAt }
}

/** The whole item, with what its sources disagree about and what the caller may do. */
export async function present(db: Db, actor: Actor, row: CiRow) {
  const catalogue = await catalogueOf(db)
  const references = catalogue
    .definitions(row.classId)
    .filter((def) => def.kind === 'person' || def.kind === 'org')
    .flatMap((def) => [row.attributes[def.key] ?? []].flat().map(String))
  const [services, conflicts, claims, names] = await Promise.all([
    servicesOf(db, row.id),
    readConflicts(db, row.id),
    readClaims(db, row.id),
    namesOf(db, references),
  ])
  const may = manages(actor, row.orgPath) && row.lifecycle !== 'retired'
  const abilities: Ci['abilities'] = may ? ['edit', 'retire', 'confirm', 'relate'] : []
  return {
    ...presentLine(row),
    description: row.description,
    attributes: row.attributes,
    names,
    liveStateAt: row.liveStateAt,
    source: row.source,
    recordedAt: row.recordedAt,
    services,
    conflicts: conflicts.map((field) => ({
      field,
      claims: claims
        .filter((one) => one.field === field)
        .map(({ source, value, at }) => ({ source, value, at })),
    })),
    version: row.version,
    abilities,
  }
}
