import type { ApprovalDefinition } from '#kernel/approval/definition-contract.ts'
import type { Field } from '../form-contract.ts'
import type { ItemDraft, TargetTime, TaskDefinition } from '../item-contract.ts'

type FieldDraft = Partial<Field> & Pick<Field, 'key' | 'type'>

/** A field with its name in Chinese and English. */
export function field(
  key: string,
  type: Field['type'],
  label: string,
  labelEn: string,
  more: Partial<FieldDraft> = {},
): Field {
  return { help: '', helpEn: '', required: true, key, type, label, labelEn, ...more }
}

/** Options `value: [Chinese, English]`. */
export function options(all: Record<string, readonly [string, string]>): NonNullable<Field['options']> {
  return Object.entries(all).map(([value, [label, labelEn]]) => ({ value, label, labelEn }))
}

export const workingDays = (value: number): TargetTime => ({ value, unit: 'workingDays' })
export const hours = (value: number): TargetTime => ({ value, unit: 'hours' })

export function task(
  key: string,
  name: string,
  nameEn: string,
  stage: number,
  due: TargetTime,
  more: Partial<TaskDefinition> = {},
): TaskDefinition {
  return { groupId: null, instructions: '', result: [], key, name, nameEn, stage, due, ...more }
}

/**
 * Whoever leads the requester's unit or, where no leader is named, the manager: one of them is enough, so that a unit
 * that has named nobody yet can begin.
 */
export const leaderStep: ApprovalDefinition['steps'][number] = {
  name: 't:catalogue:step.leader',
  mode: 'any',
  by: [
    { kind: 'relation', relation: 'requester-leader' },
    { kind: 'role', role: 'manager' },
  ],
  deadline: { value: 2, unit: 'workingDays' },
}

export const managerStep: ApprovalDefinition['steps'][number] = {
  name: 't:catalogue:step.manager',
  mode: 'any',
  by: [{ kind: 'role', role: 'manager' }],
  deadline: { value: 2, unit: 'workingDays' },
}

/** The leader of the unit that the item's `approvalField` names: the owner of data. */
export const ownerStep: ApprovalDefinition['steps'][number] = {
  name: 't:catalogue:step.owner',
  mode: 'any',
  by: [
    { kind: 'relation', relation: 'org-leader' },
    { kind: 'role', role: 'manager' },
  ],
  deadline: { value: 3, unit: 'workingDays' },
}

export interface ShippedItem {
  code: string
  category: string
  popular?: true
  definition: ItemDraft
}
