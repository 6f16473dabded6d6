/** Evaluations whose results were approved at a given moment, for rules of evidence. */
import { sql } from 'kysely'
import type { Made } from './evidence-cases.ts'
import type { City } from './evidence-city.ts'

const day = 86_400_000
type Row = Record<string, unknown>
type Kind = 'unit' | 'department' | 'vendor'
let n = 0

export const shippedScheme = async (city: City, kind: Kind): Promise<string> =>
  (
    await city.one(
      sql<{ id: string }>`select id from evaluation_scheme where subject_kind = ${kind} and shipped limit 1`,
    )
  ).id

interface Given {
  kind: Kind
  row?: Row
  items?: readonly Row[]
  /** logins of those who handed in forms */
  raters?: readonly string[]
  /** a notice, and so many days after the approval */
  notice?: { kind: string; days: number }
}

/** An evaluation of some day long ago that was approved at `at`; each of them is of a day of its own. */
export async function evaluation(city: City, at: Date, given: Given): Promise<string> {
  const by = await city.person('mgr01')
  const subject = await city.one(
    sql<{ id: string }>`select id from org where kind = ${given.kind} order by no limit 1`,
  )
  const on = new Date(Date.UTC(2010, 0, 1) + n * day).toISOString().slice(0, 10)
  const row = { score: 80, base_score: 80, grade: 1, computed_at: new Date(at.getTime() - day), ...given.row }
  const id = await city.insert('evaluation', {
    ...{ number: `KH-T${n++}`, title: '考核', org_id: await city.root(), subject_id: subject.id },
    ...{ scheme_id: await shippedScheme(city, given.kind), period_kind: 'yearly', from_day: on, to_day: on },
    ...{ state: 'computed', created_by: by, ...row },
  })
  for (const [position, item] of (given.items ?? []).entries()) {
    const { id: indicator_id } = await city.one(
      sql<{ id: string }>`select id from evaluation_indicator order by code offset ${position} limit 1`,
    )
    const base = {
      evaluation_id: id,
      indicator_id,
      position,
      dimension: 'delivery',
      name: '指标',
      weight: 30,
    }
    await city.insert('evaluation_item', { ...base, rule: '{"kind":"formula"}', points: 90, ...item })
  }
  for (const login of given.raters ?? [])
    await city.insert('evaluation_form', {
      ...{ evaluation_id: id, person_id: await city.person(login), state: 'handed-in' },
      handed_in_at: new Date(at.getTime() - day),
    })
  if (given.notice) {
    const issued_at = new Date(at.getTime() + given.notice.days * day)
    const { kind } = given.notice
    const row = { number: `TB-T${n++}`, evaluation_id: id, kind, text: '通报', issued_by: by, issued_at }
    await city.insert('evaluation_notice', row)
  }
  await sql`update evaluation set state = 'approved', approved_at = ${at} where id = ${id}`.execute(city.tx)
  return id
}

const made =
  (given: Given) =>
  (city: City, at: Date): Promise<string> =>
    evaluation(city, at, given)
/** A result with another before it, of a year earlier than the rule looks at. */
const after = (first: Given, given: Given) => async (city: City, at: Date) => {
  const span = { from_day: `19${10 + (n % 80)}-01-01`, to_day: `19${10 + (n % 80)}-12-31` }
  await evaluation(city, new Date('2023-06-01T00:00:00Z'), { ...first, row: { ...span, ...first.row } })
  return evaluation(city, at, { ...given, row: { ...given.row, ...(first.kind === 'unit' ? span : {}) } })
}
const fields = ['planning', 'safeguards', 'delivery'].map((dimension) => ({ dimension }))
const ground = '合同 2024-01'
const final = (row: Row = {}): Given => ({ kind: 'vendor', row: { period_kind: 'final', ground, ...row } })
const midTerm = (of: string): Given => ({ kind: 'vendor', row: { period_kind: 'mid-term', ground: of } })
const cases = (count: number) => ({ facts: JSON.stringify([{ key: 'x', value: 90, cases: count }]) })
const graded = (kind: Kind, grade: number, notice: Given['notice']): Given => ({
  kind,
  row: { grade },
  ...(notice ? { notice } : {}),
})
const live = true as const

export const madeOfEvaluations: Record<string, Made> = {
  'evaluation.dimensions': {
    good: made({ kind: 'unit', items: fields }),
    // nothing could be said of one of them
    bad: made({
      kind: 'department',
      items: fields.map((one, i) => (i === 1 ? { ...one, points: null } : one)),
    }),
    live,
  },
  'evaluation.both-parties': {
    good: after({ kind: 'unit' }, { kind: 'vendor' }),
    bad: made({ kind: 'vendor' }),
    live,
  },
  'evaluation.from-contracts': {
    good: made({ kind: 'vendor', items: [{ source: '外包合同 第 3 条' }] }),
    bad: made({ kind: 'vendor', items: [{ source: '规范 第四十八条' }] }),
    live,
  },
  'evaluation.mid-term': {
    good: after(midTerm(ground), final()),
    // that of another contract says nothing
    bad: after(midTerm('合同 2023-09'), final()),
    live,
  },
  'evaluation.business-raters': {
    good: made({ kind: 'vendor', raters: ['req01'] }),
    // of the desk and of a company
    bad: made({ kind: 'unit', raters: ['desk01', 'vend01'] }),
    live,
  },
  'evaluation.by-records': {
    good: made({ kind: 'vendor', items: [cases(2)] }),
    bad: made({ kind: 'vendor', items: [cases(0)] }),
    live,
  },
  'evaluation.published': {
    good: async (city, at) => {
      const id = await evaluation(city, at, { kind: 'unit' })
      const published_at = new Date(at.getTime() + 30 * day)
      await sql`update evaluation set state = 'published', published_at = ${published_at} where id = ${id}`.execute(
        city.tx,
      )
    },
    bad: made({ kind: 'unit' }),
    live,
  },
  'evaluation.commended': {
    good: made(graded('department', 0, { kind: 'commend', days: 30 })),
    bad: made(graded('department', 0, { kind: 'commend', days: 31 })),
    live,
  },
  'evaluation.criticised': {
    good: made(graded('vendor', 3, { kind: 'criticise', days: 1 })),
    bad: made(graded('unit', 3, undefined)),
    live,
  },
}
