import { sql } from 'kysely'
import { inOrgSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inGroupSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

/** Items recorded before the period ended that are not retired; `ok`: all that their class demands is filled in. */
export const items = (at: FactQuery): CaseQuery => sql`
  select c.id, c.code || ' ' || c.name as label, false as imported, c.recorded_at as at, c.gaps = '{}' as ok,
    nullif(array_to_string(c.gaps, ', '), '') as note, c.org_id as by_org, c.group_id as by_group,
    w.vendor_id as by_vendor, c.class_id as "by_ci-class", c.lifecycle as by_lifecycle
  from ci c left join ${vendorGroupsSql} w on w.group_id = c.group_id
  where c.lifecycle <> 'retired' and c.recorded_at < ${at.to} and ${inOrgSql(at, sql`c.org_id`)}
    and ${inGroupSql(at, sql`c.group_id`)}`
