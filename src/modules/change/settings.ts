import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { withoutUndefined } from './freezes.ts'
import type * as contract from './plan-contract.ts'
import { insertTemplate, readSetting, templateRows, writeSetting, writeTemplate } from './store/plan.ts'
import { readKnown } from './store/write.ts'

export async function getSettingVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.getSetting>,
): Promise<Output<typeof contract.getSetting>> {
  return readSetting(db)
}

/** @throws change.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.putSetting>,
): Promise<Output<typeof contract.putSetting>> {
  const before = await readSetting(tx)
  if (!(await writeSetting(tx, input))) throw stale(before.version)
  await audit(tx, actor, {
    action: 'change.put-setting',
    entity: 'change-setting',
    entityId: 'setting',
    before: { ...before },
    after: { ...input },
  })
  return readSetting(tx)
}

export async function listTemplatesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.listTemplates>,
): Promise<Output<typeof contract.listTemplates>> {
  return { items: await templateRows(db, { active: input.active }) }
}

type Template = Output<typeof contract.createTemplate>

async function checkGroup(tx: Tx, groupId: string | null): Promise<void> {
  if (groupId && !(await readKnown(tx, { serviceIds: [], groupId, personIds: [] })).group)
    throw new AppError('change.unknown_reference', {
      status: 422,
      field: 'groupId',
      params: { field: 'groupId' },
    })
}

/** Approves a standard change once and for all of its kind. @throws change.unknown_reference (422); http.duplicate (409) */
export async function createTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTemplate>,
): Promise<Template> {
  await checkGroup(tx, input.groupId)
  const id = await insertTemplate(tx, { ...input, active: true }, actor.id!)
  await audit(tx, actor, {
    action: 'change.create-template',
    entity: 'change-template',
    entityId: id,
    after: input,
  })
  return (await templateRows(tx, { id }))[0]!
}

/** Whoever changes it approves it anew. @throws change.not_found (404); change.unknown_reference (422); change.version_stale (412) */
export async function editTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTemplate>,
): Promise<Template> {
  const { id, version, ...patch } = input
  const [before] = await templateRows(tx, { id })
  if (!before) throw notFound('change')
  const values = { ...before, groupId: before.group?.id ?? null, ...withoutUndefined(patch) }
  await checkGroup(tx, values.groupId)
  if (!(await writeTemplate(tx, id, version, values, actor.id!))) throw stale(before.version)
  await audit(tx, actor, {
    action: 'change.edit-template',
    entity: 'change-template',
    entityId: id,
    before: { ...before },
    after: { ...patch },
  })
  return (await templateRows(tx, { id }))[0]!
}

export function stale(version: number): AppError {
  return new AppError('change.version_stale', { status: 412, params: { version } })
}
