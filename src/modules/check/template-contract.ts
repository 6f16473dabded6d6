/** Templates of checks 监控模板, and checks made of many items at once. */
import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { CheckBody } from './contract.ts'
import { activeKinds } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

const said = CheckBody.shape
/**
 * What the checks of a template say. Texts may hold variables of the item, `{{address}}` or `{{port|443}}`; the spec is
 * judged by its kind where it holds none. Item, org and support group are the item's, unless a group is named.
 */
export const Pattern = z.strictObject({
  name: text(200),
  spec: said.spec,
  intervalSeconds: said.intervalSeconds,
  timeoutMs: said.timeoutMs,
  retries: said.retries,
  retrySeconds: said.retrySeconds,
  thresholds: said.thresholds,
  calendarId: said.calendarId,
  alerts: said.alerts,
  alertWithin: said.alertWithin,
  labels: said.labels,
  /** null: the support group of the item */
  groupId: said.groupId,
  /** the check counts for the first of the systems that rest on the item */
  withService: z.boolean().default(true),
  runbookArticleId: said.runbookArticleId,
  runbookUrl: said.runbookUrl,
  probeId: said.probeId,
})
export type PatternValues = z.output<typeof Pattern>

const fields = {
  name: text(100),
  description: text(1000, 0).default(''),
  orgId: z.uuid(),
  /** with all classes below them */
  classIds: z.array(z.uuid()).min(1).max(50),
  kind: z.enum(activeKinds),
  pattern: Pattern,
  secrets: said.secrets,
  active: z.boolean().default(true),
}
export const TemplateBody = z.strictObject(fields)

/** How many items it stands at, and how. */
const Figures = z.object({
  /** items that have its check */
  checks: z.int(),
  /** of those, checks that somebody changed */
  overridden: z.int(),
  /** items that cannot fill it */
  problems: z.int(),
  /** items whose check somebody deleted */
  declined: z.int(),
  /** items at which an older version still stands */
  behind: z.int(),
})

export const TemplateLine = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  org: Ref,
  classIds: z.array(z.string()),
  kind: z.enum(activeKinds),
  active: z.boolean(),
  /** it has been applied: items that come by themselves get its check */
  applied: z.boolean(),
  figures: Figures,
  version: z.int(),
  abilities: z.array(z.enum(['manage'])),
})
export type TemplateLineView = z.output<typeof TemplateLine>
export const Template = TemplateLine.extend({
  pattern: Pattern,
  secretsKept: z.array(z.string()),
  calendar: Ref.nullable(),
  group: Ref.nullable(),
  probe: Ref.nullable(),
  runbookArticle: Ref.nullable(),
  recordedAt: when,
})
export type TemplateView = z.output<typeof Template>

/** What is to be done at an item. `declined`: somebody deleted its check; `kept`: the check says what it should. */
export const steps = ['create', 'update', 'kept', 'retire', 'problem', 'declined'] as const
export type Step = (typeof steps)[number]

export const PlanLine = z.object({
  ci: z.object({ id: z.string(), name: z.string(), code: z.string(), classId: z.string() }),
  step: z.enum(steps),
  check: Ref.nullable(),
  /** as the check would be called, and what it would look at */
  name: z.string(),
  target: z.string(),
  /** fields that somebody changed at the check: they stay */
  overridden: z.array(z.string()),
  /** why there can be none: `missing` (variables), `invalid` (field of the spec), `no_rights` */
  problem: z.object({ code: z.string(), params: z.record(z.string(), z.string()) }).nullable(),
})
export type PlanLineView = z.output<typeof PlanLine>
const Plan = z.object({
  /** in all, or of the first `seen` items when there are more */
  counts: z.record(z.enum(steps), z.int()),
  seen: z.int(),
  /** there are items that were not looked at */
  more: z.boolean(),
  lines: z.array(PlanLine),
})
export type PlanView = z.output<typeof Plan>

