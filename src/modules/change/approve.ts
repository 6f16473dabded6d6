/** What the approval of a change does to it. Reactions come from the approval room and run in the background. */
import { approvalOf, registerSubject, voidApprovals, type SubjectView } from '#kernel/approval/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, Reaction, TimerRow } from '#kernel/manifest.ts'
import { can, holdersOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import type { ChangeRecord } from './contract.ts'
import { voided } from './draft.ts'
import { contentDigest } from './facts.ts'
import { stepsOf } from './flows.ts'
import { askFor, subjectOf } from './hand-in.ts'
import { isLegal, nextState } from './lifecycle.ts'
import { carryOut, note } from './move.ts'
import { lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import { readSetting } from './store/plan.ts'
import { findChange, type ChangeRow } from './store/read.ts'
import { patchChange } from './store/write.ts'
import { tell } from './tell.ts'
import { visibleChanges } from './visible.ts'
import type { Outcome } from './words.ts'

const system = systemActor('change')
const everything = visibleChanges(system)

interface Told {
  subject: { entity: string; id: string }
  approvalId: string
  digest: string
  by: string | null
  reason: string
  to?: number
}

const outcomes: Record<string, Outcome> = {
  'approval.approved': 'approved',
  'approval.rejected': 'rejected',
  'approval.returned': 'returned',
  'approval.withdrawn': 'voided',
  'approval.void': 'voided',
  'approval.changed': 'resubmitted',
}

async function onApproval(tx: Tx, event: AppEvent): Promise<void> {
  const told = event.data as unknown as Told
  if (told.subject.entity !== 'change') return
  const row = await findChange(tx, everything, told.subject.id, true)
  const outcome = outcomes[event.type]
  if (!row || !outcome) return
  if (told.approvalId === row.afterApprovalId) return onRatification(tx, row, outcome, told)
  // news of an approval that was given up, or of a change that has gone on
  if (told.approvalId !== row.approvalId || !isLegal(row.state, outcome)) return
  // sent back to another signer: still waiting
  if (outcome === 'returned' && told.to !== 0) return
  if (outcome === 'resubmitted' && (await approvalOf(tx, subjectOf(row)))?.currentStep === 0) return
  await follow(tx, row, outcome, told)
}

async function follow(tx: Tx, row: ChangeRow, outcome: Outcome, told: Told): Promise<void> {
  const approved = outcome === 'approved'
  // an emergency change was let begin by whoever signed now; the rest signs afterwards
  const letBegin = approved && row.kind === 'emergency'
  const now = await dbNow(tx)
  await carryOut(tx, system, row, {
    action: approved ? 'schedule' : outcome === 'voided' ? 'void' : outcome,
    to: nextState(row.state, outcome, { kind: row.kind, signed: true }),
    body: told.reason,
    change: {
      ...(approved ? { approved_digest: told.digest } : {}),
      ...(letBegin ? { let_begin_by: told.by, let_begin_at: now } : {}),
      ...(outcome === 'voided' ? voided : {}),
    },
    news: approved ? 'scheduled' : outcome === 'resubmitted' ? 'submitted' : outcome,
    tell: outcome === 'resubmitted' ? [] : [row.requester?.id, row.implementer?.id, row.second?.id],
  })
  if (letBegin) await oweSignatures(tx, system, row.id)
}

const ratifyDue = 'change.ratify-due'

/** Asks for what an emergency change still owes, and sets its deadline. A step that nobody can decide is told to the managers. */
async function oweSignatures(tx: Tx, actor: Actor, id: string): Promise<void> {
  const row = (await findChange(tx, everything, id))!
  if ((await stepsOf(tx, 'emergency-after')).length === 0)
    return patchChange(tx, id, { ratified: 'done', ratified_at: await dbNow(tx) })
  const { ratifyHours } = await readSetting(tx)
  const dueAt = row.ratifyBy ?? new Date((await dbNow(tx)).getTime() + ratifyHours * 3_600_000)
  await setTimer(tx, { kind: ratifyDue, key: id, dueAt })
  await patchChange(tx, id, {
    ratified: 'waiting',
    ratify_by: dueAt,
    after_approval_id: await askOrExplain(tx, actor, row),
  })
}

/** @returns the approval; null, with a note that says why, when nobody can be asked now */
async function askOrExplain(tx: Tx, actor: Actor, row: ChangeRow): Promise<string | null> {
  try {
    return await askFor(tx, actor, row, 'emergency-after')
  } catch (error) {
    // thrown before anything is written: people are missing, which only people can mend (the verb `ratify`)
    if (!(error instanceof AppError) || error.code !== 'approval.nobody_decides' || actor.kind !== 'system')
      throw error
    await note(tx, actor, row, { action: 'ratify-failed', body: say('zh-CN', 'change:nobodyRatifies') })
    return null
  }
}

async function onRatification(tx: Tx, row: ChangeRow, outcome: Outcome, told: Told): Promise<void> {
  if (row.ratified !== 'waiting') return
  if (outcome === 'returned' && told.to === 0) {
    // sent back afterwards: nothing can be mended in what was approved and done, and nobody can hand it in again as it
    // is. It waits no longer; the signatures are still owed, and who asked for the change asks for them anew
    await patchChange(tx, row.id, { after_approval_id: null })
    await voidApprovals(tx, system, subjectOf(row), told.reason, ['running'])
    await note(tx, system, row, { action: 'ratify-returned', body: told.reason })
    const managers = await holdersOf(tx, { permission: 'change.manage' }, row.orgPath)
    await tell(tx, system, {
      what: 'ratify-returned',
      change: row,
      to: [row.requester?.id, ...managers],
      data: { reason: told.reason },
    })
    return
  }
  if (outcome !== 'approved' && outcome !== 'rejected') return
  const done = outcome === 'approved'
  await patchChange(tx, row.id, { ratified: done ? 'done' : 'refused', ratified_at: await dbNow(tx) })
  await note(tx, system, row, {
    action: done ? 'ratified' : 'ratify-refused',
    body: told.reason,
    data: { approvalId: told.approvalId },
  })
}

/** Timer: the signatures are still owed; requester and managers hear of it once. */
export async function ratificationIsDue(tx: Tx, timer: TimerRow): Promise<void> {
  const row = await findChange(tx, everything, timer.key, true)
  if (row?.ratified !== 'waiting') return
  const managers = await holdersOf(tx, { permission: 'change.manage' }, row.orgPath)
  await carryOut(tx, system, row, {
    action: 'ratify-overdue',
    news: 'ratify-overdue',
    tell: [row.requester?.id, ...managers],
  })
}

/**
 * Asks (again) for the signatures that an emergency change owes, when they could not be asked for.
 * @throws see `lockChange`; approval.running_already (409); approval.nobody_decides (422)
 */
export async function ratifyChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.ratifyChange>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'ratify')
  await carryOut(tx, actor, row, { action: 'ratify', news: 'changed' })
  await oweSignatures(tx, actor, row.id)
  return presentAgain(tx, actor, row.id)
}

