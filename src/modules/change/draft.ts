import { voidIfChanged } from '#kernel/approval/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { insertTicket, type NewTicket } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import type { ChangeRecord } from './contract.ts'
import { contentDigest } from './facts.ts'
import { withoutUndefined } from './freezes.ts'
import { riskOf } from './lifecycle.ts'
import { carryOut } from './move.ts'
import { accessChange, lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import { indexChange } from './search.ts'
import { templateRows, type TemplateRow } from './store/plan.ts'
import type { ChangeRow } from './store/read.ts'
import * as store from './store/write.ts'
import { tell } from './tell.ts'
import type { Level, Risk } from './words.ts'

const refused = (code: string, field: string) => new AppError(code, { status: 422, field, params: { field } })

interface Named {
  serviceIds: readonly string[]
  groupId: string | null
  implementerId: string | null
  secondId: string | null
  ownerIds?: readonly (string | null)[]
}

/** @throws change.unknown_reference (422), naming the field */
async function checkNames(tx: Tx, given: Named): Promise<store.Known> {
  const { serviceIds, groupId, implementerId, secondId, ownerIds = [] } = given
  const personIds = [implementerId, secondId, ...ownerIds].filter((id): id is string => id !== null)
  const known = await store.readKnown(tx, { serviceIds, groupId, personIds })
  if (known.serviceIds.length < new Set(serviceIds).size)
    throw refused('change.unknown_reference', 'serviceIds')
  if (groupId && !known.group) throw refused('change.unknown_reference', 'groupId')
  const able = new Set(known.implementers)
  if (implementerId && !able.has(implementerId)) throw refused('change.unknown_reference', 'implementerId')
  if (secondId && !able.has(secondId)) throw refused('change.unknown_reference', 'secondId')
  if (ownerIds.some((id) => id && !able.has(id))) throw refused('change.unknown_reference', 'tasks')
  return known
}

function checkWindow(startsAt: string | Date | null, endsAt: string | Date | null): void {
  if (startsAt && endsAt && new Date(endsAt) <= new Date(startsAt))
    throw refused('change.ends_before_start', 'endsAt')
}

async function templateFor(
  tx: Tx,
  input: Input<typeof contract.createChange>,
): Promise<TemplateRow | undefined> {
  if (input.kind !== 'standard') {
    if (input.templateId) throw refused('change.template_only_standard', 'templateId')
    return undefined
  }
  const [template] = input.templateId ? await templateRows(tx, { id: input.templateId }) : []
  if (!template?.active) throw refused('change.needs_template', 'templateId')
  return template
}

/**
 * Drafts a change, for the org of the person who asks for it. A standard one takes plan, risk and tasks from its template.
 * @throws change.outside (403), change.unknown_reference, change.needs_template, change.template_only_standard,
 * change.ends_before_start (422)
 */
export async function createChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createChange>,
): Promise<ChangeRecord> {
  return presentAgain(tx, actor, await draftChange(tx, actor, input))
}

/** As `createChangeVerb`, for seeds. @returns the id */
export async function draftChange(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createChange>,
): Promise<string> {
  const template = await templateFor(tx, input)
  checkWindow(input.startsAt, input.endsAt)
  const known = await checkNames(tx, { ...input, ownerIds: input.tasks.map((task) => task.ownerId) })
  const plan = template ?? input
  const tasks = template ? template.taskTitles.map((title) => ({ title, ownerId: null })) : input.tasks
  const { id, number } = await insertTicketOf(tx, actor, {
    title: input.title,
    description: input.reason,
    service_id: input.serviceIds[0] ?? null,
    group_id: input.groupId ?? template?.group?.id ?? known.groupOfService,
    owner_id: input.implementerId,
    state: 'draft',
  })
  await store.insertChange(tx, {
    ticket_id: id,
    kind: input.kind,
    template_id: template?.id ?? null,
    impact_level: template ? null : input.impactLevel,
    likelihood: template ? null : input.likelihood,
    risk: template?.risk ?? riskFrom(input.impactLevel, input.likelihood),
    impact: plan.impact,
    plan: plan.plan,
    back_out: plan.backOut,
    test_proof: plan.testProof,
    edits_config: plan.editsConfig,
    starts_at: input.startsAt,
    ends_at: input.endsAt,
    second_id: input.secondId,
  })
  await store.setServices(tx, id, input.serviceIds)
  for (const task of tasks) await store.insertTask(tx, id, task)
  for (const path of new Set(input.files)) await store.insertConfigFile(tx, id, path)
  await indexChange(tx, await accessChange(tx, actor, id))
  await audit(tx, actor, {
    action: 'change.create',
    entity: 'change',
    entityId: id,
    orgId: actor.orgId,
    after: { number, ...input },
  })
  await tell(tx, actor, { what: 'created', change: { id, number, title: input.title, version: 1 } })
  return id
}

