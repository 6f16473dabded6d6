import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'

export interface Ref {
  id: string
  name: string
}

export interface AdoptionRow {
  id: string
  normId: string
  editionId: string
  code: string
  title: string
  titleEn: string
  kind: string
  edition: string
  basis: string
  note: string
  org: Ref
  orgPath: string
  fromDay: string
  toDay: string | null
  /** it holds today, by the unit's days */
  active: boolean
  version: number
}

function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  return sql`(o.path like any (${v.orgPaths.map((path) => `${path}%`)}::text[])
    or (${v.ownPath}::text is not null and ${v.ownPath}::text like o.path || '%'))`
}

/** What norms hold for which orgs. `zone`: of the unit, in which days begin. */
export async function selectAdoptions(
  db: Db,
  v: Visibility,
  f: { zone: string; id?: string; orgId?: string; normId?: string; lock?: boolean },
): Promise<AdoptionRow[]> {
  const { rows } = await sql<AdoptionRow>`
    select a.id, a.norm_id as "normId", a.edition_id as "editionId", n.code, n.title, n.title_en as "titleEn", n.kind,
      e.name as edition, e.basis, e.note, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
      a.from_day::text as "fromDay", a.to_day::text as "toDay", a.version,
      (a.from_day <= (now() at time zone ${f.zone})::date
        and (a.to_day is null or a.to_day > (now() at time zone ${f.zone})::date)) as active
    from norm_adoption a join norm n on n.id = a.norm_id join norm_edition e on e.id = a.edition_id
      join org o on o.id = a.org_id
    where ${visibleSql(v)} and (${f.id ?? null}::uuid is null or a.id = ${f.id ?? null})
      and (${f.orgId ?? null}::uuid is null or a.org_id = ${f.orgId ?? null})
      and (${f.normId ?? null}::uuid is null or a.norm_id = ${f.normId ?? null})
    order by o.path, n.code, a.from_day desc ${f.lock ? sql`for update of a` : sql``}`.execute(db)
  return rows
}

export async function insertAdoption(
  tx: Tx,
  row: { normId: string; editionId: string; orgId: string; fromDay: string; adoptedBy: string | null },
): Promise<string> {
  const id = newId()
  await sql`insert into norm_adoption (id, norm_id, edition_id, org_id, from_day, adopted_by)
    values (${id}, ${row.normId}, ${row.editionId}, ${row.orgId}, ${row.fromDay}::date, ${row.adoptedBy}::uuid)`.execute(
    tx,
  )
  return id
}

/** Ends it on a day, from which on it holds no more. @returns false when somebody changed it meanwhile */
export async function endAdoption(tx: Tx, id: string, toDay: string, version?: number): Promise<boolean> {
  const { rows } =
    await sql`update norm_adoption set to_day = greatest(${toDay}::date, from_day), version = version + 1
    where id = ${id} and to_day is null and (${version ?? null}::int is null or version = ${version ?? null})
    returning id`.execute(tx)
  return rows.length > 0
}

/** Who answers for clauses, by clause. */
export async function selectResponsible(db: Db, adoptionId: string): Promise<Map<string, Ref[]>> {
  const { rows } = await sql<{ clauseId: string; people: Ref[] }>`
    select r.clause_id as "clauseId", json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name) as people
    from norm_responsible r join person p on p.id = r.person_id where r.adoption_id = ${adoptionId}
    group by r.clause_id`.execute(db)
  return new Map(rows.map((row) => [row.clauseId, row.people]))
}

export async function replaceResponsible(
  tx: Tx,
  at: { adoptionId: string; clauseIds: readonly string[] },
  personIds: readonly string[],
  by: string | null,
): Promise<void> {
  const clauses = [...at.clauseIds]
  await sql`delete from norm_responsible where adoption_id = ${at.adoptionId} and clause_id = any (${clauses}::uuid[])
    and not person_id = any (${[...personIds]}::uuid[])`.execute(tx)
  await sql`insert into norm_responsible (adoption_id, clause_id, person_id, named_by)
    select ${at.adoptionId}::uuid, c, p, ${by}::uuid from unnest(${clauses}::uuid[]) c, unnest(${[...personIds]}::uuid[]) p
    on conflict do nothing`.execute(tx)
}

/** Of these people those who are active and no machines. */
export async function activePeople(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from person
    where id = any (${[...ids]}::uuid[]) and state = 'active' and kind = 'person'`.execute(db)
  return rows.map((row) => row.id)
}

/** Active people who may answer for clauses, by name: for choosing whom. */
export async function selectAnswerers(
  db: Db,
  q: string | undefined,
  limit: number,
): Promise<(Ref & { org: string })[]> {
  const { rows } = await sql<Ref & { org: string }>`
    select p.id, p.name, o.name as org from person p join org o on o.id = p.org_id
    where p.state = 'active' and p.kind = 'person' and (${q ?? null}::text is null or p.name like '%' || ${q ?? ''} || '%')
      and exists (select from person_role h join role_permission x on x.role_id = h.role_id
        where h.person_id = p.id and x.permission = 'norm.answer')
    order by p.name, p.id limit ${limit}`.execute(db)
  return rows
}