export const reactions: readonly Reaction[] = [
  { name: 'change.follow-approval', on: Object.keys(outcomes), run: onApproval },
]
export const timers = [{ kind: ratifyDue, run: ratificationIsDue }]

/** What signers read of a change. */
async function show(db: Db, actor: Actor, id: string): Promise<SubjectView | undefined> {
  const row = await findChange(db, everything, id)
  if (!row) return undefined
  const word = (key: string): string => say(actor.locale, `change:${key}`)
  const window = row.startsAt && row.endsAt ? `${inUnitZone(row.startsAt)} – ${inUnitZone(row.endsAt)}` : '—'
  const fact = (key: string, value: string | null | undefined) => ({
    label: word(`field.${key}`),
    value: value || '—',
  })
  return {
    number: row.number,
    title: row.title,
    path: `/changes/${row.id}`,
    facts: [
      fact('kind', word(`kind.${row.kind}`)),
      fact('risk', row.risk ? word(`risk.${row.risk}`) : null),
      fact('services', row.services.map((s) => s.name).join('、')),
      fact('window', window),
      fact('people', [row.implementer?.name, row.second?.name].filter(Boolean).join(' / ')),
      fact('reason', row.reason),
      fact('impact', row.impact),
      fact('plan', row.plan),
      fact('backOut', row.backOut),
      fact('testProof', row.testProof),
      ...(row.assessment ? [fact('assessment', row.assessment)] : []),
    ],
  }
}

/** Makes changes known to the approval room. */
export function registerChanges(): void {
  registerSubject({
    entity: 'change',
    label: 'change:entity.change',
    show,
    canRead: async (db, actor, id) =>
      can(actor, 'change.read') && (await findChange(db, visibleChanges(actor), id)) !== undefined,
    digest: async (db, id) => {
      const row = await findChange(db, everything, id)
      return row && contentDigest(row)
    },
  })
}
