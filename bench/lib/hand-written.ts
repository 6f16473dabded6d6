/**
 * Custody agreements as somebody would write them by hand, on the table of the declared ledger: list, get, create and
 * update with the same checks, history, search, audit and event. What the declaration costs is measured against it.
 */
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { decodeCursor, page, route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { putDocument } from '#kernel/search/index.ts'
import { unitZone } from '#kernel/settings/index.ts'

const named = z.object({ id: z.string(), name: z.string() })
const Agreement = z.object({
  id: z.string(),
  number: z.string(),
  org: named,
  state: z.string(),
  subject: z.string(),
  kind: z.object({ code: z.string(), name: z.string() }),
  items: z.string().nullable(),
  quantity: z.number().nullable(),
  place: z.string(),
  custodian: named,
  custodianOrg: named.nullable(),
  handover: named.nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  signedOn: z.string().nullable(),
  files: z.array(z.object({ id: z.string(), name: z.string(), size: z.number() })).nullable(),
  value: z.string().nullable(),
  returnedOn: z.string().nullable(),
  receiver: named.nullable(),
  condition: z.string().nullable(),
  remark: z.string().nullable(),
  origin: z.enum(['live', 'import']),
  createdAt: when,
  createdBy: named.nullable(),
  updatedAt: when,
  version: z.int(),
  abilities: z.array(z.string()),
})
type Row = Omit<z.input<typeof Agreement>, 'abilities'> & { orgPath: string }

const Body = z.strictObject({
  orgId: z.uuid(),
  subject: text(200),
  kind: text(60),
  items: text(4000).nullable().optional(),
  quantity: z.int().min(1).max(100_000).nullable().optional(),
  place: text(200),
  custodian: z.uuid(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
})
const list = endpoint({
  name: 'hand.list',
  method: 'GET',
  path: '/hand-agreements',
  permission: 'custody.read',
  query: z.strictObject({ ...pageQuery, state: z.string().max(200).optional() }),
  response: pageOf(Agreement),
  summary: 'List',
})
const get = endpoint({
  name: 'hand.get',
  method: 'GET',
  path: '/hand-agreements/{id}',
  permission: 'custody.read',
  params: idParams,
  response: Agreement,
  summary: 'Get',
})
const create = endpoint({
  name: 'hand.create',
  method: 'POST',
  path: '/hand-agreements',
  permission: 'custody.keep',
  body: Body,
  response: Agreement,
  status: 201,
  summary: 'Create',
})
const update = endpoint({
  name: 'hand.update',
  method: 'PATCH',
  path: '/hand-agreements/{id}',
  permission: 'custody.keep',
  params: idParams,
  body: z.strictObject({ place: text(200).optional(), quantity: z.int().min(1).optional() }),
  response: Agreement,
  ifMatch: true,
  summary: 'Change',
})

async function select(
  db: Db,
  paths: readonly string[],
  query: { id?: string; state?: string | undefined; before?: string | null; limit: number; lock?: boolean },
): Promise<Row[]> {
  const person = (column: string) =>
    sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = t.${sql.ref(column)})`
  const { rows } = await sql<Row>`
    with t as materialized (select t.* from custody_agreement t
      where t.org_id = any(array(select id from org where path like any(${paths.map((p) => `${p}%`)}::text[])))
        ${query.id ? sql`and t.id = ${query.id}` : sql``}
        ${query.state ? sql`and t.state = any(${query.state.split(',')}::text[])` : sql``}
        ${query.before ? sql`and t.id < ${query.before}` : sql``}
      order by t.id desc limit ${query.limit})
    select t.id, t.number, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", t.state, t.subject,
      (select json_build_object('code', c.code, 'name', c.name) from code_list_item c
        where c.list = 'custody.kind' and c.code = t.kind) as kind,
      t.items, t.quantity, t.place, ${person('custodian')} as custodian,
      (select json_build_object('id', x.id, 'name', x.name) from org x where x.id = t.custodian_org) as "custodianOrg",
      ${person('handover')} as handover, t.starts_on as "startsOn", t.ends_on as "endsOn", t.signed_on as "signedOn",
      (select json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size) order by l.position)
        from custody_agreement_file l join file f on f.id = l.target_id where l.record_id = t.id) as files,
      t.value, t.returned_on as "returnedOn", ${person('receiver')} as receiver, t.condition, t.remark, t.origin,
      t.created_at as "createdAt", ${person('created_by')} as "createdBy", t.updated_at as "updatedAt", t.version
    from t join org o on o.id = t.org_id order by t.id desc`.execute(db)
  return rows
}

const shown = (actor: Actor, { orgPath, ...row }: Row): z.input<typeof Agreement> => ({
  ...row,
  abilities:
    inScope(actor, 'custody.keep', orgPath) && row.state !== 'ended' ? ['edit', 'comment'] : ['comment'],
})

async function listVerb(db: Db, actor: Actor, input: z.output<typeof list.query>) {
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, 1)[0])
  const rows = await select(db, scopeOf(actor, 'custody.read'), { ...input, before, limit: input.limit + 1 })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => shown(actor, row)), nextCursor }
}

async function access(db: Db, actor: Actor, id: string): Promise<Row> {
  const [row] = await select(db, scopeOf(actor, 'custody.read'), { id, limit: 1 })
  if (!row) throw new AppError('ledger.not_found', { status: 404 })
  return row
}

async function keep(
  tx: Tx,
  actor: Actor,
  what: 'create' | 'edit',
  before: Row | null,
  after: Row,
): Promise<void> {
  const changes =
    before &&
    (['place', 'quantity'] as const).map((field) => ({ field, before: before[field], after: after[field] }))
  await Promise.all([
    sql`insert into ledger_entry (ledger, record_id, by_id, by_name, what, from_state, to_state, changes)
      values ('hand', ${after.id}, ${actor.id}, ${actor.name}, ${what}, ${before?.state ?? null}, ${after.state},
        ${changes && JSON.stringify(changes)})`.execute(tx),
    before && before.place === after.place
      ? undefined
      : putDocument(tx, {
          kind: 'custody-agreement',
          entityId: after.id,
          text: [after.number, after.subject, after.items, after.place].filter(Boolean).join('\n'),
          scope: after.orgPath
            .split('/')
            .filter(Boolean)
            .map((no) => `o:${no}`),
          recordedAt: after.createdAt as Date,
        }),
    audit(tx, actor, {
      action: `ledger.${what}`,
      entity: 'custody-agreement',
      entityId: after.id,
      orgId: after.org.id,
      before: before && { place: before.place, quantity: before.quantity },
      after: { ...after },
    }),
    emit(tx, {
      type: `ledger.${what}`,
      entity: 'custody-agreement',
      entityId: after.id,
      data: { state: after.state, orgId: after.org.id },
    }),
  ])
}

const invalid = (field: string) =>
  new AppError('ledger.invalid', { status: 422, field, params: { count: 1 } })

async function createVerb(tx: Tx, actor: Actor, input: z.output<typeof Body>) {
  const [org, now] = await Promise.all([findOrg(tx, input.orgId), dbNow(tx)])
  if (!org?.active || !inScope(actor, 'custody.keep', org.path)) throw invalid('orgId')
  if (input.endsOn <= input.startsOn) throw invalid('endsOn')
  const day = dayIn(now, unitZone())
  const [people, codes] = await Promise.all([
    sql`select id from person where id = ${input.custodian} and kind = 'person' and state = 'active'`.execute(
      tx,
    ),
    sql`select code from code_list_item where list = 'custody.kind' and code = ${input.kind} and active`.execute(
      tx,
    ),
  ])
  if (people.rows.length === 0) throw invalid('custodian')
  if (codes.rows.length === 0) throw invalid('kind')
  const { rows } = await sql<{ n: number }>`select next_number('custody_agreement',
    ${`${day.slice(0, 4)}-01-01`}::date) as n`.execute(tx)
  const id = newId()
  await tx
    .insertInto('custody_agreement')
    .values({
      id,
      number: `BG-${day.slice(0, 4)}-${String(rows[0]!.n).padStart(4, '0')}`,
      org_id: org.id,
      state: 'draft',
      subject: input.subject,
      kind: input.kind,
      items: input.items ?? null,
      quantity: input.quantity ?? null,
      place: input.place,
      custodian: input.custodian,
      starts_on: input.startsOn,
      ends_on: input.endsOn,
      created_by: actor.id,
    })
    .execute()
  const after = await access(tx, actor, id)
  await keep(tx, actor, 'create', null, after)
  return shown(actor, after)
}

async function updateVerb(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number; place?: string | undefined; quantity?: number | undefined },
) {
  const [, before] = await Promise.all([
    sql`select from custody_agreement where id = ${input.id} for update`.execute(tx),
    access(tx, actor, input.id),
  ])
  if (before.version !== input.version) throw new AppError('ledger.version_stale', { status: 412 })
  if (!inScope(actor, 'custody.keep', before.orgPath))
    throw new AppError('ledger.not_allowed', { status: 403 })
  await sql`update custody_agreement set place = ${input.place ?? before.place},
    quantity = ${input.quantity ?? before.quantity}, version = version + 1, updated_at = now()
    where id = ${input.id}`.execute(tx)
  const after = await access(tx, actor, input.id)
  await keep(tx, actor, 'edit', before, after)
  return shown(actor, after)
}

/** The room, beside the others. */
export const handWritten: Manifest = {
  name: 'hand',
  folder: import.meta.dirname,
  locales: { zh: {}, en: {} },
  routes: [
    route(list, listVerb),
    route(get, async (db, actor, { id }) => shown(actor, await access(db, actor, id))),
    route(create, createVerb),
    route(update, updateVerb),
  ],
}
