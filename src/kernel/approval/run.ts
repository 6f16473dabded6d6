import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { dueTimesAfter } from './deadlines.ts'
import { apply, decide, replay } from './lifecycle.ts'
import { resolve } from './resolve.ts'
import {
  appendFacts,
  dueTimes,
  plannedPeople,
  readFacts,
  saveItems,
  updateApproval,
  type ApprovalRow,
} from './store/approvals.ts'
import { whoMayDecide } from './store/people.ts'
import { tell } from './tell.ts'
import type { Approval, Command, Fact, Item, Means } from './words.ts'

/** An approval as its row and its history say. */
export interface Loaded {
  row: ApprovalRow
  facts: Fact[]
  approval: Approval
}

export async function loadHistory(tx: Tx, row: ApprovalRow): Promise<Loaded> {
  const facts = await readFacts(tx, row.id)
  return { row, facts, approval: replay(facts) }
}

/** What a move writes into the audit beside the facts, and whom it was made for. */
export interface Extra {
  /** who was stood in for */
  behalf?: string | null
  title?: string | undefined
}

const outcomes: Partial<Record<Fact['kind'], string>> = {
  finished: 'approval.approved',
  rejected: 'approval.rejected',
  returned: 'approval.returned',
  withdrawn: 'approval.withdrawn',
  voided: 'approval.void',
}

/**
 * Carries a command out on an approval that is locked: history, rows, deadlines, audit, event and notices in the one
 * transaction. @throws see `decide` of lifecycle.ts
 */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  loaded: Loaded,
  command: Command,
  extra: Extra = {},
): Promise<Approval> {
  const means = await meansFor(tx, loaded, command)
  const facts = decide(loaded.approval, command, means)
  if (facts.length === 0) return loaded.approval
  return record(tx, actor, loaded, facts, { ...extra, action: `approval.${command.kind}` })
}

/** Writes facts and all that follows from them. */
export async function record(
  tx: Tx,
  actor: Actor,
  loaded: Loaded,
  facts: readonly Fact[],
  extra: Extra & { action: string },
): Promise<Approval> {
  const { row } = loaded
  const before = loaded.approval
  const after = facts.reduce(apply, before)
  const known = await dueTimes(tx, row.id)
  const now = await dbNow(tx)
  const changed = changedItems(before, after)
  const due = await dueTimesAfter(tx, { row, before, changed, facts, known, now })
  const behalf = extra.behalf ?? null
  await appendFacts(
    tx,
    row.id,
    loaded.facts.length + 1,
    facts.map((fact) => ({ fact, behalf: 'by' in fact ? behalf : null })),
  )
  await saveItems(
    tx,
    row.id,
    changed.map((item) => ({ ...item, dueAt: due.get(item.id) ?? null })),
  )
  await updateApproval(tx, row.id, after, { title: extra.title })
  await auditMove(tx, actor, loaded, after, facts, extra)
  const waiting = changed.filter((item) => item.state === 'waiting')
  const concerned = await tell(tx, actor, { row, before, after, facts, waiting })
  await emitMove(tx, actor, loaded, after, facts, concerned)
  return after
}

/** People of the steps that a command may open: as planned, less those who can no longer decide. */
async function meansFor(tx: Tx, { row, approval }: Loaded, command: Command): Promise<Means> {
  const people = new Map<number, string[]>()
  if (command.kind === 'approve' || command.kind === 'return' || command.kind === 'resubmit') {
    const planned = await plannedPeople(tx, row.id)
    const able = new Set(await whoMayDecide(tx, [...planned.values()].flat()))
    for (const [no, ids] of planned) {
      const left = ids.filter((id) => able.has(id))
      people.set(no, left.length > 0 ? left : await anew(tx, row, approval, no, ids))
    }
  }
  return { newId, peopleOf: (step) => people.get(step) ?? [] }
}

/** Nobody planned can decide any more: who is named by the step now, else those planned, for the manager to transfer. */
async function anew(
  tx: Tx,
  row: ApprovalRow,
  approval: Approval,
  no: number,
  planned: string[],
): Promise<string[]> {
  const { requesterId, requesterMayDecide } = approval
  const step = row.definition.steps[no - 1]!
  const now = await resolve(tx, step.by, { orgPath: row.orgPath, requesterId, requesterMayDecide })
  return now.length > 0 ? now : planned
}

function changedItems(before: Approval, after: Approval): Item[] {
  const old = new Map(before.items.map((item) => [item.id, item]))
  return after.items.filter((item) => {
    const was = old.get(item.id)
    return !was || was.state !== item.state || was.by !== item.by || was.reason !== item.reason
  })
}

async function auditMove(
  tx: Tx,
  actor: Actor,
  { row, approval: before }: Loaded,
  after: Approval,
  facts: readonly Fact[],
  extra: Extra & { action: string },
): Promise<void> {
  const [first] = facts
  await audit(tx, actor, {
    action: extra.action,
    entity: 'approval',
    entityId: row.id,
    orgId: row.org.id,
    before: { state: before.state, step: stepOf(before) },
    // the signature: who, for whom, what, about which content
    after: {
      state: after.state,
      step: stepOf(after),
      subject: row.subject,
      title: extra.title ?? row.title,
      digest: after.digest,
      onBehalfOf: extra.behalf ?? null,
      reason: first && 'reason' in first ? first.reason : '',
      fact: first ?? null,
    },
  })
}

const stepOf = (a: Approval): number | null => (a.current === null ? null : a.acts[a.current]!.step)

async function emitMove(
  tx: Tx,
  actor: Actor,
  { row }: Loaded,
  after: Approval,
  facts: readonly Fact[],
  concerned: string[],
): Promise<void> {
  const told = facts.find((fact) => outcomes[fact.kind])
  await emit(tx, {
    type: (told && outcomes[told.kind]) ?? 'approval.changed',
    entity: 'approval',
    entityId: row.id,
    data: {
      subject: row.subject,
      approvalId: row.id,
      digest: after.digest,
      requesterId: row.requester.id,
      by: actor.id,
      reason: told && 'reason' in told ? told.reason : lastReason(facts),
      ...(told?.kind === 'returned' ? { to: told.to } : {}),
      notify: concerned,
    },
  })
}

function lastReason(facts: readonly Fact[]): string {
  const last = facts.findLast((fact) => 'reason' in fact)
  return last && 'reason' in last ? last.reason : ''
}
