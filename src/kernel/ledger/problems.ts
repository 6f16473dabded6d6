import { AppError } from '../errors/index.ts'
import { say } from '../http/texts.ts'
import type { Actor, Locale } from '../permission/actor.ts'
import { uniqueName } from './ddl.ts'
import type { LedgerDef } from './define-contract.ts'
import type { LedgerPlan } from './plan.ts'
import type { LedgerProblem } from './types.ts'

/** A word of a ledger, in the texts of its room below `words`. */
export const ledgerWord = (locale: Locale, def: LedgerDef, key: string, fallback?: string): string =>
  say(locale, `${def.room}:${def.words}.${key}`, {}, fallback)

/** What a field is called. */
export const fieldName = (locale: Locale, def: LedgerDef, key: string): string =>
  ledgerWord(locale, def, `field.${key}`)

/** A problem in the reader's language; `other` of its values is the key of a field. */
export function problemText(locale: Locale, def: LedgerDef, problem: LedgerProblem): string {
  const { other, ...params } = problem.params ?? {}
  return say(locale, problem.text, {
    ...params,
    ...(typeof other === 'string' ? { other: fieldName(locale, def, other) } : {}),
  })
}

/** @throws ledger.invalid (422) naming every field at fault */
export function refuse(actor: Actor, def: LedgerDef, problems: readonly LedgerProblem[]): void {
  if (problems.length === 0) return
  throw new AppError('ledger.invalid', {
    status: 422,
    params: { count: problems.length },
    errors: problems.map((problem) => ({
      field:
        problem.field === null ? 'values' : problem.field === 'orgId' ? 'orgId' : `values.${problem.field}`,
      code: problem.text.replace(/^([a-z-]+):(problem|error)\./, '$1.'),
      message: problemText(actor.locale, def, problem),
    })),
  })
}

/** A value that is taken already, told beside its field; anything else as it came. */
export async function tellTaken<T>(actor: Actor, plan: LedgerPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code !== '23505') throw error
    const field = plan.fields.find((one) => one.field.unique && uniqueName(plan, one.key) === constraint)
    if (field) refuse(actor, plan.def, [{ field: field.key, text: 'ledger:problem.taken' }])
    throw error
  }
}
