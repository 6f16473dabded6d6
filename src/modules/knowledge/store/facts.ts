import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

/** Versions of articles and plans that were published, each by itself. */
export const published = (at: FactQuery): CaseQuery => sql`
  select a.id || ':' || v.no as id, a.number as label, false as imported, v.published_at as at, null::boolean as ok,
    'v' || v.no as note, a.org_id as by_org, v.service_id as by_service, v.category_id as by_category,
    a.kind as "by_article-kind"
  from article a join article_version v on v.article_id = a.id
  where ${inPeriodSql(at, sql`v.published_at`)} and ${inOrgSql(at, sql`a.org_id`)}
    and ${at.serviceId ? sql`v.service_id = ${at.serviceId}` : sql`true`}`

/** Articles that helped with a ticket: one case for each article and ticket, of the org the ticket is of. */
export const used = (at: FactQuery): CaseQuery => sql`
  select '/' || t.kind || 's/' || t.id || ':' || a.id as id, t.number as label, false as imported,
    l.recorded_at as at, null::boolean as ok, a.number as note, t.org_id as by_org, t.service_id as by_service,
    t.group_id as by_group, w.vendor_id as by_vendor, t.category_id as by_category, a.kind as "by_article-kind"
  from article_link l join article a on a.id = l.article_id join ticket t on t.id = l.ticket_id
    left join ${vendorGroupsSql} w on w.group_id = t.group_id
  where l.how = 'used' and ${inPeriodSql(at, sql`l.recorded_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`
