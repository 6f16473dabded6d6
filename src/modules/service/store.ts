import { sql } from 'kysely'
import { lookup, type Db, type Tx } from '#kernel/db/index.ts'
import type { Matcher, ServiceBody } from './contract.ts'
import type { MatcherRow } from './matchers.ts'

const configVersions = lookup<{ versions: Record<string, number> }>(
  { versions: 'json_object_agg(name, version)' },
  'from config_version',
)

/** The version number of each small table that processes keep in memory. */
export async function readConfigVersions(db: Db): Promise<ReadonlyMap<string, number>> {
  const { versions } = await configVersions(db, [])
  return new Map(Object.entries(versions))
}

export interface ServiceFacts {
  id: string
  code: string
  name: string
  groupId: string | null
  agreementId: string | null
  calendarId: string | null
  ownerOrgId: string
  vendorOrgId: string | null
  public: boolean
  active: boolean
}

export async function readServiceFacts(db: Db): Promise<ServiceFacts[]> {
  const rows = await db
    .selectFrom('service')
    .select([
      'id',
      'code',
      'name',
      'group_id',
      'agreement_id',
      'calendar_id',
      'owner_org_id',
      'vendor_org_id',
      'public',
      'active',
    ])
    .execute()
  return rows.map((r) => ({
    id: r.id,
    code: r.code,
    name: r.name,
    groupId: r.group_id,
    agreementId: r.agreement_id,
    calendarId: r.calendar_id,
    ownerOrgId: r.owner_org_id,
    vendorOrgId: r.vendor_org_id,
    public: r.public,
    active: r.active,
  }))
}

/** Matchers of the active services, in the order of their codes. */
export async function readMatchers(db: Db): Promise<MatcherRow[]> {
  const rows = await db
    .selectFrom('service_matcher as m')
    .innerJoin('service as s', 's.id', 'm.service_id')
    .where('s.active', '=', true)
    .select(['m.service_id', 'm.set_no', 'm.label', 'm.value', 'm.is_regex'])
    .orderBy('s.code')
    .orderBy('m.set_no')
    .orderBy('m.label')
    .execute()
  return rows.map((r) => ({
    serviceId: r.service_id,
    setNo: r.set_no,
    label: r.label,
    value: r.value,
    regex: r.is_regex,
  }))
}

export interface ServiceRow {
  id: string
  code: string
  name: string
  description: string
  ownerOrgId: string
  ownerOrgName: string
  groupId: string | null
  groupName: string | null
  vendorOrgId: string | null
  vendorOrgName: string | null
  agreementId: string | null
  calendarId: string | null
  protectionGrade: number | null
  public: boolean
  active: boolean
  version: number
  matcherCount: number
}

const columns = sql`s.id, s.code, s.name, s.description, s.owner_org_id as "ownerOrgId", o.name as "ownerOrgName",
  s.group_id as "groupId", g.name as "groupName", s.vendor_org_id as "vendorOrgId", v.name as "vendorOrgName",
  s.agreement_id as "agreementId", s.calendar_id as "calendarId", s.protection_grade as "protectionGrade",
  s.public, s.active, s.version,
  (select count(distinct m.set_no) from service_matcher m where m.service_id = s.id) as "matcherCount"`
const joins = sql`from service s join org o on o.id = s.owner_org_id
  left join support_group g on g.id = s.group_id left join org v on v.id = s.vendor_org_id`

export interface ServiceFilter {
  q?: string | undefined
  active?: boolean | undefined
  publicOnly?: boolean
  ownerOrgId?: string | undefined
  groupId?: string | undefined
  id?: string | undefined
  after?: [name: string, id: string] | undefined
  limit: number
}

