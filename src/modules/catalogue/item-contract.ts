import { z } from 'zod'
import { ApprovalDefinition } from '#kernel/approval/definition-contract.ts'
import { text } from '#kernel/http/endpoint.ts'
import { fieldKey, FormDefinition } from './form-contract.ts'

/** Working time on the unit's calendar. */
export const TargetTime = z.strictObject({
  value: z.int().min(1).max(1000),
  unit: z.enum(['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks']),
})
export type TargetTime = z.infer<typeof TargetTime>

/** Something to be done for a line of a request. Tasks of one stage run side by side, stages follow each other. */
export const TaskDefinition = z.strictObject({
  key: fieldKey,
  name: text(100),
  nameEn: text(100, 0).default(''),
  stage: z.int().min(1).max(20).default(1),
  /** who does it; null: the group of the item's service, else whoever the desk gives it to */
  groupId: z.uuid().nullable().default(null),
  due: TargetTime.nullable().default(null),
  instructions: text(2000, 0).default(''),
  /** what must be told when it is done, such as the address assigned */
  result: FormDefinition.default([]),
})
export type TaskDefinition = z.infer<typeof TaskDefinition>

/** Who may ask. Empty lists ask for nothing; both given, both must hold. */
export const Audience = z.strictObject({
  roles: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{1,49}$/))
    .max(50)
    .default([]),
  /** these orgs and all below them */
  orgIds: z.array(z.uuid()).max(200).default([]),
})
export type Audience = z.infer<typeof Audience>

/** Everything that an item says; a change of any of it is a new version. */
export const ItemDefinition = z
  .strictObject({
    name: text(60, 2),
    nameEn: text(100, 0).default(''),
    summary: text(200, 0).default(''),
    summaryEn: text(300, 0).default(''),
    description: text(5000, 0).default(''),
    descriptionEn: text(8000, 0).default(''),
    /** further words it is found by, such as what people call it */
    keywords: text(500, 0).default(''),
    audience: Audience.default({ roles: [], orgIds: [] }),
    form: FormDefinition.default([]),
    approval: ApprovalDefinition.nullable().default(null),
    /** a field of the form (org or service) whose unit decides, such as the owner of the data; null: the requester's */
    approvalField: fieldKey.nullable().default(null),
    tasks: z.array(TaskDefinition).min(1).max(20),
    target: TargetTime.nullable().default(null),
    cost: text(200, 0).default(''),
    costEn: text(300, 0).default(''),
    /** the quality standard that a plan of work cites */
    quality: text(2000, 0).default(''),
    qualityEn: text(3000, 0).default(''),
    serviceId: z.uuid().nullable().default(null),
  })
  .superRefine((item, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const keys = item.tasks.map((task) => task.key)
    keys.forEach((key, at) => keys.indexOf(key) < at && fault(['tasks', at, 'key'], 'duplicate'))
    const stages = new Set(item.tasks.map((task) => task.stage))
    item.tasks.forEach(
      (task, at) => task.stage > 1 && !stages.has(task.stage - 1) && fault(['tasks', at, 'stage'], 'gap'),
    )
    // files belong to the answers of requests; a result is words and figures
    item.tasks.forEach((task, at) =>
      task.result.forEach(
        (field, n) => field.type === 'attachment' && fault(['tasks', at, 'result', n, 'type'], 'attachment'),
      ),
    )
    if (item.approvalField !== null) {
      const field = item.form.find((one) => one.key === item.approvalField)
      if (!field?.required || field.shownWhen || (field.type !== 'org' && field.type !== 'service'))
        fault(['approvalField'], 'field')
    }
  })
export type ItemDefinition = z.infer<typeof ItemDefinition>
export type ItemDraft = z.input<typeof ItemDefinition>
