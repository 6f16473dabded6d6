/** Whether the parts of an agreement fit each other. Pure. */
import type { FieldProblem } from '#kernel/errors/index.ts'
import { gradeNames, type AgreementBody } from './contract.ts'
import { essentialMetrics, hasTargets, isMetric } from './metrics.ts'

/** Everything that is wrong, by field; empty when the document is sound. */
export function agreementProblems(body: AgreementBody): FieldProblem[] {
  return [
    ...targetProblems(body),
    ...pauseProblems(body),
    ...escalationProblems(body),
    ...coverageProblems(body),
  ]
}

const problem = (field: string, code: string): FieldProblem => ({ field, code: `sla.${code}`, message: '' })

function targetProblems({ targets }: AgreementBody): FieldProblem[] {
  const found: FieldProblem[] = []
  const seen = new Set<string>()
  targets.forEach((t, i) => {
    if (!hasTargets(t.metric)) found.push(problem(`targets.${i}.metric`, 'unknown_metric'))
    if (seen.has(`${t.grade} ${t.metric}`)) found.push(problem(`targets.${i}`, 'target_twice'))
    seen.add(`${t.grade} ${t.metric}`)
    const essential = (essentialMetrics as readonly string[]).includes(t.metric)
    if (essential && t.notBeforeMinutes > 0)
      found.push(problem(`targets.${i}.notBeforeMinutes`, 'starts_at_once'))
  })
  for (const grade of gradeNames)
    for (const metric of essentialMetrics)
      if (!seen.has(`${grade} ${metric}`)) found.push(problem('targets', 'target_missing'))
  return found
}

function pauseProblems({ pauseRules }: AgreementBody): FieldProblem[] {
  return pauseRules.flatMap((rule, i) => [
    ...(pauseRules.findIndex((r) => r.reason === rule.reason) < i
      ? [problem(`pauseRules.${i}.reason`, 'reason_twice')]
      : []),
    ...rule.metrics.flatMap((metric, j) => {
      if (!hasTargets(metric)) return [problem(`pauseRules.${i}.metrics.${j}`, 'unknown_metric')]
      return rule.metrics.indexOf(metric) < j ? [problem(`pauseRules.${i}.metrics.${j}`, 'metric_twice')] : []
    }),
  ])
}

function escalationProblems({ escalations }: AgreementBody): FieldProblem[] {
  return escalations.flatMap((step, i) => {
    if (!isMetric(step.metric)) return [problem(`escalations.${i}.metric`, 'unknown_metric')]
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
