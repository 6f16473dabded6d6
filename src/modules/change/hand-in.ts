import { resubmitApproval, startApproval, voidApprovals } from '#kernel/approval/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { ChangeRecord } from './contract.ts'
import { voided } from './draft.ts'
import { contentDigest, demandGate, surroundingsOf } from './facts.ts'
import { definitionOf, stepsOf } from './flows.ts'
import { flowOf, nextState, riskOf } from './lifecycle.ts'
import { carryOut } from './move.ts'
import { accessChange, lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import type { ChangeRow } from './store/read.ts'
import { patchChange } from './store/write.ts'
import type { FlowKey } from './words.ts'

export const subjectOf = (row: { id: string }) => ({ entity: 'change', id: row.id })

/**
 * Starts an approval of a change by a flow.
 * @returns its id; null when the flow asks for nobody
 * @throws approval.nobody_decides (422), naming the step
 */
export async function askFor(tx: Tx, actor: Actor, row: ChangeRow, flow: FlowKey): Promise<string | null> {
  const steps = await stepsOf(tx, flow)
  if (steps.length === 0) return null
  const requesterId = row.requester!.id
  const definition = await definitionOf(tx, steps, {
    groupId: row.group?.id ?? null,
    orgPath: row.orgPath,
    requesterId,
    workerIds: [row.implementer?.id, row.second?.id].filter((id) => id !== undefined),
    number: row.number,
  })
  const { id } = await startApproval(tx, actor, {
    subject: subjectOf(row),
    orgId: row.org.id,
    title: `${row.number} ${row.title}`,
    digest: contentDigest(row),
    definition,
    requesterId,
  })
  return id
}

/** Goes on from handing in or assessment: to the approval of its flow, or at once to the schedule when nobody has to sign. */
async function askOrSchedule(tx: Tx, actor: Actor, id: string, flow: FlowKey): Promise<void> {
  const row = await accessChange(tx, actor, id)
  const approvalId = await askFor(tx, actor, row, flow)
  await patchChange(tx, row.id, {
    flow,
    approval_id: approvalId,
    ...(approvalId === null ? { approved_digest: contentDigest(row) } : {}),
  })
}

/**
 * Hands a draft in: a normal change is assessed first, an emergency one goes to its approval at once, a standard one,
 * whose plan is approved already, to the schedule. A returned one goes on with its approval.
 * @throws see `lockChange`; change.incomplete (409) naming what is missing; approval.nobody_decides (422)
 */
export async function submitChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.submitChange>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'submit')
  demandGate(actor, (await surroundingsOf(tx, actor, row)).facts, 'submit')
  const flow = flowOf(row.kind, row.risk!)
  const again = row.state === 'returned' && row.flow === flow && actor.id === row.requester?.id
  if (row.state === 'returned' && !again)
    await voidApprovals(tx, actor, subjectOf(row), say(actor.locale, 'change:voidReason'))
  const signed = (await stepsOf(tx, flow)).length > 0
  const to = nextState(row.state, 'submit', { kind: row.kind, signed, again })
  const assessors = to === 'assessing' ? await assessorsOf(tx, row) : []
  await carryOut(tx, actor, row, {
    action: 'submit',
    to,
    body: input.note,
    data: { flow },
    change: again ? {} : voided,
    news: to === 'scheduled' ? 'scheduled' : 'submitted',
    tell: to === 'scheduled' ? [row.implementer?.id, row.second?.id] : assessors,
  })
  if (again)
    await resubmitApproval(tx, actor, {
      subject: subjectOf(row),
      digest: contentDigest(row),
      title: `${row.number} ${row.title}`,
      reason: input.note,
    })
  else if (to !== 'assessing') await askOrSchedule(tx, actor, row.id, flow)
  return presentAgain(tx, actor, row.id)
}

async function assessorsOf(tx: Tx, row: ChangeRow): Promise<string[]> {
  const all = await holdersOf(tx, { permission: 'change.assess' }, row.orgPath)
  return all.filter((id) => id !== row.requester?.id && id !== row.implementer?.id)
}

/**
 * Somebody who neither asked for it nor does it judges impact and likelihood; by the risk that gives it goes to its approval.
 * @throws see `lockChange`; change.incomplete (409); approval.nobody_decides (422)
 */
export async function assessChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.assessChange>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'assess')
  demandGate(actor, (await surroundingsOf(tx, actor, row)).facts, 'submit')
  const risk = riskOf(input.impactLevel, input.likelihood)
  const flow = flowOf(row.kind, risk)
  const signed = (await stepsOf(tx, flow)).length > 0
  const to = nextState(row.state, 'assess', { kind: row.kind, signed })
  await carryOut(tx, actor, row, {
    action: 'assess',
    to,
    body: input.assessment,
    data: { risk, impactLevel: input.impactLevel, likelihood: input.likelihood, flow },
    change: {
      impact_level: input.impactLevel,
      likelihood: input.likelihood,
      risk,
      assessment: input.assessment,
      assessed_by: actor.id,
    },
    news: to === 'scheduled' ? 'scheduled' : 'assessed',
    tell: to === 'scheduled' ? [row.requester?.id, row.implementer?.id, row.second?.id] : [],
  })
  await askOrSchedule(tx, actor, row.id, flow)
  return presentAgain(tx, actor, row.id)
}

/** What an assessor cannot judge goes back to who asked for it. @throws see `lockChange` */
export async function sendBackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.sendBackChange>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'send-back')
  await carryOut(tx, actor, row, {
    action: 'send-back',
    to: nextState(row.state, 'send-back', { kind: row.kind, signed: true }),
    body: input.reason,
    news: 'sent-back',
    tell: [row.requester?.id],
  })
  return presentAgain(tx, actor, row.id)
}
