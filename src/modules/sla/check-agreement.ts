/** Whether the parts of an agreement fit each other. Pure. */
import type { FieldProblem } from '#kernel/errors/index.ts'
import { gradeNames, type AgreementBody } from './contract.ts'
import { essentialMetrics, hasTargets, isMetric } from './metrics.ts'

/** Everything that is wrong, by field; empty when the document is sound. */
export function agreementProblems(body: AgreementBody): FieldProblem[] {
  return [
    ...partyProblems(body),
    ...targetProblems(body),
    ...pauseProblems(body),
    ...escalationProblems(body),
    ...coverageProblems(body),
  ]
}

const problem = (field: string, code: string): FieldProblem => ({ field, code: `sla.${code}`, message: '' })

/** Whom it binds: an OLA some groups, a vendor agreement a company, one with the customer neither. */
function partyProblems({ kind, groupIds, vendorOrgId }: AgreementBody): FieldProblem[] {
  const twice = groupIds.flatMap((id, i) =>
    groupIds.indexOf(id) < i ? [problem(`groupIds.${i}`, 'group_twice')] : [],
  )
  if (kind === 'ola' ? groupIds.length === 0 : groupIds.length > 0)
    twice.push(problem('groupIds', kind === 'ola' ? 'groups_missing' : 'party_unfit'))
  if ((kind === 'vendor') !== (vendorOrgId !== null))
    twice.push(problem('vendorOrgId', kind === 'vendor' ? 'vendor_missing' : 'party_unfit'))
  return twice
}

function targetProblems({ kind, targets }: AgreementBody): FieldProblem[] {
  const found: FieldProblem[] = []
  const seen = new Set<string>()
  targets.forEach((t, i) => {
    if (!hasTargets(t.metric, kind)) found.push(problem(`targets.${i}.metric`, 'unknown_metric'))
    if (seen.has(`${t.grade} ${t.metric}`)) found.push(problem(`targets.${i}`, 'target_twice'))
    seen.add(`${t.grade} ${t.metric}`)
    const essential = kind !== 'sla' || (essentialMetrics as readonly string[]).includes(t.metric)
    if (essential && t.notBeforeMinutes > 0)
      found.push(problem(`targets.${i}.notBeforeMinutes`, 'starts_at_once'))
  })
  // between groups a grade may be left out: then nothing is promised for it
  if (kind !== 'sla') return found
  for (const grade of gradeNames)
    for (const metric of essentialMetrics)
      if (!seen.has(`${grade} ${metric}`)) found.push(problem('targets', 'target_missing'))
  return found
}

function pauseProblems({ kind, pauseRules }: AgreementBody): FieldProblem[] {
  return pauseRules.flatMap((rule, i) => [
    ...(pauseRules.findIndex((r) => r.reason === rule.reason) < i
      ? [problem(`pauseRules.${i}.reason`, 'reason_twice')]
      : []),
    ...rule.metrics.flatMap((metric, j) => {
      if (!hasTargets(metric, kind)) return [problem(`pauseRules.${i}.metrics.${j}`, 'unknown_metric')]
      return rule.metrics.indexOf(metric) < j ? [problem(`pauseRules.${i}.metrics.${j}`, 'metric_twice')] : []
    }),
  ])
}

function escalationProblems({ kind, escalations }: AgreementBody): FieldProblem[] {
  return escalations.flatMap((step, i) => {
    if (!isMetric(step.metric, kind)) return [problem(`escalations.${i}.metric`, 'unknown_metric')]
    const first = escalations.findIndex((e) => e.metric === step.metric && e.atPercent === step.atPercent)
    if (first < i) return [problem(`escalations.${i}.atPercent`, 'step_twice')]
    return new Set(step.notify).size < step.notify.length
      ? [problem(`escalations.${i}.notify`, 'recipient_twice')]
      : []
  })
}

function coverageProblems({ coverage }: AgreementBody): FieldProblem[] {
  return coverage.flatMap((row, i) => {
    const empty = row.serviceId === null && row.orgId === null && row.categoryId === null && row.type === null
    return empty ? [problem(`coverage.${i}`, 'coverage_empty')] : []
  })
}
