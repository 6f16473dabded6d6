import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { arrange, nextDraft } from './schedule.ts'
import * as store from './store/template.ts'

type Record_ = Output<typeof contract.createTemplate>

function present(actor: Actor, row: store.TemplateRow): Record_ {
  const { orgPath, ...rest } = row
  return { ...rest, abilities: inScope(actor, 'report.template', orgPath) ? ['edit'] : [] }
}

/** Templates of the caller's orgs. */
export async function listTemplatesVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.listReportTemplates>> {
  const rows = await store.selectTemplates(db, scopeOf(actor, 'report.read'))
  return { items: rows.map((row) => present(actor, row)) }
}

/** @throws report.unknown_reference (422) for an org outside the caller's scope */
async function valuesOf(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTemplate>,
): Promise<store.TemplateValues> {
  const org = await findOrg(tx, input.orgId)
  if (!org || !inScope(actor, 'report.template', org.path))
    throw new AppError('report.unknown_reference', {
      status: 422,
      field: 'orgId',
      params: { field: 'orgId' },
    })
  const { name, kind, locale, sections, workday, at } = input
  const next = await nextDraft(tx, input, (await dbNow(tx)).getTime())
  return { name, kind, locale, sections, workday, at, org_id: org.id, next_at: next }
}

async function leave(
  tx: Tx,
  actor: Actor,
  action: 'create' | 'edit' | 'delete',
  at: { id: string; orgId: string },
  data: { before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await audit(tx, actor, {
    action: `report.template-${action}`,
    entity: 'report-template',
    entityId: at.id,
    orgId: at.orgId,
    ...data,
  })
}

/** @throws report.unknown_reference (422) */
export async function createTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTemplate>,
): Promise<Record_> {
  const values = await valuesOf(tx, actor, input)
  const id = await store.insertTemplate(tx, actor.id, values)
  await arrange(tx, id, values.next_at)
  await leave(tx, actor, 'create', { id, orgId: values.org_id }, { after: { ...values } })
  return present(actor, (await store.findTemplate(tx, id))!)
}

async function lock(tx: Tx, actor: Actor, at: { id: string; version: number }): Promise<store.TemplateRow> {
  const row = await store.findTemplate(tx, at.id, true)
  if (!row || !inScope(actor, 'report.template', row.orgPath)) throw notFound('report')
  if (row.version !== at.version)
    throw new AppError('report.version_stale', { status: 412, params: { version: row.version } })
  return row
}

/** Reports that it has made stay as they are. @throws report.not_found (404), report.version_stale (412); as creation */
export async function editTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTemplate>,
): Promise<Record_> {
  const before = await lock(tx, actor, input)
  const values = await valuesOf(tx, actor, input)
  await store.updateTemplate(tx, before.id, values)
  await arrange(tx, before.id, values.next_at)
  const { name, sections, workday, at } = before
  await leave(
    tx,
    actor,
    'edit',
    { id: before.id, orgId: values.org_id },
    { before: { name, sections, workday, at }, after: { ...values } },
  )
  return present(actor, (await store.findTemplate(tx, before.id))!)
}

/** @throws report.not_found (404), report.version_stale (412) */
export async function deleteTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteTemplate>,
): Promise<{ id: string }> {
  const before = await lock(tx, actor, input)
  await arrange(tx, before.id, null)
  await store.removeTemplate(tx, before.id)
  await leave(tx, actor, 'delete', { id: before.id, orgId: before.org.id }, { before: { name: before.name } })
  return { id: before.id }
}