export const listTemplates = endpoint({
  name: 'check.list-templates',
  method: 'GET',
  path: '/check-templates',
  permission: 'check.read',
  query: z.strictObject({ ...pageQuery, q: text(100, 0).optional() }),
  response: pageOf(TemplateLine),
  summary: 'Templates of checks, the newest first 监控模板列表',
})
export const getTemplate = endpoint({
  name: 'check.get-template',
  method: 'GET',
  path: '/check-templates/{id}',
  permission: 'check.read',
  params: idParams,
  response: Template,
  summary: 'A template of checks 监控模板',
})
export const createTemplate = endpoint({
  name: 'check.create-template',
  method: 'POST',
  path: '/check-templates',
  permission: 'check.manage',
  body: TemplateBody,
  response: Template,
  status: 201,
  idempotent: true,
  summary: 'Add a template of checks; it does nothing before it is applied 新增监控模板',
})
export const editTemplate = endpoint({
  name: 'check.edit-template',
  method: 'PUT',
  path: '/check-templates/{id}',
  permission: 'check.manage',
  params: idParams,
  body: TemplateBody,
  response: Template,
  ifMatch: true,
  summary: 'Change a template; its checks follow when it is applied 修改监控模板',
})
export const deleteTemplate = endpoint({
  name: 'check.delete-template',
  method: 'DELETE',
  path: '/check-templates/{id}',
  permission: 'check.manage',
  params: idParams,
  query: z.strictObject({
    /** `keep`: they go on as checks of their own */
    checks: z.enum(['keep', 'delete']).default('keep'),
  }),
  response: z.object({ id: z.string(), deleted: z.int() }),
  ifMatch: true,
  summary: 'Delete a template 删除监控模板',
})
/** Reads and compares; writes nothing. The first 500 items, of which `lines` shows those that something happens to first. */
export const previewTemplate = endpoint({
  name: 'check.preview-template',
  method: 'GET',
  path: '/check-templates/{id}/preview',
  permission: 'check.manage',
  params: idParams,
  response: Plan,
  summary: 'What applying a template would do 预览模板应用结果',
})
/** The first items at once, the others within the next seconds; items that come later get theirs by themselves. */
export const applyTemplate = endpoint({
  name: 'check.apply-template',
  method: 'POST',
  path: '/check-templates/{id}/moves/apply',
  permission: 'check.manage',
  params: idParams,
  response: z.object({ counts: z.record(z.enum(steps), z.int()), more: z.boolean() }),
  ifMatch: true,
  summary: 'Apply a template: create, update and retire its checks 应用监控模板',
})
export const listTemplateChecks = endpoint({
  name: 'check.list-template-checks',
  method: 'GET',
  path: '/check-templates/{id}/checks',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    only: z.enum(['overridden', 'problems', 'declined', 'behind']).optional(),
  }),
  response: pageOf(
    z.object({
      ci: z.object({ id: z.string(), name: z.string(), code: z.string() }),
      check: Ref.nullable(),
      overridden: z.array(z.string()),
      problem: z.object({ code: z.string(), params: z.record(z.string(), z.string()) }).nullable(),
      behind: z.boolean(),
      appliedAt: when,
    }),
  ),
  summary: 'Items at which a template stands, and where checks differ from it 模板监控项与差异',
})
/** Takes back what people changed at the check, or brings a deleted one back. */
export const resetToTemplate = endpoint({
  name: 'check.reset-to-template',
  method: 'POST',
  path: '/check-templates/{id}/moves/reset',
  permission: 'check.manage',
  params: idParams,
  body: z.strictObject({ ciIds: z.array(z.uuid()).min(1).max(200) }),
  response: z.object({ reset: z.int() }),
  summary: 'Let checks say again what their template says 恢复为模板设置',
})
/** Of which template a check is, and in which fields it differs. */
export const templateOfCheck = endpoint({
  name: 'check.template-of-check',
  method: 'GET',
  path: '/checks/{id}/template',
  permission: 'check.read',
  params: idParams,
  response: z.object({
    template: Ref.nullable(),
    ciId: z.string().nullable(),
    overridden: z.array(z.string()),
  }),
  summary: 'Template of a check 监控项所属模板',
})

const FromCis = z.strictObject({
  ciIds: z.array(z.uuid()).min(1).max(200),
  kind: z.enum(activeKinds),
  pattern: Pattern,
  secrets: said.secrets,
})
export const previewFromCis = endpoint({
  name: 'check.preview-from-cis',
  method: 'POST',
  path: '/checks/from-cis/preview',
  permission: 'check.manage',
  body: FromCis,
  response: Plan,
  // reads and compares, writes nothing
  audited: false,
  summary: 'Which checks would be made of items 预览批量新建监控项',
})
/** Items that cannot fill the pattern are left out and told. */
export const createFromCis = endpoint({
  name: 'check.create-from-cis',
  method: 'POST',
  path: '/checks/from-cis',
  permission: 'check.manage',
  body: FromCis,
  response: z.object({ created: z.int(), left: z.array(PlanLine) }),
  status: 201,
  idempotent: true,
  summary: 'Make a check of each item 由配置项批量新建监控项',
})
