import { sql } from 'kysely'
import type { Rule } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { z } from 'zod'
import type { Item, ItemBody, Plan, PlanBody } from '../contract.ts'

interface Named {
  id: string
  name: string
}
export type ItemRow = z.input<typeof Item>

export interface PlanRow {
  id: string
  name: string
  kind: z.input<typeof Plan>['kind']
  org: Named
  orgPath: string
  group: Named | null
  rule: Rule
  moreTimes: string[]
  graceMinutes: number
  scan: boolean
  answerable: Named | null
  noticeDays: number
  remark: string | null
  active: boolean
  nextAt: Date | null
  items: number
  last: { id: string; number: string; state: string; at: string } | null
  version: number
}

const columns = sql`p.id, p.name, p.kind, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  (select json_build_object('id', g.id, 'name', g.name) from support_group g where g.id = p.group_id) as "group",
  p.rule, p.more_times as "moreTimes", p.grace_minutes as "graceMinutes", p.scan,
  (select json_build_object('id', a.id, 'name', a.name) from person a where a.id = p.answerable_id) as answerable,
  p.notice_days as "noticeDays", p.remark, p.active, p.next_at as "nextAt",
  (select count(*)::int from round_item i where i.plan_id = p.id and not i.retired) as items,
  (select json_build_object('id', r.id, 'number', r.number, 'state', r.state, 'at', coalesce(r.ended_at, r.missed_at))
    from round r where r.plan_id = p.id and r.state in ('done', 'skipped', 'missed') order by r.id desc limit 1) as last,
  p.version`

/** Plans of orgs below these paths, those at work first; at most 500. `lock` for a change that follows. */
export async function selectPlans(
  db: Db,
  paths: readonly string[],
  f: { id?: string; lock?: boolean } = {},
): Promise<PlanRow[]> {
  if (f.lock) await sql`select from round_plan where id = ${f.id} for update`.execute(db)
  const { rows } = await sql<PlanRow>`select ${columns} from round_plan p join org o on o.id = p.org_id
    where exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')
      ${f.id ? sql`and p.id = ${f.id}` : sql``}
    order by p.active desc, p.name, p.id limit 500`.execute(db)
  return rows
}

/** Items of a plan in their order, without those taken out. */
export async function selectItems(db: Db, planId: string): Promise<ItemRow[]> {
  const { rows } =
    await sql<ItemRow>`select id, name, place, code, hint, kind, unit, low::float8, high::float8,
      choices, normal, photo, on_abnormal as "onAbnormal"
    from round_item where plan_id = ${planId} and not retired order by position, id`.execute(db)
  return rows
}

export async function insertPlan(tx: Tx, by: string, body: PlanBody, nextAt: Date | null): Promise<string> {
  const id = newId()
  await tx
    .insertInto('round_plan')
    .values({ id, created_by: by, next_at: nextAt, ...stored(body) })
    .execute()
  return id
}

export async function updatePlan(tx: Tx, id: string, body: PlanBody, nextAt: Date | null): Promise<void> {
  await tx
    .updateTable('round_plan')
    .set({ ...stored(body), next_at: nextAt, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

const stored = (body: PlanBody) => ({
  name: body.name,
  kind: body.kind,
  org_id: body.orgId,
  group_id: body.groupId,
  rule: JSON.stringify(body.rule),
  more_times: body.moreTimes,
  grace_minutes: body.graceMinutes,
  scan: body.scan,
  answerable_id: body.answerableId,
  notice_days: body.noticeDays,
  remark: body.remark,
  active: body.active,
})

/** Moves a plan on to its next round; people's edits do not clash with it. */
export async function setNext(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  await tx.updateTable('round_plan').set({ next_at: nextAt }).where('id', '=', id).execute()
}

/** Items as they are to be, in this order: known ones are changed, new ones added, the others taken out. */
export async function putItems(
  tx: Tx,
  planId: string,
  items: readonly z.output<typeof ItemBody>[],
): Promise<void> {
  const rows = items.map((item, position) => ({
    ...{
      id: item.id ?? newId(),
      plan_id: planId,
      position,
      name: item.name,
      place: item.place,
      code: item.code,
    },
    ...{ hint: item.hint, kind: item.kind, unit: item.unit, low: item.low, high: item.high },
    ...{ choices: item.choices, normal: item.normal, photo: item.photo, on_abnormal: item.onAbnormal },
    retired: false,
  }))
  await sql`update round_item set retired = true where plan_id = ${planId} and not retired`.execute(tx)
  await tx
    .insertInto('round_item')
    .values(rows)
    .onConflict((at) =>
      at.column('id').doUpdateSet((row) => ({
        ...{ position: row.ref('excluded.position'), name: row.ref('excluded.name') },
        ...{
          place: row.ref('excluded.place'),
          code: row.ref('excluded.code'),
          hint: row.ref('excluded.hint'),
        },
        ...{ kind: row.ref('excluded.kind'), unit: row.ref('excluded.unit'), low: row.ref('excluded.low') },
        ...{ high: row.ref('excluded.high'), choices: row.ref('excluded.choices') },
        ...{
          normal: row.ref('excluded.normal'),
          photo: row.ref('excluded.photo'),
          retired: row.ref('excluded.retired'),
        },
        on_abnormal: row.ref('excluded.on_abnormal'),
      })),
    )
    .execute()
}

/** What a body refers to, as far as it is there: the group, and the person who answers. */
export async function referred(
  db: Db,
  ids: { groupId: string | null; answerableId: string | null },
): Promise<{ group: boolean; answerable: boolean }> {
  const { rows } = await sql<{ group: boolean; answerable: boolean }>`select
    exists (select from support_group where id = ${ids.groupId}::uuid) as "group",
    exists (select from person where id = ${ids.answerableId}::uuid and kind = 'person' and state = 'active') as answerable`.execute(
    db,
  )
  return rows[0]!
}
