/** What a template comes to at an item. Pure. */
import type { CiFacts } from '#modules/ci/index.ts'
import { kinds } from '#modules/probe/kind-contract.ts'
import { targetOf } from './present.ts'
import { same, settle, type Settings } from './settle.ts'
import type { PatternValues, Step } from './template-contract.ts'
import { fill, fitTo, valuesOf } from './variables-contract.ts'
import type { ActiveKind } from './words.ts'

export interface Problem {
  code: string
  params: Record<string, string>
}

/** Items are watched while they are in use, or could be at any moment. */
const watched: readonly CiFacts['lifecycle'][] = ['in-use', 'standby']

const longest = 200

/** All that a template says of a check at an item. */
export interface Wanted extends Settings {
  name: string
  spec: Record<string, unknown>
  enabled: boolean
}

/**
 * The settings of the check that a pattern makes at an item.
 * @returns or why there can be none: variables without a value, fields of the spec that do not fit its kind
 */
export function wantedAt(
  kind: ActiveKind,
  pattern: PatternValues,
  ci: CiFacts,
): { wanted: Wanted; problem: null } | { wanted: null; problem: Problem } {
  const values = valuesOf({ ...ci, orgName: ci.org.name })
  const { name, spec, labels, runbookUrl, groupId, withService, ...rest } = pattern
  const filled = fill({ name, spec }, values)
  if (filled.missing.length > 0)
    return { wanted: null, problem: { code: 'missing', params: { names: filled.missing.join('、') } } }
  const fitted = fitTo(kinds[kind], filled.value.spec)
  if (!fitted.ok) {
    const fields = [...new Set(fitted.issues.map((one) => one.path.join('.')))]
    return { wanted: null, problem: { code: 'invalid', params: { fields: fields.join('、') } } }
  }
  // a label or a link whose item has nothing to say is left out: the check is none the worse
  const told = Object.entries(labels).flatMap(([key, text]) => {
    const made = fill(text, values)
    return made.missing.length > 0 || made.value.trim() === '' ? [] : [[key, cut(made.value)] as const]
  })
  const link = fill(runbookUrl, values)
  return {
    wanted: {
      ...rest,
      name: cut(filled.value.name),
      spec: fitted.value as Record<string, unknown>,
      labels: Object.fromEntries(told),
      runbookUrl: link.missing.length > 0 ? '' : link.value.slice(0, 1000),
      groupId: groupId ?? ci.group?.id ?? null,
      orgId: ci.org.id,
      serviceId: withService ? (ci.serviceIds[0] ?? null) : null,
      enabled: true,
    },
    problem: null,
  }
}

const cut = (text: string): string => [...text.trim()].slice(0, longest).join('')

export interface Template {
  kind: ActiveKind
  pattern: PatternValues
  classIds: readonly string[]
  orgPath: string
  active: boolean
}

/** Whether the template means the item. */
export function means(template: Template, ci: CiFacts): boolean {
  return (
    template.active &&
    ci.orgPath.startsWith(template.orgPath) &&
    watched.includes(ci.lifecycle) &&
    template.classIds.some((id) => ci.line.includes(id))
  )
}

export interface Planned {
  ci: CiFacts
  step: Step
  checkId: string | null
  /** settings to be written; null where nothing is */
  next: Settings | null
  /** what the template says here, to be remembered */
  applied: Settings | null
  /** what it said when it was last applied */
  appliedBefore: Settings | null
  overridden: string[]
  problem: Problem | null
  name: string
  target: string
}

interface Link {
  checkId: string | null
  applied: Settings | null
  problem: Problem | null
}

/**
 * What is to be done at an item.
 * @param current the settings of the check that is there
 * @param force what people changed at the check is taken back, one that was deleted is made again
 * @returns null where there is nothing and nothing is wanted
 */
export function planAt(
  template: Template,
  ci: CiFacts,
  link: Link | undefined,
  current: Settings | null,
  force = false,
): Planned | null {
  const base = {
    ci,
    checkId: link?.checkId ?? null,
    next: null,
    applied: link?.applied ?? null,
    appliedBefore: link?.applied ?? null,
    overridden: [],
    problem: link?.problem ?? null,
    name: (current?.['name'] as string | undefined) ?? '',
    target: current ? targetOf(template.kind, current['spec'] as Record<string, unknown>) : '',
  }
  if (!means(template, ci)) return link ? retire(base, current) : null
  const { wanted, problem } = wantedAt(template.kind, template.pattern, ci)
  // a check that is there stays as it is until the item says what is needed
  if (problem) return { ...base, step: 'problem', problem, name: base.name || ci.name }
  const shown = { name: wanted.name, target: targetOf(template.kind, wanted.spec), problem: null }
  if (!current) {
    const declined = link !== undefined && link.problem === null && !force
    return declined
      ? { ...base, ...shown, step: 'declined' }
      : { ...base, ...shown, step: 'create', next: wanted, applied: wanted }
  }
  const { next, overridden } = settle(wanted, force ? current : (link?.applied ?? current), current)
  const step = same(next, current) ? 'kept' : 'update'
  const target = targetOf(template.kind, next['spec'] as Record<string, unknown>)
  const name = String(next['name'])
  const written = step === 'kept' ? null : next
  return { ...base, step, next: written, applied: wanted, overridden, problem: null, name, target }
}

/** The item is no longer meant: its check is switched off and keeps its history. */
function retire(base: Omit<Planned, 'step'>, current: Settings | null): Planned {
  if (!current || current['enabled'] === false) return { ...base, step: 'kept' }
  const next = { ...current, enabled: false }
  return { ...base, step: 'retire', next, applied: { ...base.applied, enabled: false } }
}
