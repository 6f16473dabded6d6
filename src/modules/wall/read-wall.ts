import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { alertLoad } from '#modules/alert/index.ts'
import { checkOverview, environmentReadings } from '#modules/check/index.ts'
import { dutyNow } from '#modules/duty/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import type { State } from '#modules/incident/words.ts'
import { openMajors } from '#modules/major/index.ts'
import { lastRoomReadings } from '#modules/round/index.ts'
import type { getWall } from './contract.ts'
import { byHealth, healthOf } from './lifecycle.ts'
import * as store from './store/load.ts'

type Wall = Output<typeof getWall>
type Alerts = Awaited<ReturnType<typeof alertLoad>>
type Duty = Awaited<ReturnType<typeof dutyNow>>
type Shift = Duty['items'][number]['now']

/** Everything on the wall, each part by what the caller may see of its room. */
export async function getWallVerb(db: Db, actor: Actor): Promise<Wall> {
  const span = await store.readSpan(db, unitZone())
  const seen = can(actor, 'incident.read-scope') ? visibleIncidents(actor) : null
  const [services, overview, load, faults, filed, alerts, majors, duty, environment] = await Promise.all([
    store.activeServices(db),
    can(actor, 'check.read') ? checkOverview(db, actor, { by: 'service' }) : null,
    seen && store.readLoad(db, seen, span),
    seen && store.faultsByService(db, seen),
    seen && store.filedByHour(db, seen, span),
    can(actor, 'alert.read') ? alertLoad(db, actor, { from: span.from, to: span.asOf }) : null,
    openMajors(db, actor),
    can(actor, 'duty.read') ? dutyNow(db, actor) : null,
    readEnvironment(db, actor),
  ])
  return {
    asOf: span.asOf,
    services: present(services, overview?.groups ?? [], alerts, faults),
    load: load && {
      filed: load.filed,
      resolved: load.resolved,
      open: [load.p1, load.p2, load.p3, load.p4],
      overdue: load.overdue,
    },
    alerts: alerts && { critical: sum(alerts, 'critical'), warning: sum(alerts, 'warning') },
    majors: majors && majors.map((one) => ({ ...one, state: one.state as State })),
    duty: duty && duty.items.map(presentTeam),
    environment,
    hours: hoursOf(span.from, filed, alerts && alerts.hours),
  }
}

const sum = ({ open }: Alerts, key: 'critical' | 'warning'): number =>
  open.reduce((n, one) => n + one[key], 0)

type Groups = Awaited<ReturnType<typeof checkOverview>>['groups']

function present(
  services: readonly { id: string; name: string }[],
  groups: Groups,
  alerts: Alerts | null,
  faults: readonly store.OpenFaults[] | null,
): Wall['services'] {
  const byId = new Map(groups.map((one) => [one.id, one]))
  const alertsOf = new Map((alerts?.open ?? []).map((one) => [one.serviceId, one]))
  const faultsOf = new Map((faults ?? []).map((one) => [one.serviceId, one]))
  const active = new Set(services.map((one) => one.id))
  // a system that was taken out of use may still be watched, and checks may belong to none
  const rest = groups.flatMap(({ id, name }) => (id !== null && active.has(id) ? [] : [{ id, name }]))
  const shown = [...services, ...rest].map(({ id, name }) => {
    const group = byId.get(id)
    const open = faultsOf.get(id ?? '')
    const fired = alertsOf.get(id)
    const signs = {
      state: group?.state ?? null,
      alerts: alerts && { critical: fired?.critical ?? 0, warning: fired?.warning ?? 0 },
      faults: faults && {
        open: open?.open ?? 0,
        priority: open?.priority ?? null,
        major: open?.major ?? false,
      },
    }
    return {
      id,
      name,
      health: healthOf(signs),
      state: signs.state,
      checks: group?.checks ?? 0,
      bad: group ? group.checks - group.states.ok - group.states.paused - group.states.pending : 0,
      ratio: group?.ratio ?? null,
      alerts: signs.alerts,
      faults: signs.faults && { open: signs.faults.open, priority: signs.faults.priority },
    }
  })
  return shown.sort(byHealth)
}

function presentTeam({ team, phone, fullCover, now, next }: Duty['items'][number]) {
  return { ...team, phone, fullCover, now: presentShift(now), next: presentShift(next) }
}

function presentShift(shift: Shift) {
  if (!shift) return null
  const people = shift.people.map(({ id, name, role, phone }) => ({ id, name, role, phone }))
  return { name: shift.name, from: shift.from, to: shift.to, people }
}

async function readEnvironment(db: Db, actor: Actor): Promise<Wall['environment']> {
  const [checks, rounds] = await Promise.all([
    can(actor, 'check.read') ? environmentReadings(db, actor) : [],
    can(actor, 'round.read') ? lastRoomReadings(db, actor) : [],
  ])
  return [
    ...checks.map((one) => ({
      id: `${one.checkId}.${one.figure}`,
      place: one.room,
      name:
        one.figure === one.name || checks.filter((x) => x.checkId === one.checkId).length === 1
          ? one.name
          : `${one.name} ${one.figure}`,
      value: shown(one.value),
      unit: one.unit,
      yesNo: false,
      state:
        one.state === 'ok'
          ? ('normal' as const)
          : isBad(one.state)
            ? ('abnormal' as const)
            : ('unknown' as const),
      at: one.at,
      from: 'check' as const,
    })),
    ...rounds.map((one) => ({
      id: one.id,
      place: one.place ?? one.plan,
      name: one.name,
      value: one.number === null ? (one.text ?? '') : shown(one.number),
      unit: one.unit,
      yesNo: one.number === null && (one.text === 'yes' || one.text === 'no'),
      state: one.result,
      at: one.at,
      from: 'round' as const,
    })),
  ]
}

const isBad = (state: string): boolean => state === 'warning' || state === 'critical'
/** Two decimals at most: nobody reads more from five metres. */
const shown = (value: number): string => String(Math.round(value * 100) / 100)

const hour = 3_600_000
type Hours = readonly { at: Date; count: number }[]

function hoursOf(from: Date, incidents: Hours | null, alerts: Hours | null): Wall['hours'] {
  const counts = (rows: Hours | null) => rows && new Map(rows.map((row) => [row.at.getTime(), row.count]))
  const [filed, fired] = [counts(incidents), counts(alerts)]
  return Array.from({ length: 24 }, (_, i) => {
    const at = from.getTime() + i * hour
    return {
      at: new Date(at),
      incidents: filed && (filed.get(at) ?? 0),
      alerts: fired && (fired.get(at) ?? 0),
    }
  })
}