const riskFrom = (impact: Level | null, likelihood: Level | null): Risk | null =>
  impact && likelihood ? riskOf(impact, likelihood) : null

async function insertTicketOf(
  tx: Tx,
  actor: Actor,
  row: Pick<NewTicket, 'title' | 'description' | 'service_id' | 'group_id' | 'owner_id' | 'state'> & {
    occurred_at?: string | undefined
  },
): Promise<{ id: string; number: string }> {
  // a change is somebody's: no machine asks for one
  if (actor.kind !== 'person' || actor.orgId === null || !inScope(actor, 'change.request', actor.orgPath))
    throw new AppError('change.outside', { status: 403 })
  const now = await dbNow(tx)
  const id = newId()
  const number = await nextNumber(tx, 'change', 'CHG', dayIn(now, unitZone()))
  await insertTicket(
    tx,
    {
      ...row,
      id,
      number,
      kind: 'change',
      channel: 'desk',
      requester_id: actor.id,
      org_id: actor.orgId,
      priority: 3,
      open: true,
      created_by: actor.id,
      occurred_at: row.occurred_at ?? now,
    },
    {
      actorId: actor.id,
      actorName: actor.name,
      affectedId: newId(),
      data: { move: 'create', to: row.state },
    },
  )
  return { id, number }
}

/** Of a standard change only what differs each time is written by people; the rest is the template's. */
const fixedByTemplate = [
  'impactLevel',
  'likelihood',
  'impact',
  'plan',
  'backOut',
  'testProof',
  'editsConfig',
] as const

/**
 * Changes a change before work on it begins. What is approved is frozen: another plan, scope or window voids its
 * approval, and it begins anew as a draft; people may be replaced.
 * @throws see `lockChange`; change.unknown_reference, change.ends_before_start, change.fixed_by_template (422)
 */
export async function editChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editChange>,
): Promise<ChangeRecord> {
  const { id, version, ...given } = input
  const row = await lockChange(tx, actor, { id, version }, 'edit')
  const patch = withoutUndefined(given)
  const fixed = row.template ? fixedByTemplate.find((key) => patch[key] !== undefined) : undefined
  if (fixed) throw refused('change.fixed_by_template', fixed)
  const now = { ...valuesOf(row), ...patch }
  checkWindow(now.startsAt, now.endsAt)
  await checkNames(tx, now)
  if (patch.serviceIds) await store.setServices(tx, row.id, patch.serviceIds)
  await carryOut(tx, actor, row, {
    action: 'edit',
    news: 'changed',
    ticket: {
      title: now.title,
      description: now.reason,
      service_id: now.serviceIds[0] ?? null,
      group_id: now.groupId,
      owner_id: now.implementerId,
    },
    change: {
      ...(row.template ? {} : planOf(now)),
      starts_at: now.startsAt,
      ends_at: now.endsAt,
      second_id: now.secondId,
      // somebody else confirms, or other work is confirmed
      confirmed_by: null,
      confirmed_at: null,
    },
    data: { changed: Object.keys(patch) },
  })
  const after = await accessChange(tx, actor, row.id)
  await indexChange(tx, after)
  if (contentDigest(after) !== contentDigest(row)) await beginAnew(tx, actor, after)
  return presentAgain(tx, actor, row.id)
}

