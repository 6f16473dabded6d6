import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, type CaseQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'
import { unitZone } from '#kernel/settings/index.ts'

const head = sql`a.id, a.number || ' ' || a.name as label, (a.origin = 'import') as imported, a.org_id as by_org,
  a.state as "by_asset-state", a.asset_class as "by_asset-class"`
const dayOf = (at: Date): RawBuilder<unknown> => sql`(${at}::timestamptz at time zone ${unitZone()})::date`

/** Assets that had come to account before the period ended and were not disposed of by then; the rest as it stands now. */
const there = (at: FactQuery): RawBuilder<unknown> => sql`a.created_at < ${at.to}
  and (a.state not in ('planned', 'purchased', 'cancelled', 'disposed')
    or (a.state = 'disposed' and a.disposed_on >= ${dayOf(at.to)}))
  and ${inOrgSql(at, sql`a.org_id`)}`

export const total = (at: FactQuery): CaseQuery => sql`
  select ${head}, a.created_at as at, null::boolean as ok, a.state as note, a.value from asset a where ${there(at)}`

/** In use, and neither kept nor borrowed by anybody. */
export const withoutKeeper = (at: FactQuery): CaseQuery => sql`
  select ${head}, a.created_at as at, null::boolean as ok, a.state as note
  from asset a where ${there(at)} and a.state = 'in-use' and a.custodian is null and a.borrower is null`

export const disposed = (at: FactQuery): CaseQuery => sql`
  select ${head}, a.disposed_on::timestamp at time zone ${unitZone()} as at, null::boolean as ok,
    a.disposal_kind as note
  from asset a where a.state = 'disposed' and a.disposed_on >= ${dayOf(at.from)} and a.disposed_on < ${dayOf(at.to)}
    and ${inOrgSql(at, sql`a.org_id`)}`
