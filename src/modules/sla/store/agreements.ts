import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { AgreementBody, Coverage } from '../contract.ts'
import type { StoredAgreement } from '../choose.ts'

/** The active groups that an agreement `a` binds, and how far below its org each stands (an OLA names them itself: 0). */
const boundGroups = sql`
  select g.id, 0 as distance from agreement_group b join support_group g on g.id = b.group_id
  where b.agreement_id = a.id and g.active
  union all
  select g.id, array_length(string_to_array(o.path, '/'), 1) - array_length(string_to_array(v.path, '/'), 1)
  from org v join org o on o.path like v.path || '%' join support_group g on g.org_id = o.id
  where v.id = a.vendor_org_id and g.active`

/** All agreements as documents, by name. They are few; every process keeps them in memory. */
export async function readAgreements(db: Db): Promise<StoredAgreement[]> {
  const { rows } = await sql<{ document: StoredAgreement }>`
    select json_build_object(
      'id', a.id, 'name', a.name, 'description', a.description, 'isDefault', a.is_default,
      'sameClockTime', a.same_clock_time, 'active', a.active, 'version', a.version,
      'kind', a.kind, 'vendorOrgId', a.vendor_org_id,
      'groupIds', array(select b.group_id from agreement_group b where b.agreement_id = a.id order by b.group_id),
      'bound', coalesce((select json_agg(json_build_object('groupId', g.id, 'distance', g.distance)) from (${boundGroups}) g), '[]'),
      'coverage', coalesce((select json_agg(json_build_object(
          'serviceId', c.service_id, 'orgId', c.org_id, 'categoryId', c.category_id, 'type', c.type) order by c.position)
        from agreement_coverage c where c.agreement_id = a.id), '[]'),
      'targets', coalesce((select json_agg(json_build_object(
          'grade', t.grade, 'metric', t.metric, 'value', t.value, 'unit', t.unit, 'calendarId', t.calendar_id,
          'notBeforeMinutes', t.not_before_minutes)
          order by t.metric, array_position(array['major', 'serious', 'general', 'minor'], t.grade))
        from agreement_target t where t.agreement_id = a.id), '[]'),
      'pauseRules', coalesce((select json_agg(json_build_object('reason', p.reason, 'metrics', p.metrics) order by p.reason)
        from (select reason, json_agg(metric order by metric) as metrics from agreement_pause_rule
              where agreement_id = a.id group by reason) p), '[]'),
      'escalations', coalesce((select json_agg(json_build_object(
          'metric', e.metric, 'atPercent', e.at_percent, 'notify', e.notify) order by e.position)
        from agreement_escalation e where e.agreement_id = a.id), '[]')) as document
    from agreement a order by a.name`.execute(db)
  return rows.map((r) => r.document)
}

/** Inserts the row of a new agreement; its parts follow with `replaceParts`. */
export async function insertAgreement(
  tx: Tx,
  id: string,
  body: AgreementBody,
  isDefault: boolean,
): Promise<void> {
  await tx
    .insertInto('agreement')
    .values({
      id,
      name: body.name,
      description: body.description,
      is_default: isDefault,
      same_clock_time: body.sameClockTime,
      active: body.active,
      kind: body.kind,
      vendor_org_id: body.vendorOrgId,
    })
    .execute()
}

