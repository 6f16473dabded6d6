/** Many checks at once: one pattern, filled by each of the chosen items. They belong to no template. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { AppError } from '#kernel/errors/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { ciFacts, type CiFacts } from '#modules/ci/index.ts'
import { createCheckVerb } from './checks.ts'
import { CheckBody } from './contract.ts'
import { targetOf } from './present.ts'
import type { previewFromCis, createFromCis } from './template-contract.ts'
import { wantedAt, type Planned } from './template-plan.ts'
import { examinePattern, presentPlan } from './templates.ts'

type Body = Input<typeof previewFromCis>

/** Items that one does not see are not there; where one may keep no checks, the line says so. */
async function planOf(db: Db, actor: Actor, input: Body): Promise<Planned[]> {
  await examinePattern(db, actor, input.kind, input.pattern)
  const items = await ciFacts(db, scopeOf(actor, 'ci.read'), [...new Set(input.ciIds)])
  return items.map((ci) => planAt(actor, input, ci))
}

function planAt(actor: Actor, { kind, pattern }: Body, ci: CiFacts): Planned {
  const nothing = {
    ci,
    checkId: null,
    next: null,
    applied: null,
    appliedBefore: null,
    overridden: [],
    name: ci.name,
    target: '',
  }
  if (!inScope(actor, 'check.manage', ci.orgPath))
    return { ...nothing, step: 'problem', problem: { code: 'no_rights', params: {} } }
  const { wanted, problem } = wantedAt(kind, pattern, ci)
  if (problem) return { ...nothing, step: 'problem', problem }
  const target = targetOf(kind, wanted.spec)
  return { ...nothing, step: 'create', next: wanted, name: wanted.name, target, problem: null }
}

/** @throws check.bad_variable, check.bad_spec, check.unknown_reference (422) */
export async function previewFromCisVerb(
  db: Db,
  actor: Actor,
  input: Body,
): Promise<Output<typeof previewFromCis>> {
  const plans = await planOf(db, actor, input)
  return presentPlan(plans, plans.length, false, new Map())
}

/** Makes what can be made; the others are told. @throws as the preview, and as creation of a single check */
export async function createFromCisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createFromCis>,
): Promise<Output<typeof createFromCis>> {
  const plans = await planOf(tx, actor, input)
  const left: Planned[] = []
  let created = 0
  for (const plan of plans)
    if (!plan.next) left.push(plan)
    else
      try {
        const body = { ...plan.next, kind: input.kind, ciId: plan.ci.id, secrets: input.secrets }
        await createCheckVerb(tx, actor, CheckBody.parse(body))
        created++
      } catch (error) {
        // creation refuses before it writes
        if (!(error instanceof AppError)) throw error
        const params = { code: error.code, field: error.errors[0]?.field ?? '' }
        left.push({ ...plan, step: 'problem', problem: { code: 'refused', params } })
      }
  await audit(tx, actor, {
    action: 'check.create-from-cis',
    entity: 'check',
    entityId: 'many',
    after: { kind: input.kind, created, left: left.map((one) => one.ci.code) },
  })
  return { created, left: presentPlan(left, left.length, false, new Map()).lines }
}
