import { sql } from 'kysely'
import { shareRule, tally } from '#kernel/evidence/index.ts'

/** Rules that do what a test wants; the clauses are those that no module proves. */
export const says = { ok: true, broken: false }
const probe = (key: string, clauses: object) =>
  shareRule({
    key,
    words: { zh: `规则 ${key}`, en: `rule ${key}` },
    proves: [],
    ...clauses,
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 100 },
    on: ['incident.resolved'],
    page: null,
    cases: () =>
      sql`select 'x' as id, 'X-1' as label, false as imported, now() as at, ${says.ok}::boolean as ok, null as note`,
  })
export const whole = probe('test.whole', { proves: ['ops-rules/4.1.1'] })
export const partly = probe('test.part', { supports: ['ops-rules/4.1.2'] })
export const broken = {
  ...probe('test.broken', { proves: ['ops-rules/3.2a'] }),
  measure: (db: Parameters<typeof tally>[0]) =>
    tally(
      db,
      says.broken
        ? sql`select from nowhere`
        : sql`select '1' as id, '1' as label, false as imported, now() as at, true as ok, null as note`,
      null,
    ),
}
