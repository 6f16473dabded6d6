import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { addStockEntry, consumableEndpoints as items, listLowStock, listStockEntries } from './contract.ts'

let app: TestApp
let keeper: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  keeper = await app.as('asset01')
  orgId = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => app.close())

describe('stock', () => {
  it('comes, goes, is counted, never falls below nothing, and asks to be ordered once', async () => {
    const made = await keeper.call(items.create, {
      orgId,
      values: { name: '硒鼓', kind: 'print', measure: '个', reorderPoint: 3 },
    })
    const add = (kind: 'in' | 'out' | 'count', quantity: number) =>
      keeper.send(addStockEntry, { id: made.id, kind, quantity })
    expect((await add('in', 10)).json()).toMatchObject({ after: 10 })
    expect((await add('out', 11)).json()).toMatchObject({ code: 'consumable.not_enough', status: 422 })
    // at once: each waits for the other, none is lost
    const both = await Promise.all([add('out', 4), add('out', 4)])
    expect(both.map((one) => one.statusCode)).toEqual([201, 201])
    expect((await add('out', 1)).json()).toMatchObject({ after: 1 })
    expect((await add('out', 0)).statusCode).toBe(422)
    const low = await keeper.call(listLowStock, {})
    expect(low.items).toContainEqual(expect.objectContaining({ id: made.id, stock: 1, reorderPoint: 3 }))
    const told = await sql<{ n: number }>`select count(*)::int as n from notification
      where entity_id = ${made.id} and person_id = ${keeper.personId}`.execute(app.db)
    expect(told.rows[0]!.n).toBe(1)
    expect((await add('count', 20)).json()).toMatchObject({ after: 20 })
    const { items: entries } = await keeper.call(listStockEntries, { id: made.id })
    expect(entries.map((one) => [one.kind, one.after])).toEqual([
      ['count', 20],
      ['out', 1],
      ['out', 2],
      ['out', 6],
      ['in', 10],
    ])
    expect((await keeper.call(items.get, { id: made.id })).values.stock).toBe(20)
  })

  it('is moved by keepers only', async () => {
    const [one] = (await keeper.call(items.list, {})).items
    const engineer = await app.as('eng01')
    expect((await engineer.send(listStockEntries, { id: one!.id })).statusCode).toBe(200)
    expect((await engineer.send(addStockEntry, { id: one!.id, kind: 'out', quantity: 1 })).statusCode).toBe(
      403,
    )
  })
})
