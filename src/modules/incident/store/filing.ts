import { sql } from 'kysely'
import { lookup, statement, type Db } from '#kernel/db/index.ts'
import { ConfigCache } from '#modules/service/index.ts'
import { groupByRule, type DispatchRule } from '../dispatch-rules.ts'
import type { Level } from '../words.ts'

/** Everything creation needs to know about what it refers to. */
export interface FilingContext extends FilingFacts {
  priority: number
  categoryFound: boolean
  categoryName: string | null
  /** the given group, else that of the first rule that fits */
  ruleGroupId: string | null
  /** by rule or service, when it is there */
  group: GroupChoice | null
  parentFound: boolean
  parentNumber: string | null
  parentTitle: string | null
}

interface FilingFacts {
  now: Date
  orgId: string | null
  orgName: string | null
  orgPath: string | null
  orgNo: number | null
  requesterFound: boolean
  requesterActive: boolean
  requesterOrgId: string | null
  requesterNo: number | null
  requesterName: string | null
  requesterPhone: string | null
  serviceFound: boolean
  servicePublic: boolean
  serviceName: string | null
  serviceGroupId: string | null
  serviceOwnerOrgId: string | null
}

export interface GroupChoice {
  id: string
  no: number
  name: string
  dispatch: 'none' | 'turn' | 'load'
  memberIds: string[]
  /** their names, in the same order */
  memberNames: string[]
  leaderIds: string[]
}

/**
 * Reads priority, org, requester, service, category, the dispatch rule and its group for a new incident. The org is the given
 * one, else the requester's, else the service owner's, else `fallbackOrgId`. What few change (matrix, categories, rules,
 * groups) comes from memory, true to the database.
 */
export async function readFilingContext(
  db: Db,
  input: {
    impact: Level
    urgency: Level
    requesterId: string | null
    serviceId: string | null
    categoryId: string | null
    parentId: string | null
    orgId: string | null
    fallbackOrgId: string | null
    /** a group that goes before those of rule and service */
    groupId: string | null
  },
): Promise<FilingContext> {
  const { requesterId, serviceId, categoryId, parentId } = input
  const [facts, parent, rules] = await Promise.all([
    filingFacts(db, [requesterId, serviceId, input.orgId, input.fallbackOrgId]),
    parentId === null ? undefined : parentFacts(db, [parentId]),
    filingRules.get(db),
  ])
  const categoryName = categoryId === null ? undefined : rules.categories.get(categoryId)
  const given = input.groupId === null ? undefined : rules.groups.get(input.groupId)
  const known = { serviceId: facts.serviceFound ? serviceId : null, orgPath: facts.orgPath }
  const ruleGroupId =
    given?.id ??
    groupByRule(rules.dispatch, { ...known, categoryId: categoryName === undefined ? null : categoryId })
  return {
    ...facts,
    priority: rules.priorities.get(`${input.impact} ${input.urgency}`)!,
    categoryFound: categoryName !== undefined,
    categoryName: categoryName ?? null,
    ruleGroupId,
    group: rules.groups.get(ruleGroupId ?? facts.serviceGroupId ?? '') ?? null,
    parentFound: parent?.parentFound ?? false,
    parentNumber: parent?.parentNumber ?? null,
    parentTitle: parent?.parentTitle ?? null,
  }
}

const filingFacts = lookup<FilingFacts>(
  {
    now: 'now()',
    orgId: 'o.id',
    orgName: 'o.name',
    orgPath: 'o.path',
    orgNo: 'o.no',
    requesterFound: 'r.id is not null',
    requesterActive: `coalesce(r.state = 'active', false)`,
    requesterOrgId: 'r.org_id',
    requesterNo: 'r.no',
    requesterName: 'r.name',
    requesterPhone: 'r.phone',
    serviceFound: 's.id is not null',
    servicePublic: 'coalesce(s.public, false)',
    serviceName: 's.name',
    serviceGroupId: 's.group_id',
    serviceOwnerOrgId: 's.owner_org_id',
  },
  `from (select 1) one
  left join person r on r.id = $1::uuid
  left join service s on s.id = $2::uuid and s.active
  left join org o on o.id = coalesce($3::uuid, r.org_id, s.owner_org_id, $4::uuid)`,
)

