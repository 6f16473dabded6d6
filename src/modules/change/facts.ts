import { approvalOf, digestOf, signersOf } from '#kernel/approval/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor, Locale } from '#kernel/permission/index.ts'
import { concerns, freezesIn, type Period } from './freezes.ts'
import { conflictsOf, holdsWindow, missing, type Facts } from './lifecycle.ts'
import { othersAround, type ChangeRow, type OtherRow } from './store/read.ts'
import { evidenceOf, filesOf, tasksOf, type EvidenceRow, type FileRow, type TaskRow } from './store/write.ts'
import { visibleChanges } from './visible.ts'
import type { Gate } from './words.ts'

export interface Conflict extends OtherRow {
  why: ('service' | 'people')[]
  acknowledged: boolean
}

/** Everything around a change that its gates and its page look at. */
export interface Surroundings {
  conflicts: Conflict[]
  freezes: Period[]
  tasks: TaskRow[]
  evidence: EvidenceRow[]
  files: FileRow[]
  facts: Facts
}

/** Hash of what is approved: the plan, the scope, the window; people may be replaced. */
export function contentDigest(row: ChangeRow): string {
  return digestOf({
    kind: row.kind,
    templateId: row.template?.id ?? null,
    title: row.title,
    reason: row.reason,
    services: row.services.map((s) => s.id).toSorted(),
    impactLevel: row.impactLevel,
    likelihood: row.likelihood,
    impact: row.impact,
    plan: row.plan,
    backOut: row.backOut,
    testProof: row.testProof,
    editsConfig: row.editsConfig,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
  })
}

/** Both windows as one text: an acknowledgement holds as long as it is the same. */
export const windowsText = (
  own: { startsAt: Date | null; endsAt: Date | null },
  other: { startsAt: Date; endsAt: Date },
): string =>
  [own.startsAt, own.endsAt, other.startsAt, other.endsAt].map((at) => at?.toISOString() ?? '').join(' ')

/** What stands in the way of the window, acknowledged or not. */
export async function conflictsFor(db: Db, actor: Actor, row: ChangeRow): Promise<Conflict[]> {
  const { startsAt, endsAt } = row
  if (!startsAt || !endsAt) return []
  const own = {
    startsAt,
    endsAt,
    serviceIds: row.services.map((s) => s.id),
    personIds: [row.implementer?.id, row.second?.id, ...row.taskOwnerIds].filter((id) => id !== undefined),
  }
  const others = await othersAround(db, visibleChanges(actor), { id: row.id, startsAt, endsAt })
  return others
    .filter((other) => holdsWindow(other.state))
    .map((other) => ({
      ...other,
      why: conflictsOf(own, other),
      acknowledged: other.ack?.windows === windowsText(row, other),
    }))
    .filter((other) => other.why.length > 0)
}

async function freezesFor(db: Db, row: ChangeRow): Promise<Period[]> {
  const { startsAt, endsAt } = row
  if (!startsAt || !endsAt) return []
  const ids = row.services.map((s) => s.id)
  return (await freezesIn(db, { startsAt, endsAt })).filter((period) => concerns(period, ids))
}

/** Its exception holds for the window that it was given for. */
function isExcepted(row: ChangeRow): boolean {
  const { exception: e, startsAt, endsAt } = row
  return (
    e !== null &&
    startsAt !== null &&
    endsAt !== null &&
    new Date(e.startsAt).getTime() === startsAt.getTime() &&
    new Date(e.endsAt).getTime() === endsAt.getTime()
  )
}

/** Who let it through: signers, the one who approved the template, or null where nobody had to. */
async function approversOf(db: Db, row: ChangeRow): Promise<string[] | null> {
  if (row.kind === 'standard') return row.templateApprover ? [row.templateApprover] : []
  return row.approvalId ? signersOf(db, row.approvalId) : null
}

async function isApproved(db: Db, row: ChangeRow): Promise<boolean> {
  const digest = contentDigest(row)
  if (row.approvedDigest !== digest) return false
  if (!row.approvalId) return true
  // the newest one of an emergency change is the one that is still being signed
  const newest = await approvalOf(db, { entity: 'change', id: row.id })
  if (row.afterApprovalId && newest?.id === row.afterApprovalId)
    return newest.state === 'running' || newest.state === 'approved'
  return newest?.id === row.approvalId && newest.state === 'approved' && newest.digest === digest
}

/** Reads what the gates ask about. */
export async function surroundingsOf(db: Db, actor: Actor, row: ChangeRow): Promise<Surroundings> {
  const conflicts = await conflictsFor(db, actor, row)
  const freezes = await freezesFor(db, row)
  const [tasks, evidence, files, now] = await Promise.all([
    tasksOf(db, row.id),
    evidenceOf(db, row.id),
    filesOf(db, row.id),
    dbNow(db),
  ])
  const facts: Facts = {
    kind: row.kind,
    minutes: row.templateMinutes,
    reason: row.reason,
    services: row.services.length,
    risk: row.risk,
    impact: row.impact,
    plan: row.plan,
    backOut: row.backOut,
    testProof: row.testProof,
    window: row.startsAt && row.endsAt ? { startsAt: row.startsAt, endsAt: row.endsAt } : null,
    now,
    implementer: row.implementer?.id ?? null,
    second: row.second?.id ?? null,
    openConflicts: conflicts.filter((one) => !one.acknowledged).length,
    openFreezes: isExcepted(row) ? 0 : freezes.length,
    approved: await isApproved(db, row),
    approvers: await approversOf(db, row),
    leaveOutside: row.outsideBy !== null,
    editsConfig: row.editsConfig,
    files: files.map((file) => ({ copied: file.copiedAt !== null })),
    // what was recorded before it failed says nothing about the state after it was taken back
    evidence: evidence
      .filter((one) => one.what !== 'state-after' || row.failedAt === null || one.at > row.failedAt)
      .map((one) => one.what),
    openTasks: tasks.filter((task) => task.doneAt === null).length,
    confirmed: row.confirmedAt !== null,
    ratified: row.ratified,
  }
  return { conflicts, freezes, tasks, evidence, files, facts }
}

export const gateLabel = (locale: Locale, gate: Gate): string => say(locale, `change:gate.${gate}`)

/** Refuses by name of everything that is missing. @throws change.incomplete (409) */
export function demandGate(actor: Actor, facts: Facts, before: Parameters<typeof missing>[1]): void {
  const gates = missing(facts, before)
  if (gates.length === 0) return
  const labels = gates.map((gate) => gateLabel(actor.locale, gate))
  throw new AppError('change.incomplete', {
    status: 409,
    params: { missing: labels.join(actor.locale === 'en' ? '; ' : '；') },
    errors: gates.map((gate, i) => ({ field: gate, code: 'change.incomplete', message: labels[i]! })),
  })
}
