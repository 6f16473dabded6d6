/** What a sheet of checks would do. */
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { say } from '#kernel/http/index.ts'
import { oneOf, orgsByText } from '#kernel/ledger/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { ImportPlan, ImportTable, Problem, SheetColumn } from '#kernel/sheet/index.ts'
import { secretsOf, type Kind } from '#modules/probe/kind-contract.ts'
import { specOf } from './checks.ts'
import { CheckBody, type CheckValues } from './contract.ts'
import { same } from './settle.ts'
import { findCheck, type CheckRow } from './store/check.ts'
import { checksByName, itemsByText, namedThings } from './store/import.ts'
import { settingsOf } from './template-apply.ts'
import { checkKinds, isPassive, type CheckKind } from './words.ts'

export const columns = [
  { key: 'name', headings: ['名称', 'Name'], required: true },
  { key: 'kind', headings: ['类型', 'Kind'], required: true },
  { key: 'target', headings: ['目标', 'Target'] },
  { key: 'port', headings: ['端口', 'Port'] },
  { key: 'org', headings: ['单位', 'Unit'], required: true },
  { key: 'service', headings: ['信息系统', 'System'] },
  { key: 'ci', headings: ['配置项', 'Configuration item'] },
  { key: 'group', headings: ['运维组', 'Group'] },
  { key: 'interval', headings: ['间隔秒', 'Interval'] },
  { key: 'timeout', headings: ['超时秒', 'Timeout'] },
  { key: 'retries', headings: ['重试次数', 'Retries'] },
  { key: 'thresholds', headings: ['阈值', 'Thresholds'] },
  { key: 'labels', headings: ['标签', 'Labels'] },
  { key: 'runbook', headings: ['处置手册网址', 'Runbook'] },
  { key: 'spec', headings: ['其他参数', 'Other settings'] },
] as const satisfies readonly SheetColumn[]

/** A new check, or what a known one is to say. */
export interface Step {
  check: CheckRow | null
  body: CheckValues
}

type Fault = (key: string, code: string, params?: Problem['params']) => void
type Cell = (key: (typeof columns)[number]['key']) => string | undefined

/** The field of a spec that says what is looked at. */
const targetField: Partial<Record<CheckKind, string>> = {
  http: 'url',
  dns: 'name',
  file: 'path',
  nagios: 'plugin',
}

/** Everything the rows name, found once. */
async function lookUp(db: Db, actor: Actor, rows: ImportTable['rows']) {
  const texts = (key: string) => [...new Set(rows.flatMap(({ values }) => values[key]?.trim() || []))]
  const [orgs, { services, groups }, items, checks] = await Promise.all([
    orgsByText(db),
    namedThings(db, { services: texts('service'), groups: texts('group') }),
    itemsByText(db, scopeOf(actor, 'ci.read'), texts('ci')),
    checksByName(db, texts('name')),
  ])
  return { orgs, services, groups, items, checks }
}
type Known = Awaited<ReturnType<typeof lookUp>>

/** @returns the steps, in the order of the sheet, and every problem */
export async function planOf(db: Db, actor: Actor, table: ImportTable): Promise<ImportPlan<Step>> {
  const plan: ImportPlan<Step> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  const known = await lookUp(db, actor, table.rows)
  const lines = new Map<string, number>()
  for (const { line, values } of table.rows) {
    if (table.badLines.has(line)) continue
    const before = plan.problems.length
    const fault: Fault = (key, code, params) =>
      plan.problems.push({ row: line, key, value: values[key] ?? '', code, ...(params ? { params } : {}) })
    const step = await stepOf(db, actor, known, (key) => values[key]?.trim() || undefined, fault)
    if (!step || plan.problems.length > before) continue
    const meant = `${step.body.orgId} ${step.body.name}`
    const other = lines.get(meant)
    lines.set(meant, line)
    if (other !== undefined) fault('name', 'check:problem.twice', { other })
    else if (
      step.check &&
      same({ ...settingsOf(step.check), ciId: step.check.ci?.id ?? null }, saidOf(step.body))
    )
      plan.same++
    else {
      plan.steps.push(step)
      if (step.check) plan.update++
      else plan.create++
    }
  }
  return plan
}

