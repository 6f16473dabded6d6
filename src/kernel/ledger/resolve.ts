import type { Db } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import type { FieldPlan, LedgerPlan } from './plan.ts'
import { findReference } from './registry.ts'
import { knownCodes, knownOrgs, knownPeople } from './store/lookup.ts'
import type { LedgerProblem, SentValues } from './types.ts'

/** Ids or codes that the values of some fields name. */
function named(fields: readonly FieldPlan[], values: SentValues): string[] {
  return fields.flatMap(({ key }) => {
    const value = values[key]
    return value === null || value === undefined
      ? []
      : Array.isArray(value)
        ? (value as string[])
        : [value as string]
  })
}

/**
 * Checks that what the changed fields refer to is there, in use, and may be seen by the actor: people, orgs, codes and
 * records of other rooms. Unknown and unseen look alike.
 */
export async function unresolved(
  db: Db,
  actor: Actor,
  plan: LedgerPlan,
  values: SentValues,
  changed: ReadonlySet<string>,
): Promise<LedgerProblem[]> {
  const fields = plan.fields.filter((one) => changed.has(one.key) && values[one.key] !== null)
  const of = (kind: string) => fields.filter((one) => one.field.kind === kind)
  const checks: Promise<LedgerProblem[]>[] = []
  const check = (some: readonly FieldPlan[], known: (ids: string[]) => Promise<ReadonlySet<string>>) => {
    const ids = named(some, values)
    if (ids.length === 0) return
    checks.push(
      known(ids).then((found) =>
        some
          .filter((one) => named([one], values).some((id) => !found.has(id)))
          .map((one) => ({ field: one.key, text: `ledger:problem.unknown_${kindText(one)}` })),
      ),
    )
  }
  check(of('person'), (ids) => knownPeople(db, ids))
  check(of('org'), (ids) => knownOrgs(db, ids))
  for (const one of of('code'))
    if (one.field.kind === 'code') {
      const { list } = one.field
      check([one], (codes) => knownCodes(db, list, codes))
    }
  for (const one of [...of('ref'), ...of('refs')])
    if (one.field.kind === 'ref' || one.field.kind === 'refs') {
      const reference = findReference(one.field.to)
      check([one], async (ids) => new Set((await reference?.names(db, actor, ids))?.keys()))
    }
  return (await Promise.all(checks)).flat()
}

const kindText = ({ field }: FieldPlan): string =>
  field.kind === 'refs'
    ? 'ref'
    : field.kind === 'person' || field.kind === 'org' || field.kind === 'code'
      ? field.kind
      : 'ref'
