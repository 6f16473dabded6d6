/** What other rooms do with approvals: start, void, hand in again, ask. */
import { canonicalJson, sm3 } from '#kernel/audit/canonical.ts'
import { isTarget } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { ApprovalDefinition } from './definition-contract.ts'
import { replay, start } from './lifecycle.ts'
import { planSteps } from './resolve.ts'
import { carryOut, loadHistory, record } from './run.ts'
import { stepName } from './step-name.ts'
import {
  findApproval,
  findBySubject,
  insertApproval,
  insertSteps,
  lockSubject,
  type ApprovalRow,
  type Subject,
} from './store/approvals.ts'
import { subjectKind } from './subjects.ts'

export interface NewApproval {
  subject: Subject
  /** whose approval it is: roles are looked for here and above, and `approval.read-all` is held for it */
  orgId: string
  title: string
  /** hash of what is approved; see `digestOf` */
  digest: string
  definition: ApprovalDefinition
  requesterId: string
}

/** Hash of a content: SM3 of its JSON with sorted keys. Equal contents, equal digests. */
export function digestOf(content: unknown): string {
  return sm3(canonicalJson(content)).toString('hex')
}

/** A definition as it is frozen. @throws approval.bad_definition (422) */
function checked(definition: ApprovalDefinition): ApprovalDefinition {
  const parsed = ApprovalDefinition.safeParse(definition)
  const wrong = parsed.success
    ? parsed.data.steps.findIndex((step) => step.deadline && !isTarget(step.deadline))
    : 0
  if (!parsed.success || wrong >= 0)
    throw new AppError('approval.bad_definition', {
      status: 422,
      field: parsed.success
        ? `definition.steps.${wrong}.deadline`
        : ['definition', ...(parsed.error.issues[0]?.path ?? [])].join('.'),
    })
  return parsed.data
}

/**
 * Starts an approval of a record: finds who decides every step, freezes definition and digest, asks the first step.
 * @throws approval.running_already (409); approval.nobody_decides (422) naming a step that nobody can decide;
 * approval.bad_definition (422); approval.not_found (422) for an unknown org
 */
export async function startApproval(
  tx: Tx,
  actor: Actor,
  given: NewApproval,
): Promise<{ id: string; version: number }> {
  subjectKind(given.subject.entity)
  const definition = checked(given.definition)
  const requesterMayDecide = definition.requesterMayDecide ?? false
  await lockSubject(tx, given.subject)
  if ((await findBySubject(tx, given.subject, { states: ['running'] })).length > 0)
    throw new AppError('approval.running_already', { status: 409 })
  const org = await findOrg(tx, given.orgId)
  if (!org) throw new AppError('approval.not_found', { status: 422, field: 'orgId' })
  const around = { orgPath: org.path, requesterId: given.requesterId, requesterMayDecide }
  const planned = await planSteps(tx, definition, around, (name) => stepName(actor.locale, name))
  const id = newId()
  await insertApproval(tx, { ...given, id, definition })
  await insertSteps(tx, id, planned)
  const facts = start(
    {
      by: actor.id,
      requesterId: given.requesterId,
      requesterMayDecide,
      digest: given.digest,
      steps: planned.map(({ no, name, mode }) => ({ no, name, mode })),
    },
    { newId, peopleOf: (step) => planned[step - 1]!.people },
  )
  const row = (await findApproval(tx, id))!
  await record(tx, actor, { row, facts: [], approval: replay([]) }, facts, { action: 'approval.start' })
  return { id, version: row.version + 1 }
}

/**
 * Ends what runs and revokes what was approved of a record: its content changed, or it is given up.
 * Nothing happens when there is nothing to void.
 * @param states `['running']` only ends what runs, and lets what was approved stand
 * @returns how many approvals were voided
 */
export async function voidApprovals(
  tx: Tx,
  actor: Actor,
  subject: Subject,
  reason: string,
  states: readonly ('running' | 'approved')[] = ['running', 'approved'],
): Promise<number> {
  const rows = await findBySubject(tx, subject, { lock: true, states, limit: 1000 })
  for (const row of rows) await voidOne(tx, actor, row, reason)
  return rows.length
}

async function voidOne(tx: Tx, actor: Actor, row: ApprovalRow, reason: string): Promise<void> {
  await carryOut(tx, actor, await loadHistory(tx, row), { kind: 'void', by: actor.id, reason })
}

/**
 * What is approved is frozen: after every change of a record, its room calls this with the new digest. Approvals, and
 * running ones, of other content become void; those returned to the requester may change until handed in again.
 * @returns whether something was voided
 */
export async function voidIfChanged(
  tx: Tx,
  actor: Actor,
  given: { subject: Subject; digest: string; reason: string },
): Promise<boolean> {
  const rows = await findBySubject(tx, given.subject, {
    lock: true,
    states: ['running', 'approved'],
    limit: 1000,
  })
  const stale = rows.filter((row) => row.digest !== given.digest && row.currentStep !== 0)
  for (const row of stale) await voidOne(tx, actor, row, given.reason)
  return stale.length > 0
}

/** The newest approval of a record, whatever has become of it. */
export async function approvalOf(
  db: Db,
  subject: Subject,
): Promise<
  | Pick<ApprovalRow, 'id' | 'state' | 'digest' | 'currentStep' | 'version' | 'startedAt' | 'endedAt'>
  | undefined
> {
  const [row] = await findBySubject(db, subject, { limit: 1 })
  if (!row) return undefined
  const { id, state, digest, currentStep, version, startedAt, endedAt } = row
  return { id, state, digest, currentStep, version, startedAt, endedAt }
}

/**
 * Demands that exactly this content is approved, before it is acted on.
 * @throws approval.required (409): never approved, or not this content
 */
export async function requireApproved(db: Db, subject: Subject, digest: string): Promise<void> {
  const [row] = await findBySubject(db, subject, { limit: 1, states: ['approved'] })
  if (row?.digest !== digest) throw new AppError('approval.required', { status: 409 })
}

/**
 * Hands a returned record in again, with its content as it is now; the steps begin anew. Only the requester may.
 * @throws approval.not_found (404): nothing runs; approval.not_returned, approval.not_requester (409)
 */
export async function resubmitApproval(
  tx: Tx,
  actor: Actor,
  given: { subject: Subject; digest: string; title?: string; reason?: string },
): Promise<void> {
  const [row] = await findBySubject(tx, given.subject, { lock: true, states: ['running'], limit: 1 })
  if (!row) throw new AppError('approval.not_found', { status: 404 })
  await carryOut(
    tx,
    actor,
    await loadHistory(tx, row),
    { kind: 'resubmit', by: actor.id ?? '', digest: given.digest, reason: given.reason ?? '' },
    { title: given.title },
  )
}

/**
 * Takes the running approval of a record back, for the requester. @throws approval.not_found (404); approval.not_requester (409)
 */
export async function withdrawApproval(
  tx: Tx,
  actor: Actor,
  subject: Subject,
  reason: string,
): Promise<void> {
  const [row] = await findBySubject(tx, subject, { lock: true, states: ['running'], limit: 1 })
  if (!row) throw new AppError('approval.not_found', { status: 404 })
  await carryOut(tx, actor, await loadHistory(tx, row), { kind: 'withdraw', by: actor.id ?? '', reason })
}