const parentFacts = lookup<Pick<FilingContext, 'parentFound' | 'parentNumber' | 'parentTitle'>>(
  { parentFound: 'p.id is not null', parentNumber: 'p.number', parentTitle: 'p.title' },
  'from (select 1) one left join ticket p on p.id = $1::uuid',
)

/** What decides priority and group: few change it, every filing reads it. */
interface FilingRules {
  /** by impact and urgency, `high low` */
  priorities: ReadonlyMap<string, number>
  /** names of the active ones by id */
  categories: ReadonlyMap<string, string>
  /** the active ones */
  groups: ReadonlyMap<string, GroupChoice>
  /** the active ones, in their order */
  dispatch: readonly DispatchRule[]
}

const filingRules = new ConfigCache<FilingRules>('filing', async (db) => {
  const [priorities, categories, groups, dispatch] = await Promise.all([
    db.selectFrom('priority_matrix').selectAll().execute(),
    db.selectFrom('category').select(['id', 'name']).where('active', '=', true).execute(),
    activeGroups(db, []),
    readDispatchRules(db),
  ])
  return {
    priorities: new Map(priorities.map((p) => [`${p.impact} ${p.urgency}`, p.priority])),
    categories: new Map(categories.map((c) => [c.id, c.name])),
    groups: new Map(groups.map((g) => [g.id, g])),
    dispatch,
  }
})

async function readDispatchRules(db: Db): Promise<DispatchRule[]> {
  const { rows } = await sql<DispatchRule>`
    select d.service_id as "serviceId", d.category_id as "categoryId", d.org_id as "orgId", o.path as "orgPath",
      d.group_id as "groupId"
    from dispatch_rule d left join org o on o.id = d.org_id
    where d.active order by d.position, d.id`.execute(db)
  return rows
}

/** Groups that are there, with their active members. */
const groupsWithMembers = (where: string): string => `
  select g.id, g.no, g.name, g.dispatch,
    coalesce(array_agg(m.person_id order by p.login) filter (where p.id is not null and m.on_duty), '{}') as "memberIds",
    coalesce(array_agg(p.name order by p.login) filter (where p.id is not null and m.on_duty), '{}') as "memberNames",
    coalesce(array_agg(m.person_id) filter (where p.id is not null and m.leader), '{}') as "leaderIds"
  from support_group g
  left join support_group_member m on m.group_id = g.id
  left join person p on p.id = m.person_id and p.state = 'active' and p.kind = 'person'
  where ${where} g.active group by g.id`

const activeGroups = statement<GroupChoice>(groupsWithMembers(''))
const oneGroup = statement<GroupChoice>(groupsWithMembers('g.id = $1 and'))

/** A support group with its active members who are on duty. */
export async function readGroup(db: Db, id: string): Promise<GroupChoice | undefined> {
  const [row] = await oneGroup(db, [id])
  return row
}

/**
 * The person on turn: of those on duty, the one whose last ticket is the oldest, or who has the least open work.
 * Nothing is locked or remembered for it: a row that every creation of a group must update would make them queue.
 */
export async function personOnTurn(db: Db, group: GroupChoice): Promise<string | null> {
  if (group.dispatch === 'none' || group.memberIds.length === 0) return null
  if (group.memberIds.length === 1) return group.memberIds[0]!
  const by =
    group.dispatch === 'load'
      ? sql`(select count(*) from ticket t where t.owner_id = m.id and t.open)`
      : sql`(select t.id from ticket t where t.owner_id = m.id order by t.id desc limit 1) nulls first`
  const { rows } = await sql<{ id: string }>`
    select m.id from unnest(${group.memberIds}::uuid[]) with ordinality as m(id, at)
    order by ${by}, m.at limit 1`.execute(db)
  return rows[0]?.id ?? null
}