/** Services by name, filtered; `limit` rows at most. */
export async function selectServices(db: Db, f: ServiceFilter): Promise<ServiceRow[]> {
  const conditions = [sql`true`]
  if (f.q) {
    const like = `%${f.q.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(s.name ilike ${like} or s.code ilike ${like})`)
  }
  if (f.active !== undefined) conditions.push(sql`s.active = ${f.active}`)
  if (f.publicOnly) conditions.push(sql`s.public`)
  if (f.ownerOrgId) conditions.push(sql`s.owner_org_id = ${f.ownerOrgId}`)
  if (f.groupId) conditions.push(sql`s.group_id = ${f.groupId}`)
  if (f.id) conditions.push(sql`s.id = ${f.id}`)
  if (f.after) conditions.push(sql`(s.name, s.id) > (${f.after[0]}, ${f.after[1]}::uuid)`)
  const { rows } = await sql<ServiceRow>`select ${columns} ${joins}
    where ${sql.join(conditions, sql` and `)} order by s.name, s.id limit ${f.limit}`.execute(db)
  return rows
}

export async function findService(
  db: Db,
  id: string,
): Promise<(ServiceRow & { matchers: Matcher[][] }) | undefined> {
  const [row] = await selectServices(db, { id, limit: 1 })
  if (!row) return undefined
  const rows = await db
    .selectFrom('service_matcher')
    .where('service_id', '=', id)
    .select(['set_no', 'label', 'value', 'is_regex'])
    .orderBy('set_no')
    .orderBy('label')
    .execute()
  const sets = new Map<number, Matcher[]>()
  for (const m of rows) {
    if (!sets.has(m.set_no)) sets.set(m.set_no, [])
    sets.get(m.set_no)!.push({ label: m.label, value: m.value, regex: m.is_regex })
  }
  return { ...row, matchers: [...sets.values()] }
}

type Columns = Omit<ServiceBody, 'matchers'> & { active: boolean }

function toColumns(body: Columns) {
  return {
    code: body.code,
    name: body.name,
    description: body.description,
    owner_org_id: body.ownerOrgId,
    group_id: body.groupId,
    vendor_org_id: body.vendorOrgId,
    agreement_id: body.agreementId,
    calendar_id: body.calendarId,
    protection_grade: body.protectionGrade,
    public: body.public,
    active: body.active,
  }
}

export async function insertService(tx: Tx, id: string, body: Columns): Promise<void> {
  await tx
    .insertInto('service')
    .values({ id, ...toColumns(body) })
    .execute()
}

/** Writes the row if it still has `version`; false when somebody was faster. */
export async function updateServiceRow(tx: Tx, id: string, version: number, body: Columns): Promise<boolean> {
  const row = await tx
    .updateTable('service')
    .set({ ...toColumns(body), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function replaceMatchers(
  tx: Tx,
  serviceId: string,
  sets: readonly (readonly Matcher[])[],
): Promise<void> {
  await tx.deleteFrom('service_matcher').where('service_id', '=', serviceId).execute()
  const rows = sets.flatMap((set, i) =>
    set.map((m) => ({
      service_id: serviceId,
      set_no: i + 1,
      label: m.label,
      value: m.value,
      is_regex: m.regex,
    })),
  )
  if (rows.length > 0) await tx.insertInto('service_matcher').values(rows).execute()
}

/** Whether another service has the code. */
export async function codeTaken(db: Db, code: string, exceptId: string | null): Promise<boolean> {
  const row = await db.selectFrom('service').where('code', '=', code).select('id').executeTakeFirst()
  return row !== undefined && row.id !== exceptId
}

/** Which of the things a service refers to does not exist: the field's name. */
export async function missingReference(db: Db, body: Columns): Promise<string | undefined> {
  const { rows } = await sql<{ org: boolean; grp: boolean; vendor: boolean; agreement: boolean }>`select
    exists (select 1 from org where id = ${body.ownerOrgId}) as org,
    ${body.groupId}::uuid is null or exists (select 1 from support_group where id = ${body.groupId}::uuid) as grp,
    ${body.vendorOrgId}::uuid is null or exists (select 1 from org where id = ${body.vendorOrgId}::uuid and kind = 'vendor') as vendor,
    ${body.agreementId}::uuid is null or exists (select 1 from agreement where id = ${body.agreementId}::uuid and kind = 'sla') as agreement`.execute(
    db,
  )
  const r = rows[0]!
  if (!r.org) return 'ownerOrgId'
  if (!r.grp) return 'groupId'
  if (!r.vendor) return 'vendorOrgId'
  return r.agreement ? undefined : 'agreementId'
}
