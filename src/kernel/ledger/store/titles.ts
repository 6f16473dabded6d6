import type { Db } from '../../db/index.ts'
import { quoted, type LedgerPlan } from '../plan.ts'
import { send, Values } from './sql.ts'

export interface TitleRow {
  id: string
  number: string | null
  title: string | null
}

/** Number and title of records below `paths`: of some ids, of exact texts, or of those that hold `q`; the newest first. */
export async function selectTitles(
  db: Db,
  plan: LedgerPlan,
  query: {
    paths: readonly string[]
    q?: string
    id?: string | undefined
    ids?: readonly string[]
    texts?: readonly string[]
    limit: number
  },
): Promise<TitleRow[]> {
  const values = new Values()
  const title = `t.${quoted(plan.byKey.get(plan.def.titleField)!.order!)}`
  const number = plan.def.numbering ? 't.number' : 'null::text'
  const where = ['true']
  if (!query.paths.includes('/')) {
    const below = values.add(
      query.paths.map((path) => `${path}%`),
      'text[]',
    )
    where.push(`t.org_id = any(array(select s.id from org s where s.path like any(${below})))`)
  }
  if (query.id) where.push(`t.id = ${values.add(query.id, 'uuid')}`)
  if (query.ids) where.push(`t.id = any(${values.add([...query.ids], 'uuid[]')})`)
  if (query.texts) {
    const texts = values.add([...query.texts], 'text[]')
    where.push(`(${title} = any(${texts}) or ${number} = any(${texts}))`)
  }
  if (query.q) {
    const q = values.add(query.q)
    where.push(`(strpos(lower(${title}), lower(${q})) > 0 or strpos(lower(${number}), lower(${q})) > 0)`)
  }
  const limit = values.add(query.limit)
  const text = `select t.id, ${number} as number, ${title} as title from ${quoted(plan.table)} t
    where ${where.join(' and ')} order by t.id desc limit ${limit}`
  return send<TitleRow>(db, text, values.list)
}
