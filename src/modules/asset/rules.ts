import { dbNow, type Db } from '#kernel/db/index.ts'
import type { LedgerHooks, LedgerProblem, LedgerWrite } from '#kernel/ledger/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { findClassRules, type ClassRules } from '#modules/asset-class/index.ts'

/** Fields that record how data was destroyed; with a file where there is one. */
const DESTRUCTION = ['destruction', 'destroyedOn', 'destroyer', 'witness'] as const

/** The first day on which an asset has served its years. Pure: `2024-02-29` and 6 years is `2030-03-01`. */
export function servedOn(since: string, years: number): string {
  const [year = 0, month = 1, day = 1] = since.split('-').map(Number)
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10)
}

/**
 * What is missing for a disposal: a reason when the asset has not served its years, a record of destruction when it held data.
 * Pure. Service begins with the acquisition, or with the acceptance where finance has not yet said when that was.
 */
export function disposalProblems(
  move: string,
  values: Readonly<Record<string, unknown>>,
  rules: Pick<ClassRules, 'years' | 'holdsData'>,
  today: string,
): LedgerProblem[] {
  const since = (values['acquiredOn'] ?? values['acceptedOn'] ?? null) as string | null
  if (move === 'propose-disposal' && since !== null && rules.years !== null && !values['earlyReason']) {
    const until = servedOn(since, rules.years)
    if (today < until)
      return [
        { field: 'earlyReason', text: 'asset:problem.too_early', params: { years: rules.years, until } },
      ]
  }
  if (move === 'dispose' && rules.holdsData)
    return DESTRUCTION.filter((key) => !values[key]).map((key) => ({
      field: key,
      text: 'asset:problem.destruction_owed',
    }))
  return []
}

/** The checks of a write that the declaration cannot say. */
export const check: NonNullable<LedgerHooks['check']> = async (db, _actor, write) => {
  const { after, before, move } = write
  const classId = String(after.values['assetClass'])
  const changed = before?.values['assetClass'] !== after.values['assetClass']
  const problems: LedgerProblem[] = []
  if (!changed && move !== 'propose-disposal' && move !== 'dispose') return dueProblems(db, write)
  const of = await rulesOf(db, classId)
  if (changed && of?.active === false)
    problems.push({ field: 'assetClass', text: 'asset:problem.class_inactive' })
  if (move && of) problems.push(...disposalProblems(move, after.values, of, await today(db)))
  return problems
}

const known = new WeakMap<Db, Map<string, Promise<ClassRules | undefined>>>()

/** Rules of a class, asked for once in a transaction: an import has thousands of assets of few classes. */
function rulesOf(db: Db, id: string): Promise<ClassRules | undefined> {
  if (!db.isTransaction) return findClassRules(db, id)
  const here = known.get(db) ?? new Map<string, Promise<ClassRules | undefined>>()
  known.set(db, here)
  const rules = here.get(id) ?? findClassRules(db, id)
  here.set(id, rules)
  return rules
}

async function dueProblems(db: Db, { move, after }: LedgerWrite): Promise<LedgerProblem[]> {
  const due = after.values['dueBack'] as string | null
  if (move !== 'lend' || due === null || due >= (await today(db))) return []
  return [{ field: 'dueBack', text: 'asset:problem.due_past' }]
}

async function today(db: Db): Promise<string> {
  return dayIn(await dbNow(db), unitZone())
}