type Values = Named &
  Pick<ChangeRow, 'title' | 'reason' | 'impactLevel' | 'likelihood'> & {
    impact: string
    plan: string
    backOut: string
    testProof: string
    editsConfig: boolean
    startsAt: string | Date | null
    endsAt: string | Date | null
  }

const valuesOf = (row: ChangeRow): Values => ({
  title: row.title,
  reason: row.reason,
  serviceIds: row.services.map((s) => s.id),
  impactLevel: row.impactLevel,
  likelihood: row.likelihood,
  impact: row.impact,
  plan: row.plan,
  backOut: row.backOut,
  testProof: row.testProof,
  editsConfig: row.editsConfig,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  groupId: row.group?.id ?? null,
  implementerId: row.implementer?.id ?? null,
  secondId: row.second?.id ?? null,
})

const planOf = (now: Values): store.ChangePatch => ({
  impact_level: now.impactLevel,
  likelihood: now.likelihood,
  risk: riskFrom(now.impactLevel, now.likelihood),
  impact: now.impact,
  plan: now.plan,
  back_out: now.backOut,
  test_proof: now.testProof,
  edits_config: now.editsConfig,
})

/** Another content than the one that was handed in: nothing of what was said about that one holds. */
async function beginAnew(tx: Tx, actor: Actor, row: ChangeRow): Promise<void> {
  // a returned one is being mended: its approval goes on when it is handed in again
  if (row.state === 'draft' || row.state === 'returned') return
  await carryOut(tx, actor, row, {
    action: 'void',
    news: 'voided',
    to: 'draft',
    change: voided,
    tell: [row.requester?.id, row.implementer?.id, row.second?.id],
  })
  await voidIfChanged(tx, actor, {
    subject: { entity: 'change', id: row.id },
    digest: contentDigest(row),
    reason: say(actor.locale, 'change:voidReason'),
  })
}

/** What a change loses with its approval. */
export const voided = {
  approved_digest: null,
  approval_id: null,
  after_approval_id: null,
  let_begin_by: null,
  let_begin_at: null,
  ratify_by: null,
  ratified: null,
  flow: null,
  outside_by: null,
  outside_reason: null,
} satisfies store.ChangePatch

/**
 * Keeps a change that was made without a request and was found out later: it waits for its review and counts in figures.
 * @throws change.outside (403), change.unknown_reference (422), incident.not_found (404)
 */
export async function recordUnauthorisedVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recordUnauthorised>,
): Promise<ChangeRecord> {
  const known = await checkNames(tx, { ...input, groupId: null, implementerId: null, secondId: null })
  const incident = input.incidentId ? await accessIncident(tx, actor, input.incidentId) : undefined
  if (input.occurredAt && new Date(input.occurredAt) > (await dbNow(tx)))
    throw refused('change.in_future', 'occurredAt')
  const { id, number } = await insertTicketOf(tx, actor, {
    title: input.title,
    description: input.reason,
    service_id: input.serviceIds[0] ?? null,
    group_id: known.groupOfService,
    owner_id: null,
    state: 'implemented',
    occurred_at: input.occurredAt,
  })
  await store.insertChange(tx, {
    ticket_id: id,
    kind: 'normal',
    unauthorised: true,
    found_by: actor.id,
    done_by: input.doneBy || null,
    implemented_at: input.occurredAt ?? null,
  })
  await store.setServices(tx, id, input.serviceIds)
  if (incident)
    await store.putLink(tx, { changeId: id, incidentId: incident.id, relation: 'found', by: actor.id })
  await indexChange(tx, await accessChange(tx, actor, id))
  await audit(tx, actor, {
    action: 'change.record-unauthorised',
    entity: 'change',
    entityId: id,
    orgId: actor.orgId,
    after: { number, ...input },
  })
  await tell(tx, actor, { what: 'created', change: { id, number, title: input.title, version: 1 } })
  return presentAgain(tx, actor, id)
}