/** Of a body what can be compared with a check that is there. */
function saidOf(body: CheckValues) {
  const { kind: _kind, secrets: _secrets, dependsOn: _depends, graceSeconds: _grace, ...rest } = body
  return rest
}

async function stepOf(db: Db, actor: Actor, known: Known, cell: Cell, fault: Fault): Promise<Step | null> {
  const kind = kindOf(cell('kind'))
  if (!kind) {
    fault('kind', 'check:problem.kind', { known: checkKinds.join('、') })
    return null
  }
  const name = cell('name')
  if (!name || !CheckBody.shape.name.safeParse(name).success) fault('name', 'check:problem.name')
  const named = namesOf(known, cell, fault)
  const path = named.orgId ? known.orgs.paths.get(named.orgId) : undefined
  if (path === undefined || !inScope(actor, 'check.manage', path)) {
    fault('org', named.orgId ? 'ledger:problem.unknown_org' : 'missing')
    return null
  }
  const check = await knownCheck(db, known, `${named.orgId} ${name}`, fault)
  if (check && check.kind !== kind) fault('kind', 'check:error.kind_stays')
  const spec = readSpec(kind, check, cell, fault)
  const rest = restOf(cell, fault)
  if (!name || !spec) return null
  // what the sheet says nothing of stays as it is
  const before = check ? { ...settingsOf(check), ciId: check.ci?.id ?? null } : {}
  const body = CheckBody.safeParse({ ...before, ...named, ...rest, name, kind, spec })
  if (!body.success) {
    fault(columnOfField(String(body.error.issues[0]?.path[0])), 'check:problem.value')
    return null
  }
  if (!isPassive(kind) && body.data.timeoutMs > body.data.intervalSeconds * 1000)
    fault('timeout', 'check:error.timeout_too_long')
  // credentials are given in the form, never in a file; kept ones hold for what is asked as it was
  const secret = !isPassive(kind) && kind !== 'nagios' && secretsOf(kind as Kind, spec).length > 0
  if (secret && !same(check?.spec, spec)) fault('kind', 'check:problem.secret')
  return { check, body: body.data }
}

function kindOf(text: string | undefined): CheckKind | undefined {
  const wanted = text?.toLowerCase()
  return checkKinds.find((kind) => {
    const key = isPassive(kind) ? `check:screen.kind.${kind}` : `probe:kind.${kind}`
    return [kind, say('zh-CN', key), say('en', key)].some((word) => word.toLowerCase() === wanted)
  })
}

async function knownCheck(db: Db, known: Known, key: string, fault: Fault): Promise<CheckRow | null> {
  const ids = known.checks.get(key) ?? []
  if (ids.length > 1) fault('name', 'check:problem.several', { count: ids.length })
  return ids.length === 1 ? ((await findCheck(db, ids[0]!)) ?? null) : null
}

function namesOf(known: Known, cell: Cell, fault: Fault) {
  const out: { orgId?: string; serviceId?: string; ciId?: string; groupId?: string } = {}
  const take = (
    key: 'org' | 'service' | 'ci' | 'group',
    what: string,
    all: Parameters<typeof oneOf>[1],
  ): void => {
    const text = cell(key)
    if (text === undefined) return
    const read = oneOf(what, all, text)
    if (read.ok) out[`${key}Id`] = read.value as string
    else fault(key, read.text, read.params)
  }
  take('org', 'org', known.orgs.byText)
  take('service', 'ref', known.services)
  take('ci', 'ref', known.items)
  take('group', 'ref', known.groups)
  return out
}

