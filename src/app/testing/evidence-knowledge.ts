/** Articles, emergency plans and drills, for rules of evidence. */
import { sql } from 'kysely'
import { newId } from '#kernel/db/index.ts'
import type { City } from './evidence-city.ts'

type Row = Record<string, unknown>
const hour = 3_600_000
const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour)
let made = 0

const plan = async (city: City): Promise<string> => {
  const owner_id = await city.person('lead01')
  const id = await city.insert('article', {
    number: `EP-${made++}`,
    kind: 'emergency-plan',
    org_id: await city.root(),
    owner_id,
    live_no: 1,
    state: 'published',
    review_due_at: new Date(Date.now() + 1000 * hour),
  })
  await sql`insert into article_version (article_id, no, title, body, published_by, published_at)
    values (${id}, 1, '机房断电应急预案', '{}', ${owner_id}, now())`.execute(city.tx)
  return id
}
/** A drill of a plan of its own, planned for the day of `at` and held so many days later. */
export const drill =
  (days: number, given: Row = {}) =>
  async (city: City, at: Date): Promise<void> => {
    await city.insert('plan_drill', {
      id: newId(),
      article_id: await plan(city),
      title: '断电演练',
      planned_on: sql`(${at}::timestamptz)::date`,
      state: 'held',
      held_on: sql`(${at}::timestamptz)::date + ${days}::int`,
      plan_no: 1,
      participants: '运维科、业务科',
      findings: '发电机启动偏慢',
      recorded_at: later(at, -24),
      ...given,
    })
  }
/** An article that a person wrote, published at `at`. */
export const deskVersion =
  (login: string) =>
  async (city: City, at: Date): Promise<void> => {
    const owner_id = await city.person('mgr01')
    const id = await city.insert('article', {
      number: `KB-${made++}`,
      kind: 'article',
      org_id: await city.root(),
      owner_id,
      live_no: 1,
      state: 'published',
      review_due_at: new Date(),
    })
    await sql`insert into article_version (article_id, no, title, body, authors, published_by, published_at)
      values (${id}, 1, '打印机脱机', '{}', array[${await city.person(login)}]::uuid[], ${owner_id}, ${at})`.execute(
      city.tx,
    )
  }
