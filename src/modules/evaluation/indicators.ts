import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { allFacts } from '#kernel/fact/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { demandVersion } from './access.ts'
import { countedPoints, keptScope, measureFacts } from './measure.ts'
import { checkRule, factsOfRule, isCounted } from './rules.ts'
import type { Rule } from './rule-contract.ts'
import type * as contract from './scheme-contract.ts'
import { evaluatingOrg } from './store/evaluation.ts'
import { insertIndicator, selectIndicators, updateIndicator, type IndicatorRow } from './store/indicator.ts'

type Indicator = Output<typeof contract.createIndicator>

const lang = (actor: Actor) => (actor.locale === 'en' ? 'en' : 'zh')

/** Facts that a rule counts; one that this program lacks is left out, and refused when it is to count. */
function knownFacts(actor: Actor, rule: Rule): Indicator['facts'] {
  if (!isCounted(rule)) return []
  const named = new Set(rule.formula.match(/[a-z][a-z0-9-]*\.[a-z0-9-]+/g) ?? [])
  return [...new Set([...named, ...rule.needs])].flatMap((key) => {
    const fact = allFacts().get(key)
    return fact ? [{ key, name: fact.names[lang(actor)], byVendor: fact.by.includes('vendor') }] : []
  })
}

const present = (actor: Actor, row: IndicatorRow): Indicator => ({
  ...row,
  facts: knownFacts(actor, row.rule),
})

export async function listIndicatorsVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.listIndicators>> {
  return { items: (await selectIndicators(db)).map((row) => present(actor, row)) }
}

async function find(db: Db, id: string, lock = false): Promise<IndicatorRow> {
  const [row] = await selectIndicators(db, { ids: [id], lock })
  if (!row) throw notFound('evaluation')
  return row
}

const valuesOf = (
  input: Pick<Input<typeof contract.createIndicator>, 'name' | 'nameEn' | 'dimension' | 'rule' | 'source'>,
) => ({
  name: input.name,
  nameEn: input.nameEn || null,
  dimension: input.dimension,
  rule: input.rule,
  source: input.source || null,
})

/** @throws evaluation.code_taken (409); as `checkRule` (422) */
export async function createIndicatorVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createIndicator>,
): Promise<Indicator> {
  checkRule(input.rule)
  const values = valuesOf(input)
  const id = await insertIndicator(tx, { code: input.code, shipped: false, by: actor.id, ...values })
  if (id === null) throw new AppError('evaluation.code_taken', { status: 409, field: 'code' })
  await audit(tx, actor, {
    action: 'evaluation.create-indicator',
    entity: 'evaluation-indicator',
    entityId: id,
    after: { code: input.code, ...values },
  })
  return present(actor, await find(tx, id))
}

/**
 * Changes an indicator for evaluations that begin from now on; those that began have their copy.
 * @throws evaluation.not_found (404), version_stale (412), kind_stays (422): schemes have it with a weight, or without;
 * as `checkRule` (422)
 */
export async function editIndicatorVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editIndicator>,
): Promise<Indicator> {
  const before = await find(tx, input.id, true)
  demandVersion(before, input.version)
  checkRule(input.rule)
  if (before.used > 0 && before.rule.kind !== input.rule.kind)
    throw new AppError('evaluation.kind_stays', { status: 422, field: 'rule.kind' })
  const values = valuesOf(input)
  await updateIndicator(tx, before.id, { ...values, active: input.active, by: actor.id })
  await audit(tx, actor, {
    action: 'evaluation.edit-indicator',
    entity: 'evaluation-indicator',
    entityId: before.id,
    before: { name: before.name, rule: before.rule, active: before.active },
    after: { ...values, active: input.active },
  })
  return present(actor, await find(tx, before.id))
}

/**
 * What an indicator says of a subject and a period by the records of now.
 * @throws evaluation.not_found (404): no such indicator or subject in the actor's scope; evaluation.dates,
 * evaluation.not_counted (422): it is scored by people
 */
export async function tryIndicatorVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.tryIndicator>,
): Promise<Output<typeof contract.tryIndicator>> {
  if (input.to < input.from) throw new AppError('evaluation.dates', { status: 422, field: 'to' })
  const { rule, name } = await find(db, input.id)
  if (!isCounted(rule)) throw new AppError('evaluation.not_counted', { status: 422, field: 'id' })
  const subject = await findOrg(db, input.subjectId)
  const by = subject && (await evaluatingOrg(db, scopeOf(actor, 'evaluation.manage'), subject.id))
  const org = by && (await findOrg(db, by.id))
  if (!subject || !org || !inScope(actor, 'evaluation.manage', subject.path)) throw notFound('evaluation')
  const whole = factsOfRule(rule).find((fact) => subject.kind === 'vendor' && !fact.by.includes('vendor'))
  if (whole)
    throw new AppError('evaluation.not_by_vendor', {
      status: 422,
      field: 'id',
      params: { name, key: whole.key },
    })
  const of = { orgPath: org.path, subjectKind: subject.kind, subjectPath: subject.path, subject }
  const figures = await measureFacts(db, { ...of, from: input.from, to: input.to }, [rule])
  const { value, points, lack, facts } = countedPoints(rule, figures)
  return {
    ...{ value, points, lack },
    facts: facts.map((one) => ({
      ...one,
      counted: keptScope(subject.kind, one),
      name: allFacts().get(one.key)!.names[lang(actor)],
    })),
  }
}
