import type { z } from 'zod'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import type { Db } from '#kernel/db/index.ts'
import type { Check, CheckLine } from './contract.ts'
import { openSecrets } from './secrets.ts'
import type { CheckRow } from './store/check.ts'
import { selectDependencies } from './store/dependency.ts'
import { selectSeries } from './history.ts'

/** Written by verbs: dates are still dates. */
type Line = z.input<typeof CheckLine>
type View = z.input<typeof Check>

/** What a check looks at, in one line. */
export function targetOf(kind: string, spec: Readonly<Record<string, unknown>>): string {
  const text = (field: string): string => {
    const value = spec[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const host = text('host').includes(':') ? `[${text('host')}]` : text('host')
  if (kind === 'http') return text('url')
  if (kind === 'dns') return [text('name'), text('server')].filter(Boolean).join(' @')
  if (kind === 'file') return text('path')
  if (kind === 'nagios') return [text('plugin'), host].filter(Boolean).join(' ')
  return host !== '' && text('port') !== '' && kind !== 'ping' ? `${host}:${text('port')}` : host
}

export function presentLine(row: CheckRow): Line {
  const { id, name, kind, org, service, ci, group, probe, state, since, softState, attempt, retries } = row
  const { flapping, lastAt, lastMs, code, params, intervalSeconds, enabled, pausedUntil, version } = row
  const seen = { flapping, lastAt, lastMs, code, params, intervalSeconds, enabled, pausedUntil, version }
  const target = targetOf(kind, row.spec)
  return {
    id,
    name,
    kind,
    target,
    org,
    service,
    ci,
    group,
    probe,
    state,
    since,
    softState,
    attempt,
    retries,
    ...seen,
  }
}

/** The whole record as the caller may see it. */
export async function presentCheck(db: Db, actor: Actor, row: CheckRow): Promise<View> {
  const [dependsOn, series] = await Promise.all([selectDependencies(db, row.id), selectSeries(db, row.id)])
  const { spec, timeoutMs, retrySeconds, graceSeconds, thresholds, calendar, alerts, alertWithin, labels } =
    row
  const { runbookArticle, runbookUrl, pauseReason, output, figures, hasToken, raised, recordedAt } = row
  const rules = { timeoutMs, retrySeconds, graceSeconds, thresholds, calendar, alerts, alertWithin, labels }
  const rest = { runbookArticle, runbookUrl, pauseReason, output, figures, hasToken, raised, recordedAt }
  return {
    ...presentLine(row),
    spec,
    ...rules,
    ...rest,
    secretsKept: Object.keys(openSecrets(row)),
    dependsOn,
    series: series.map(({ name, unit }) => ({ name, unit })),
    abilities: inScope(actor, 'check.manage', row.orgPath) ? ['manage'] : [],
  }
}

/** What the audit keeps: everything but the secrets and how it stands. */
export function trace(row: CheckRow): Record<string, unknown> {
  const { secrets, orgPath: _path, no: _no, state: _state, since: _since, softState: _soft, ...rest } = row
  const {
    attempt: _a,
    flapping: _f,
    lastAt: _la,
    lastMs: _lm,
    code: _c,
    params: _p,
    output: _o,
    ...more
  } = rest
  const { figures: _fi, raised: _r, recordedAt: _ra, version: _v, ...kept } = more
  return { ...kept, hasSecrets: secrets !== null }
}