/** Writes the row if it still has `version`; false when somebody was faster. */
export async function updateAgreementRow(
  tx: Tx,
  id: string,
  version: number,
  body: AgreementBody,
  isDefault: boolean,
): Promise<boolean> {
  if (isDefault)
    await tx
      .updateTable('agreement')
      .set({ is_default: false })
      .where('is_default', '=', true)
      .where('id', '!=', id)
      .execute()
  const row = await tx
    .updateTable('agreement')
    .set({
      name: body.name,
      description: body.description,
      is_default: isDefault,
      same_clock_time: body.sameClockTime,
      active: body.active,
      vendor_org_id: body.vendorOrgId,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Replaces bound groups, coverage, targets, pause rules and escalation steps. The caller writes the agreement's own row in the same transaction. */
export async function replaceParts(tx: Tx, id: string, body: AgreementBody): Promise<void> {
  const parts = [
    'agreement_group',
    'agreement_coverage',
    'agreement_target',
    'agreement_pause_rule',
    'agreement_escalation',
  ] as const
  for (const table of parts) await sql`delete from ${sql.table(table)} where agreement_id = ${id}`.execute(tx)
  if (body.groupIds.length > 0)
    await tx
      .insertInto('agreement_group')
      .values(body.groupIds.map((group_id) => ({ agreement_id: id, group_id })))
      .execute()
  if (body.coverage.length > 0)
    await tx
      .insertInto('agreement_coverage')
      .values(
        body.coverage.map((c, position) => ({
          agreement_id: id,
          position,
          service_id: c.serviceId,
          org_id: c.orgId,
          category_id: c.categoryId,
          type: c.type,
        })),
      )
      .execute()
  await tx
    .insertInto('agreement_target')
    .values(
      body.targets.map((t) => ({
        agreement_id: id,
        grade: t.grade,
        metric: t.metric,
        value: t.value,
        unit: t.unit,
        calendar_id: t.calendarId,
        not_before_minutes: t.notBeforeMinutes,
      })),
    )
    .execute()
  const pauses = body.pauseRules.flatMap((r) =>
    r.metrics.map((metric) => ({ agreement_id: id, reason: r.reason, metric })),
  )
  if (pauses.length > 0) await tx.insertInto('agreement_pause_rule').values(pauses).execute()
  if (body.escalations.length > 0)
    await tx
      .insertInto('agreement_escalation')
      .values(
        body.escalations.map((e, position) => ({
          agreement_id: id,
          position,
          metric: e.metric,
          at_percent: e.atPercent,
          notify: e.notify as string[],
        })),
      )
      .execute()
}

/** An org and its ancestors, nearest first; empty for an unknown one. */
export async function orgLine(db: Db, orgId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select above.id from org below join org above on below.path like above.path || '%'
    where below.id = ${orgId} order by length(above.path) desc`.execute(db)
  return rows.map((r) => r.id)
}

/** Which services, orgs and categories named by coverage rows do not exist: `<row>.<field>`. */
export async function missingInCoverage(db: Db, coverage: readonly Coverage[]): Promise<string[]> {
  if (coverage.length === 0) return []
  const { rows } = await sql<{ i: number; field: string }>`
    select (c.n - 1)::int as i, x.field
    from json_array_elements(${JSON.stringify(coverage)}::json) with ordinality as c (row, n),
      lateral (values
        ('serviceId', (c.row->>'serviceId') is null or exists (select 1 from service where id = (c.row->>'serviceId')::uuid)),
        ('orgId', (c.row->>'orgId') is null or exists (select 1 from org where id = (c.row->>'orgId')::uuid)),
        ('categoryId', (c.row->>'categoryId') is null or exists (select 1 from category where id = (c.row->>'categoryId')::uuid))
      ) as x (field, found)
    where not x.found order by 1, 2`.execute(db)
  return rows.map((r) => `${r.i}.${r.field}`)
}

/** Which of the groups an OLA names are not there or belong to a vendor, by their place; and whether the org is a vendor. */
export async function unfitParty(
  db: Db,
  party: { groupIds: readonly string[]; vendorOrgId: string | null },
): Promise<{ missing: number[]; ofVendor: number[]; vendorFound: boolean }> {
  const { rows } = await sql<{ missing: number[] | null; ofVendor: number[] | null; vendorFound: boolean }>`
    select array_agg(w.n - 1) filter (where g.id is null) as missing,
      array_agg(w.n - 1) filter (where o.kind = 'vendor') as "ofVendor",
      ${party.vendorOrgId}::uuid is null
        or exists (select from org where id = ${party.vendorOrgId}::uuid and kind = 'vendor') as "vendorFound"
    from unnest(${[...party.groupIds]}::uuid[]) with ordinality as w(id, n)
    left join support_group g on g.id = w.id left join org o on o.id = g.org_id`.execute(db)
  const row = rows[0]
  return {
    missing: (row?.missing ?? []).map(Number),
    ofVendor: (row?.ofVendor ?? []).map(Number),
    vendorFound: row?.vendorFound ?? false,
  }
}