/** Target, port and other settings as the kind takes them; what a known check says beyond that stays. */
function readSpec(
  kind: CheckKind,
  check: CheckRow | null,
  cell: Cell,
  fault: Fault,
): Record<string, unknown> | null {
  if (isPassive(kind)) return {}
  const more = readJson(cell('spec'), fault)
  if (!more) return null
  const [target, port] = [cell('target'), cell('port')]
  const spec = {
    ...check?.spec,
    ...more,
    ...(target === undefined ? {} : { [targetField[kind] ?? 'host']: target }),
    ...(port === undefined ? {} : { port: Number(port) }),
  }
  try {
    return specOf(kind, { thresholds: [], ...spec })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    for (const { field, code } of error.errors.length > 0
      ? error.errors
      : [{ field: 'spec', code: error.code }]) {
      const key =
        field === `spec.${targetField[kind] ?? 'host'}` ? 'target' : field === 'spec.port' ? 'port' : 'spec'
      const text = code.startsWith('probe.') ? code.replace('.', ':error.') : 'check:problem.spec'
      fault(key, text, { field: field.replace(/^spec\./, '') })
    }
    return null
  }
}

function readJson(text: string | undefined, fault: Fault): Record<string, unknown> | null {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // told below: it is no object either way
  }
  fault('spec', 'check:problem.json')
  return null
}

function restOf(cell: Cell, fault: Fault) {
  const number = (key: 'interval' | 'timeout' | 'retries'): number | undefined => {
    const text = cell(key)?.normalize('NFKC')
    if (text === undefined) return undefined
    if (/^\d{1,6}(\.\d{1,3})?$/.test(text)) return Number(text)
    fault(key, 'check:problem.value')
    return undefined
  }
  const [interval, timeout, retries] = [number('interval'), number('timeout'), number('retries')]
  const thresholds = readThresholds(cell('thresholds'), fault)
  const labels = readLabels(cell('labels'), fault)
  const runbook = cell('runbook')
  return {
    ...(interval === undefined ? {} : { intervalSeconds: interval }),
    ...(timeout === undefined ? {} : { timeoutMs: Math.round(timeout * 1000) }),
    ...(retries === undefined ? {} : { retries }),
    ...(thresholds ? { thresholds } : {}),
    ...(labels ? { labels } : {}),
    ...(runbook === undefined ? {} : { runbookUrl: runbook }),
  }
}

/** `time=500/2000; days=30:/7:`: warning and critical of each figure. */
function readThresholds(text: string | undefined, fault: Fault): CheckValues['thresholds'] | undefined {
  if (text === undefined) return undefined
  const parts = text
    .normalize('NFKC')
    .split(/[;\n]+/)
    .map((one) => one.trim())
    .filter(Boolean)
  const read = parts.flatMap((part): CheckValues['thresholds'] => {
    const [, figure, warn, crit] = /^([^=]{1,100})=([^/]*)(?:\/([^/]*))?$/.exec(part) ?? []
    const bounds = {
      ...(warn?.trim() ? { warn: warn.trim() } : {}),
      ...(crit?.trim() ? { crit: crit.trim() } : {}),
    }
    return figure && Object.keys(bounds).length > 0 ? [{ figure: figure.trim(), ...bounds }] : []
  })
  if (read.length === parts.length) return read
  fault('thresholds', 'check:problem.thresholds')
  return undefined
}

/** `env=prod; site=A`. */
function readLabels(text: string | undefined, fault: Fault): Record<string, string> | undefined {
  if (text === undefined) return undefined
  const parts = text
    .split(/[;；,，\n]+/)
    .map((one) => one.trim())
    .filter(Boolean)
  const read = parts.flatMap((part) => {
    const [, key, value] = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.+)$/.exec(part) ?? []
    return key && value ? [[key, value.trim()] as const] : []
  })
  if (read.length === parts.length) return Object.fromEntries(read)
  fault('labels', 'check:problem.labels')
  return undefined
}

const fieldColumns: Record<string, string> = {
  intervalSeconds: 'interval',
  timeoutMs: 'timeout',
  runbookUrl: 'runbook',
}
const columnOfField = (field: string): string =>
  fieldColumns[field] ?? (columns.some((one) => one.key === field) ? field : 'name')
