/** The agreement that ships: a real platform's contract (the table of the design). */
import { audit } from '#kernel/audit/index.ts'
import { ALWAYS_CALENDAR_ID } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import type { AgreementBody, TargetRow } from './contract.ts'
import type { Grade } from './metrics.ts'
import { insertAgreement, readAgreements, replaceParts } from './store/agreements.ts'

/** Fixed, so that seeds and tests can name it. */
export const DEFAULT_AGREEMENT_ID = '01900000-0000-7000-8000-000000051a01'

type Value = [value: number, unit: TargetRow['unit']]
const table: Record<Grade, { response: Value; restore: Value; onSite: Value }> = {
  major: { response: [30, 'minutes'], restore: [2, 'hours'], onSite: [4, 'hours'] },
  serious: { response: [1, 'hours'], restore: [1, 'workingDays'], onSite: [1, 'workingDays'] },
  general: { response: [1, 'workingDays'], restore: [3, 'workingDays'], onSite: [3, 'workingDays'] },
  minor: { response: [1, 'workingDays'], restore: [1, 'weeks'], onSite: [1, 'workingDays'] },
}

/** Minutes and hours (major and serious faults) run around the clock, days on the unit's calendar. */
function target(grade: Grade, metric: string, [value, unit]: Value, notBeforeMinutes = 0): TargetRow {
  const aroundTheClock = unit === 'minutes' || unit === 'hours'
  return {
    grade,
    metric,
    value,
    unit,
    calendarId: aroundTheClock ? ALWAYS_CALENDAR_ID : null,
    notBeforeMinutes,
  }
}

export const defaultAgreement: AgreementBody = {
  kind: 'sla',
  groupIds: [],
  vendorOrgId: null,
  name: '默认运维服务级别协议',
  description: '重大、严重、一般、轻微四级故障的响应、恢复与现场服务时限。',
  sameClockTime: false,
  active: true,
  coverage: [],
  targets: (Object.keys(table) as Grade[]).flatMap((grade) => [
    target(grade, 'response', table[grade].response),
    target(grade, 'restore', table[grade].restore),
    // on site within 4 h of being asked, if not solved remotely in 2 h
    target(grade, 'on-site', table[grade].onSite, grade === 'major' ? 120 : 0),
  ]),
  pauseRules: [
    { reason: 'requester', metrics: ['on-site', 'restore'] },
    { reason: 'vendor', metrics: ['restore'] },
    { reason: 'approval', metrics: ['on-site', 'restore'] },
    { reason: 'observation', metrics: ['restore'] },
  ],
  escalations: [
    { metric: 'response', atPercent: 50, notify: ['owner', 'group'] },
    { metric: 'response', atPercent: 80, notify: ['owner', 'group-leader'] },
    { metric: 'response', atPercent: 100, notify: ['group-leader', 'duty-leader'] },
    { metric: 'response', atPercent: 150, notify: ['manager'] },
    { metric: 'restore', atPercent: 50, notify: ['owner'] },
    { metric: 'restore', atPercent: 80, notify: ['owner', 'group-leader'] },
    { metric: 'restore', atPercent: 100, notify: ['group-leader', 'duty-leader'] },
    { metric: 'restore', atPercent: 150, notify: ['duty-leader', 'manager'] },
    { metric: 'on-site', atPercent: 80, notify: ['owner', 'group-leader'] },
    { metric: 'on-site', atPercent: 100, notify: ['group-leader', 'duty-leader'] },
    { metric: 'on-site', atPercent: 150, notify: ['manager'] },
    { metric: 'supervision', atPercent: 80, notify: ['owner'] },
    { metric: 'supervision', atPercent: 100, notify: ['owner', 'duty-leader'] },
    { metric: 'supervision', atPercent: 150, notify: ['manager'] },
  ],
}

/** Makes sure that the shipped agreement exists, and is the default when there is none. What was edited stays. */
export async function ensureShipped(tx: Tx): Promise<void> {
  const all = await readAgreements(tx)
  if (all.some((a) => a.id === DEFAULT_AGREEMENT_ID)) return
  const name = all.some((a) => a.name === defaultAgreement.name)
    ? `${defaultAgreement.name}（出厂）`
    : defaultAgreement.name
  const body = { ...defaultAgreement, name }
  await insertAgreement(tx, DEFAULT_AGREEMENT_ID, body, !all.some((a) => a.isDefault))
  await replaceParts(tx, DEFAULT_AGREEMENT_ID, body)
  await audit(tx, systemActor('sla'), {
    action: 'sla.ship',
    entity: 'agreement',
    entityId: DEFAULT_AGREEMENT_ID,
    after: { ...body },
  })
}
