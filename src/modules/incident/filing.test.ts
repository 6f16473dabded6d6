import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { groupByRule, type DispatchRule, type ToDispatch } from './dispatch-rules.ts'
import { readFilingContext, type FilingContext } from './store/filing.ts'

let database: TestDatabase

interface Setting {
  serviceId: string
  ownerOrgId: string
  categoryId: string
  groupId: string
  memberId: string
}
let city: Setting

const write = (text: string, ...values: unknown[]): Promise<unknown> => database.pool.query(text, values)

beforeAll(async () => {
  database = await testDb()
  const { rows } = await sql<Setting>`
    select s.id as "serviceId", s.owner_org_id as "ownerOrgId", (select id from category where active order by id limit 1) as "categoryId",
      m.group_id as "groupId", m.person_id as "memberId"
    from support_group_member m, service s, person p
    where p.id = m.person_id and p.state = 'active' and m.on_duty and s.active and s.group_id <> m.group_id
    order by s.code, p.login limit 1`.execute(database.db)
  city = rows[0]!
  await write('delete from dispatch_rule')
})
afterAll(() => database.close())

/** As filing sees it, in a transaction of its own. */
const look = (more: { categoryId?: string } = {}): Promise<FilingContext> =>
  transaction(database.db, (tx) =>
    readFilingContext(tx, {
      impact: 'high',
      urgency: 'low',
      requesterId: null,
      serviceId: city.serviceId,
      categoryId: null,
      parentId: null,
      orgId: null,
      fallbackOrgId: null,
      groupId: null,
      ...more,
    }),
  )

describe('what decides priority and group of a new incident', () => {
  it('follows every change of matrix and categories at once', async () => {
    const before = await look({ categoryId: city.categoryId })
    expect(before).toMatchObject({ categoryFound: true, orgId: city.ownerOrgId, serviceFound: true })
    await write(
      `update priority_matrix set priority = 5 - priority where impact = 'high' and urgency = 'low'`,
    )
    expect((await look()).priority).toBe(5 - before.priority)
    await write(`update category set name = '改了名' where id = $1`, city.categoryId)
    expect((await look({ categoryId: city.categoryId })).categoryName).toBe('改了名')
    await write('update category set active = false where id = $1', city.categoryId)
    expect(await look({ categoryId: city.categoryId })).toMatchObject({
      categoryFound: false,
      categoryName: null,
    })
  })

  it('follows every change of dispatch rules, groups, their members and these people', async () => {
    const before = await look()
    expect(before).toMatchObject({ ruleGroupId: null, group: { id: before.serviceGroupId } })
    const insert =
      'insert into dispatch_rule (id, position, service_id, org_id, group_id) values ($1, 1, $2, $3, $4)'
    await write(insert, crypto.randomUUID(), city.serviceId, city.ownerOrgId, city.groupId)
    const byRule = await look()
    expect(byRule).toMatchObject({ ruleGroupId: city.groupId, group: { id: city.groupId } })
    expect(byRule.group!.memberIds).toContain(city.memberId)

    const off = 'update support_group_member set on_duty = $3 where group_id = $1 and person_id = $2'
    await write(off, city.groupId, city.memberId, false)
    expect((await look()).group!.memberIds).not.toContain(city.memberId)
    await write(off, city.groupId, city.memberId, true)
    await write(`update person set name = '换了名' where id = $1`, city.memberId)
    expect((await look()).group!.memberNames).toContain('换了名')
    await write(`update person set state = 'disabled' where id = $1`, city.memberId)
    expect((await look()).group!.memberIds).not.toContain(city.memberId)

    await write('update support_group set active = false where id = $1', city.groupId)
    expect(await look()).toMatchObject({ ruleGroupId: city.groupId, group: null })
    await write('delete from dispatch_rule')
    expect(await look()).toMatchObject({ ruleGroupId: null, group: { id: before.serviceGroupId } })
  })

  it('keeps nothing that a transaction took back', async () => {
    const { priority } = await look()
    const taken = transaction(database.db, async (tx) => {
      await sql`update priority_matrix set priority = ${5 - priority} where impact = 'high' and urgency = 'low'`.execute(
        tx,
      )
      throw new Error('taken back')
    })
    await expect(taken).rejects.toThrow('taken back')
    expect((await look()).priority).toBe(priority)
  })
})

const id = fc.constantFrom('a', 'b')
const path = fc.constantFrom('/1/', '/1/2/', '/1/2/3/', '/11/')
const open = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value)
const rule: fc.Arbitrary<DispatchRule> = fc
  .record({
    serviceId: open(id),
    categoryId: open(id),
    orgPath: open(path),
    groupId: fc.constantFrom('g', 'h', 'i'),
  })
  .map((one) => ({ ...one, orgId: one.orgPath }))
const ticket: fc.Arbitrary<ToDispatch> = fc.record({
  serviceId: open(id),
  categoryId: open(id),
  orgPath: open(path),
})

describe('dispatch rules', () => {
  it('give the group of the first one of which nothing contradicts the ticket', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), ticket, (rules, of) => {
        const contradicts = (one: DispatchRule): boolean =>
          (one.serviceId !== null && one.serviceId !== of.serviceId) ||
          (one.categoryId !== null && one.categoryId !== of.categoryId) ||
          (one.orgPath !== null && !(of.orgPath ?? '').startsWith(one.orgPath))
        const first = rules.findIndex((one) => !contradicts(one))
        expect(groupByRule(rules, of)).toBe(first < 0 ? null : rules[first]!.groupId)
      }),
    )
  })

  it('never fit by an org that is gone', () => {
    const gone: DispatchRule = { serviceId: null, categoryId: null, orgId: 'o', orgPath: null, groupId: 'g' }
    expect(groupByRule([gone], { serviceId: null, categoryId: null, orgPath: '/1/' })).toBeNull()
  })
})
