import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { decodeCursor, page } from '#kernel/http/index.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { listRows, visibleSql, type ListFilter, type LineRow, type Sort } from './store/list.ts'
import type { Visibility } from './visible.ts'

let app: TestApp
let people: Record<string, Visibility>
const nobody = { everything: false, orgPaths: [], groupIds: [], personId: null }

beforeAll(async () => {
  app = await testApp()
  const [req, desk, eng] = await Promise.all(['req01', 'desk01', 'eng01'].map((login) => app.as(login)))
  const { rows } = await sql<{
    id: string
    code: string
  }>`select id, code from service where public order by code`.execute(app.db)
  for (const [n, service] of rows.slice(0, 6).entries())
    for (const caller of [req!, desk!]) {
      const level = (['high', 'medium', 'low'] as const)[n % 3]!
      const filed = await caller.call(contract.createIncident, {
        title: `第 ${n} 个故障`,
        description: '窗口电脑打开页面报错',
        impact: level,
        urgency: 'medium',
        channel: caller === req ? 'portal' : 'phone',
        ...(n === 1 ? {} : { serviceId: service.id }),
      })
      if (n === 0 && filed.owner?.name === '吴强')
        await eng!.call(contract.startIncident, { id: filed.id, version: filed.version })
      if (n === 2)
        await desk!.call(contract.cancelIncident, {
          id: filed.id,
          version: filed.version,
          reason: '重复报修',
        })
    }
  people = await visibilities()
})
afterAll(() => app.close())

async function visibilities(): Promise<Record<string, Visibility>> {
  const one = async (text: ReturnType<typeof sql<{ x: string }>>) =>
    (await text.execute(app.db)).rows.map((r) => r.x)
  const person = (login: string) => one(sql<{ x: string }>`select id as x from person where login = ${login}`)
  const groups = await one(sql<{ x: string }>`select group_id as x from support_group_member m
    join person p on p.id = m.person_id where p.login in ('eng01', 'eng02')`)
  const [req01] = await person('req01')
  const [eng01] = await person('eng01')
  const orgPaths = await one(sql<{ x: string }>`select path as x from org where code in ('zwfw', 'om')`)
  return {
    all: { ...nobody, everything: true },
    requester: { ...nobody, personId: req01! },
    engineer: { ...nobody, personId: eng01!, groupIds: groups },
    office: { ...nobody, personId: eng01!, groupIds: groups.slice(0, 1), orgPaths },
    bureau: { ...nobody, orgPaths: orgPaths.slice(0, 1) },
    nobody,
  }
}

async function allPages(v: Visibility, filter: ListFilter, sort: Sort): Promise<LineRow[]> {
  const found: LineRow[] = []
  for (let cursor: string | null | undefined; cursor !== null && found.length < 1000;) {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 2)
    const rows = await listRows(app.db, v, filter, { limit: 3, sort, after })
    const { items, nextCursor } = page(rows, 3, (r) => [r.sortKey, r.id])
    found.push(...items)
    cursor = nextCursor
  }
  return found
}

const orderOf: Record<Sort, ReturnType<typeof sql>> = {
  '-recordedAt': sql`t.id desc`,
  recordedAt: sql`t.id`,
  priority: sql`t.priority, t.id desc`,
  due: sql`case when t.open then t.due_at end, t.id`,
}

describe('lists by pages', () => {
  const filters: [string, ListFilter, ReturnType<typeof sql>][] = [
    ['all', {}, sql`true`],
    ['open', { open: true }, sql`t.open`],
    ['one state', { state: ['cancelled'] }, sql`t.state = 'cancelled'`],
    ['open states', { state: ['new', 'assigned'] }, sql`t.state in ('new', 'assigned')`],
    [
      'grade',
      { grade: 'general' },
      sql`exists (select from incident i where i.ticket_id = t.id and i.grade = 'general')`,
    ],
  ]
  for (const sort of ['-recordedAt', 'recordedAt', 'priority', 'due'] as const)
    for (const [name, filter, condition] of filters)
      it(`hold each visible incident once and in order: ${name} by ${sort}`, async () => {
        for (const [who, v] of Object.entries(people)) {
          const { rows } = await sql<{ id: string }>`select t.id from ticket t where t.kind = 'incident'
            and ${visibleSql(v)} and ${condition} order by ${orderOf[sort]}`.execute(app.db)
          const ids = (await allPages(v, filter, sort)).map((row) => row.id)
          expect([who, ids]).toEqual([who, rows.map((row) => row.id)])
        }
      })

  it('has something for each of them to see', async () => {
    const counts = await Promise.all(
      Object.values(people).map(async (v) => (await allPages(v, {}, '-recordedAt')).length),
    )
    expect(counts.slice(0, -1).every((count) => count > 0)).toBe(true)
    expect(counts.at(-1)).toBe(0)
    expect(new Set(counts).size).toBeGreaterThan(3)
  })
})
