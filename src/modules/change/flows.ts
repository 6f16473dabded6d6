import type { ApprovalDefinition, Approver } from '#kernel/approval/definition-contract.ts'
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import { FlowStep } from './plan-contract.ts'
import type * as contract from './plan-contract.ts'
import { flowRows, leadersOf, writeFlow } from './store/plan.ts'
import { flowKeys, type FlowKey } from './words.ts'

const group: FlowStep = {
  name: 't:change:step.group',
  mode: 'one',
  by: [{ kind: 'implementing-group-leader' }],
  hours: 8,
}
const both: FlowStep = {
  name: 't:change:step.both',
  mode: 'all',
  by: [
    { kind: 'role', role: 'manager' },
    { kind: 'role', role: 'duty-leader' },
  ],
  hours: 8,
}
const dutyLeader: FlowStep = {
  name: 't:change:step.dutyLeader',
  mode: 'any',
  by: [{ kind: 'role', role: 'duty-leader' }],
  hours: 1,
}
const manager: FlowStep = {
  name: 't:change:step.manager',
  mode: 'any',
  by: [{ kind: 'role', role: 'manager' }],
  hours: 16,
}

/** As shipped; a unit changes them in the settings of changes. */
export const shippedFlows: Record<FlowKey, FlowStep[]> = {
  standard: [],
  'normal-low': [group],
  'normal-medium': [group, both],
  'normal-high': [group, both],
  emergency: [dutyLeader],
  'emergency-after': [{ ...group, hours: 16 }, manager],
}

type FlowRecord = Output<typeof contract.saveFlow>

async function flows(db: Db): Promise<FlowRecord[]> {
  const rows = new Map((await flowRows(db)).map((row) => [row.key, row]))
  return flowKeys.map((key) => {
    const row = rows.get(key)
    return row
      ? { key, steps: FlowStep.array().parse(row.steps), shipped: false, version: row.version }
      : { key, steps: shippedFlows[key], shipped: true, version: 0 }
  })
}

/** The steps of a flow as they are now. */
export async function stepsOf(db: Db, key: FlowKey): Promise<FlowStep[]> {
  return (await flows(db)).find((flow) => flow.key === key)!.steps
}

export async function listFlowsVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.listFlows>,
): Promise<Output<typeof contract.listFlows>> {
  return { items: await flows(db) }
}

/** Changes how changes are approved from now on; approvals that run keep theirs. @throws change.version_stale (412) */
export async function saveFlowVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.saveFlow>,
): Promise<FlowRecord> {
  const before = (await flows(tx)).find((flow) => flow.key === input.key)!
  if (before.version !== input.version || !(await writeFlow(tx, input.key, input.version, input.steps)))
    throw new AppError('change.version_stale', { status: 412, params: { version: before.version } })
  await audit(tx, actor, {
    action: 'change.save-flow',
    entity: 'change-flow',
    entityId: input.key,
    before: { steps: before.steps },
    after: { steps: input.steps },
  })
  return (await flows(tx)).find((flow) => flow.key === input.key)!
}

export interface Around {
  groupId: string | null
  orgPath: string
  requesterId: string
  /** implementer and second person: what they say of their own work says little */
  workerIds: readonly string[]
  /** of the change; whose turn it is follows it */
  number: string
}

/** The definition of an approval for one change, its relative approvers filled in. */
export async function definitionOf(
  db: Db,
  steps: readonly FlowStep[],
  around: Around,
): Promise<ApprovalDefinition> {
  const out: ApprovalDefinition['steps'] = []
  for (const { name, mode, by, hours } of steps) {
    const people: Approver[] = []
    for (const one of by) people.push(...(await approversOf(db, one, mode, around)))
    out.push({
      name,
      mode,
      by: people,
      ...(hours === null ? {} : { deadline: { value: hours, unit: 'hours' as const } }),
    })
  }
  return { steps: out }
}

async function approversOf(
  db: Db,
  one: FlowStep['by'][number],
  mode: FlowStep['mode'],
  around: Around,
): Promise<Approver[]> {
  const isApart = (id: string): boolean => id !== around.requesterId && !around.workerIds.includes(id)
  if (one.kind === 'implementing-group-leader') {
    const leaders = around.groupId ? (await leadersOf(db, around.groupId)).filter(isApart) : []
    if (leaders.length > 0) return leaders.map((personId) => ({ kind: 'person', personId }))
    // the group has no leader, or the leader does the work: the shift's leader stands in
    return [{ kind: 'role', role: 'duty-leader' }]
  }
  // 会签 asks one holder of each role, in turn, and not everybody who has it
  if (mode === 'all' && (one.kind === 'role' || one.kind === 'permission')) {
    const by = one.kind === 'role' ? { roles: [one.role] } : { permission: one.permission }
    const holders = (await holdersOf(db, by, around.orgPath)).toSorted()
    const apart = holders.filter(isApart)
    const able = apart.length > 0 ? apart : holders.filter((id) => id !== around.requesterId)
    if (able.length === 0) return [one]
    return [{ kind: 'person', personId: able[Number(around.number.slice(-4)) % able.length]! }]
  }
  return [one]
}
