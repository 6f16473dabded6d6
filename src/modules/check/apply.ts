import { elapsedMs, loadCalendars, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { emitAll } from '#kernel/events/index.ts'
import { say } from '#kernel/http/index.ts'
import { takeGenericAlerts, type TakenAlert } from '#modules/alert/index.ts'
import {
  step,
  surroundingsOf,
  type Parent,
  type Result,
  type Standing,
  type Step,
  type Surroundings,
} from './lifecycle.ts'
import * as store from './store/standing.ts'
import { isPassive, outcomeKey } from './words.ts'

/** A result of a check. */
export interface Reported {
  checkId: string
  result: Result
}

/**
 * The one door by which results come in: judges them under the locks of their checks, writes what has become of them,
 * their transitions, and the alerts that begin or end, all in the caller's transaction. Results of one check are taken in
 * the order of their time; those that are known already change nothing, so a batch may come again.
 * @param now of the database
 * @returns how the checks stand now
 */
export async function applyResults(
  tx: Tx,
  reported: readonly Reported[],
  now: Date,
): Promise<Map<string, Standing>> {
  const byCheck = Map.groupBy(reported, (one) => one.checkId)
  const checks = await store.lockJudged(tx, [...byCheck.keys()])
  const [parents, calendars] = await Promise.all([parentsOf(tx, checks, byCheck), calendarsOf(tx, checks)])
  const written: store.Written[] = []
  const transitions: store.NewTransition[] = []
  const alerts: { orgId: string; alert: TakenAlert }[] = []
  for (const check of checks) {
    const results = byCheck.get(check.id)!.map((one) => one.result)
    const may = mayAlert(check, calendars)
    const after = { standing: check.standing, told: check.told }
    for (const result of results.sort((a, b) => a.at.getTime() - b.at.getTime())) {
      const around = surroundings(check, after.standing, result, parents.get(check.id) ?? [], now, may)
      const made = step(check, after.standing, result, around)
      after.standing = made.standing
      if (made.change) transitions.push(transitionOf(check.id, made, result))
      const told = tell(check, after.told, made, result)
      if (told.alert) alerts.push(told.alert)
      after.told = told.told
    }
    if (after.standing !== check.standing)
      written.push({ id: check.id, ...after, staleAt: staleAt(check, after.standing, results) })
  }
  await finish(tx, written, transitions, alerts)
  const standings = new Map(checks.map((check) => [check.id, check.standing]))
  for (const { id, standing } of written) standings.set(id, standing)
  return standings
}

async function finish(
  tx: Tx,
  written: readonly store.Written[],
  transitions: readonly store.NewTransition[],
  alerts: readonly { orgId: string; alert: TakenAlert }[],
): Promise<void> {
  await Promise.all([
    store.writeStandings(tx, written),
    store.insertTransitions(tx, transitions),
    handIn(tx, alerts),
    emitChanges(tx, transitions),
  ])
}

/** Hands alerts to the room of alerts, by the org that they belong to. */
export async function handIn(tx: Tx, alerts: readonly { orgId: string; alert: TakenAlert }[]): Promise<void> {
  for (const [orgId, of] of Map.groupBy(alerts, (one) => one.orgId))
    await takeGenericAlerts(tx, { source: 'check', orgId, alerts: of.map((one) => one.alert) })
}

async function emitChanges(tx: Tx, transitions: readonly store.NewTransition[]): Promise<void> {
  if (transitions.length === 0) return
  await emitAll(
    tx,
    transitions.map(({ checkId, from, to }) => ({
      type: 'check.changed',
      entity: 'check',
      entityId: checkId,
      data: { from, to },
    })),
  )
}

/** Writes a state that no result has led to (pause, resumption, a silent probe), with its transition and alert. */
export async function setStates(
  tx: Tx,
  all: readonly { check: store.Judged; state: Standing['state']; code: string; endAlert: boolean }[],
  now: Date,
): Promise<void> {
  const written: store.Written[] = []
  const transitions: store.NewTransition[] = []
  const alerts: { orgId: string; alert: TakenAlert }[] = []
  for (const { check, state, code, endAlert } of all) {
    const ends = endAlert && check.told !== null
    if (ends) alerts.push(resolved(check, check.told!, now, code))
    const told = ends ? null : check.told
    const standing = { ...check.standing, state, attempt: 0, softSince: null, since: now, code, params: {} }
    const fresh =
      state === 'pending' ? { softState: 'pending' as const, levels: {}, recent: 0, flapping: false } : {}
    const quiet = state === 'paused' || !isPassive(check.kind)
    const stale = quiet ? null : due(check, now)
    written.push({ id: check.id, standing: { ...standing, ...fresh }, told, staleAt: stale })
    if (check.standing.state !== state)
      transitions.push({
        checkId: check.id,
        at: now,
        beganAt: now,
        from: check.standing.state,
        to: state,
        code,
        params: {},
        output: '',
      })
  }
  await finish(tx, written, transitions, alerts)
}

/** Takes back what a check has raised, before it is deleted. */
export async function endOf(tx: Tx, check: store.Judged, now: Date): Promise<void> {
  if (check.told) await handIn(tx, [resolved(check, check.told, now, 'disabled')])
}

function transitionOf(checkId: string, made: Step, result: Result): store.NewTransition {
  const { code, params, output } = made.standing
  return { checkId, at: result.at, ...made.change!, code, params, output }
}

async function parentsOf(
  tx: Tx,
  checks: readonly store.Judged[],
  byCheck: ReadonlyMap<string, readonly Reported[]>,
): Promise<Map<string, Parent[]>> {
  const ids = checks
    .filter(
      (c) =>
        c.depends && (c.thresholds.length > 0 || byCheck.get(c.id)!.some((r) => r.result.state !== 'ok')),
    )
    .map((c) => c.id)
  return ids.length === 0 ? new Map() : store.readParents(tx, ids)
}

async function calendarsOf(tx: Tx, checks: readonly store.Judged[]): Promise<Map<string, CompiledCalendar>> {
  const ids = new Set(checks.flatMap((c) => (c.alertWithin && c.calendarId ? [c.calendarId] : [])))
  return ids.size === 0 ? new Map() : loadCalendars(tx, [...ids])
}

function mayAlert(
  check: store.Judged,
  calendars: ReadonlyMap<string, CompiledCalendar>,
): (at: Date) => boolean {
  const calendar = check.alertWithin && check.calendarId ? calendars.get(check.calendarId) : undefined
  return (at) => !calendar || elapsedMs(calendar, at.getTime(), at.getTime() + 1000) > 0
}

function surroundings(
  check: store.Judged,
  standing: Standing,
  result: Result,
  parents: readonly Parent[],
  now: Date,
  may: (at: Date) => boolean,
): Surroundings {
  const since = standing.softState === 'ok' ? result.at : (standing.softSince ?? result.at)
  return { ...surroundingsOf(parents, since, now), mayAlert: may(result.at) }
}

function due(check: store.Judged, heard: Date): Date {
  const { intervalSeconds, graceSeconds } = check.passive
  return new Date(heard.getTime() + (intervalSeconds + graceSeconds) * 1000)
}

/** When silence becomes a fault; null once it has, or where nobody is waited for. */
function staleAt(check: store.Judged, standing: Standing, results: readonly Result[]): Date | null {
  if (!isPassive(check.kind)) return null
  return results.at(-1)?.silent ? null : due(check, standing.lastAt ?? standing.since)
}

type Alert = { orgId: string; alert: TakenAlert }

function tell(
  check: store.Judged,
  told: store.Told | null,
  made: Step,
  result: Result,
): { told: store.Told | null; alert: Alert | null } {
  if (!made.alert) return { told, alert: null }
  if (made.alert === 'resolve')
    return { told: null, alert: told && resolved(check, told, result.at, made.standing.code) }
  const now = {
    labels: told?.labels ?? labelsOf(check),
    orgId: told?.orgId ?? check.orgId,
    severity: made.alert,
  }
  const began = made.standing.softSince ?? result.at
  const { code, params, output } = made.standing
  const alert: TakenAlert = {
    labels: now.labels,
    annotations: { summary: spoken(code, params), ...(output === '' ? {} : { description: output }) },
    status: 'firing',
    name: check.name,
    severity: made.alert,
    startsAt: began,
  }
  return { told: now, alert: { orgId: now.orgId, alert } }
}

function resolved(check: store.Judged, told: store.Told, at: Date, code: string): Alert {
  const alert: TakenAlert = {
    labels: told.labels,
    annotations: { summary: spoken(code, {}) },
    status: 'resolved',
    name: check.name,
    severity: told.severity,
    endsAt: at,
  }
  return { orgId: told.orgId, alert }
}

/** An alert is read by people of the unit, in its language. */
function spoken(code: string, params: Record<string, string | number>): string {
  return say('zh-CN', outcomeKey(code), params, code)
}

/** What tells the alert of this check from others; a unit's own labels cannot take these names. */
function labelsOf(check: store.Judged): Record<string, string> {
  const own: Record<string, string | null> = {
    check: check.name,
    check_id: check.id,
    kind: check.kind,
    service: check.serviceName,
    service_id: check.serviceId,
    ci: check.ciName,
    ci_id: check.ciId,
    group: check.groupName,
    group_id: check.groupId,
  }
  const given = Object.entries(own).filter((pair): pair is [string, string] => pair[1] !== null)
  return { ...check.labels, ...Object.fromEntries(given) }
}
