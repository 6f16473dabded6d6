import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { refuseUnknown } from './answers.ts'
import type * as contract from './contract.ts'
import { render } from './render.ts'
import { demandEdit, presentSharing, readerOf, sharingOf, unknownReference } from '#kernel/sharing/index.ts'
import * as store from './store/templates.ts'
import { templateVariables } from './words.ts'

export async function listTemplates(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTemplates>,
): Promise<Output<typeof contract.listTemplates>> {
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor, 2)
  const rows = await store.selectTemplates(db, readerOf(actor, 'canned.share'), {
    q: input.q,
    after,
    limit: input.limit,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.name, row.id])
  return { items: items.map(presentSharing), nextCursor }
}

/** @throws canned.unknown_variable, canned.unknown_reference (422) */
export async function createTemplate(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTemplate>,
): Promise<Output<typeof contract.createTemplate>> {
  if (!actor.id) throw new AppError('canned.no_person', { status: 403 })
  const facts = await factsOf(tx, actor, input)
  const id = await store.insertTemplate(tx, actor.id, facts)
  await audit(tx, actor, {
    action: 'canned.create-template',
    entity: 'template',
    entityId: id,
    after: { ...facts },
  })
  return presentSharing(await accessTemplate(tx, actor, id))
}

/** @throws as creation; canned.not_found (404), canned.not_allowed (403), canned.version_stale (412) */
export async function editTemplate(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTemplate>,
): Promise<Output<typeof contract.editTemplate>> {
  const before = await lock(tx, actor, input.id, input.version)
  const facts = await factsOf(tx, actor, input)
  await store.updateTemplate(tx, before.id, facts)
  const { tasks, ...rest } = before
  await audit(tx, actor, {
    action: 'canned.edit-template',
    entity: 'template',
    entityId: before.id,
    before: { name: rest.name, title: rest.title, share: rest.share, tasks },
    after: { ...facts },
  })
  return presentSharing(await accessTemplate(tx, actor, before.id))
}

/** @throws canned.not_found (404), canned.not_allowed (403), canned.version_stale (412) */
export async function deleteTemplate(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteTemplate>,
): Promise<Output<typeof contract.deleteTemplate>> {
  const before = await lock(tx, actor, input.id, input.version)
  await store.removeTemplate(tx, before.id)
  await audit(tx, actor, {
    action: 'canned.delete-template',
    entity: 'template',
    entityId: before.id,
    before: { name: before.name, title: before.title, share: before.share },
  })
  return { id: before.id }
}

/** A template with today's values in its title and description. @throws canned.not_found (404) */
export async function draftTemplate(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.draftTemplate>,
): Promise<Output<typeof contract.draftTemplate>> {
  return presentSharing(await filledIn(db, actor, input.id))
}

/**
 * The template as it is filed now, or on the day of `at`. The program has no name to sign with.
 * @throws canned.not_found (404)
 */
export async function filledIn(db: Db, actor: Actor, id: string, at?: Date): Promise<store.TemplateRow> {
  const [row, now] = await Promise.all([accessTemplate(db, actor, id), dbNow(db)])
  const today = inUnitZone(at ?? now).slice(0, 10)
  const values = { 'me.name': actor.kind === 'system' ? null : actor.name, today, month: today.slice(0, 7) }
  return {
    ...row,
    title: render(row.title, values).text.slice(0, 200),
    description: render(row.description, values).text.slice(0, 20_000),
  }
}

/** The only way to a template. @throws canned.not_found (404) */
export async function accessTemplate(db: Db, actor: Actor, id: string): Promise<store.TemplateRow> {
  const row = await store.findTemplate(db, readerOf(actor, 'canned.share'), id)
  if (!row) throw notFound('canned')
  return row
}

async function lock(tx: Tx, actor: Actor, id: string, version: number): Promise<store.TemplateRow> {
  const row = await store.findTemplate(tx, readerOf(actor, 'canned.share'), id, true)
  if (!row) throw notFound('canned')
  demandEdit(row, version, 'canned')
  return row
}

async function factsOf(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.createTemplate>,
): Promise<store.TemplateFacts> {
  refuseUnknown('title', input.title, templateVariables)
  refuseUnknown('description', input.description, templateVariables)
  const found = await store.referencesExist(db, input.serviceId, input.categoryId)
  if (!found.service) throw unknownReference('canned', 'serviceId')
  if (!found.category) throw unknownReference('canned', 'categoryId')
  const { name, title, description, type, impact, urgency, serviceId, categoryId, tasks } = input
  const facts = { name, title, description, type, impact, urgency, tasks }
  return {
    ...facts,
    service_id: serviceId,
    category_id: categoryId,
    ...(await sharingOf(db, actor, 'canned', input)),
  }
}
