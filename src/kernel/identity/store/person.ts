import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'

export interface PersonRow {
  id: string
  /** small number, used in search scope tokens */
  no: number
  login: string
  name: string
  kind: 'person' | 'machine'
  orgId: string
  orgName: string
  orgPath: string
  phone: string | null
  email: string | null
  title: string | null
  locale: 'zh-CN' | 'en'
  state: 'inactive' | 'active' | 'disabled'
  passwordSet: boolean
  secondFactor: boolean
  createdBy: string | null
  activatedBy: string | null
  createdById: string | null
  proposedById: string | null
  recordedAt: Date
  lastSeenAt: Date | null
  roles: { key: string; name: string; nameEn: string; post: string | null }[]
  version: number
}

const selection = sql`
  select p.id, p.no, p.login, p.name, p.kind, p.org_id as "orgId", o.name as "orgName", o.path as "orgPath", p.phone, p.email,
    p.title, p.locale, p.state, p.version, p.recorded_at as "recordedAt",
    p.created_by as "createdById", p.proposed_by as "proposedById", maker.name as "createdBy", releaser.name as "activatedBy",
    (c.password_hash is not null) as "passwordSet", coalesce(c.totp_confirmed, false) as "secondFactor",
    (select max(last_seen_at) from session s where s.person_id = p.id) as "lastSeenAt",
    coalesce((select json_agg(distinct jsonb_build_object('key', r.key, 'name', r.name, 'nameEn', r.name_en, 'post', r.post))
      from person_role pr join role r on r.id = pr.role_id where pr.person_id = p.id), '[]') as roles
  from person p
  join org o on o.id = p.org_id
  left join credential c on c.person_id = p.id
  left join person maker on maker.id = p.created_by
  left join person releaser on releaser.id = p.activated_by`

export interface PeopleFilter {
  q?: string | undefined
  orgPath?: string | undefined
  state?: string | undefined
  afterLogin?: string | undefined
  limit: number
}

/** People in the order of their logins, one more than `limit` when there are more. */
export async function selectPeople(db: Db, f: PeopleFilter): Promise<PersonRow[]> {
  const q = f.q?.toLowerCase() ?? null
  const { rows } = await sql<PersonRow>`${selection}
    where (${q}::text is null or strpos(p.login, ${q}) > 0 or strpos(lower(p.name), ${q}) > 0 or strpos(p.phone, ${q}) > 0)
      and (${f.orgPath ?? null}::text is null or o.path like ${`${f.orgPath ?? ''}%`})
      and (${f.state ?? null}::text is null or p.state = ${f.state ?? null})
      and p.login > ${f.afterLogin ?? ''}
    order by p.login limit ${f.limit + 1}`.execute(db)
  return rows
}

export async function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`${selection} where p.id = ${id}`.execute(db)
  return rows[0]
}

export async function findPersonByLogin(db: Db, login: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`${selection} where p.login = ${login}`.execute(db)
  return rows[0]
}

/** Keeps others from changing the account before the transaction ends. */
export async function lockPerson(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from person where id = ${id} for no key update`.execute(tx)
}

export interface PersonChoice {
  id: string
  login: string
  name: string
  orgId: string
  orgName: string
  phone: string | null
}

/** Active people (no machines) by name, login or phone; exact logins and beginnings of names first. */
export async function selectPersonChoices(db: Db, text: string, limit: number): Promise<PersonChoice[]> {
  const q = text.toLowerCase()
  const { rows } = await sql<PersonChoice>`
    select p.id, p.login, p.name, p.org_id as "orgId", o.name as "orgName", p.phone
    from person p join org o on o.id = p.org_id
    where p.state = 'active' and p.kind = 'person'
      and (strpos(p.login, ${q}) > 0 or strpos(lower(p.name), ${q}) > 0 or strpos(p.phone, ${q}) > 0)
    order by p.login <> ${q}, strpos(lower(p.name), ${q}) <> 1, p.name, p.login limit ${limit}`.execute(db)
  return rows
}

/** @returns the new id, or undefined when the login is taken */
export async function insertPerson(
  tx: Tx,
  person: {
    login: string
    kind: string
    name: string
    orgId: string
    phone: string | null
    email: string | null
    title: string | null
    createdBy: string | null
  },
): Promise<string | undefined> {
  const id = newId()
  const row = await tx
    .insertInto('person')
    .values({
      id,
      login: person.login,
      kind: person.kind,
      name: person.name,
      org_id: person.orgId,
      phone: person.phone,
      email: person.email,
      title: person.title,
      created_by: person.createdBy,
      proposed_by: person.createdBy,
    })
    .onConflict((c) => c.column('login').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return undefined
  if (person.kind === 'person') await tx.insertInto('credential').values({ person_id: id }).execute()
  return id
}

export async function updatePerson(
  tx: Tx,
  id: string,
  p: Pick<PersonRow, 'name' | 'orgId' | 'phone' | 'email' | 'title' | 'locale'>,
): Promise<void> {
  await sql`update person set name = ${p.name}, org_id = ${p.orgId}, phone = ${p.phone}, email = ${p.email},
    title = ${p.title}, locale = ${p.locale}, version = version + 1 where id = ${id}`.execute(tx)
}

/** `proposedBy` is kept for inactive, `activatedBy` for active accounts. */
export async function updateState(
  tx: Tx,
  id: string,
  state: PersonRow['state'],
  by: { proposedBy?: string | null; activatedBy?: string | null },
): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      state,
      version: sql`version + 1`,
      ...(by.proposedBy !== undefined && { proposed_by: by.proposedBy }),
      ...(by.activatedBy !== undefined && { activated_by: by.activatedBy }),
    })
    .where('id', '=', id)
    .execute()
}
