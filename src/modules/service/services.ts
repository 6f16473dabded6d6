import { audit } from '#kernel/audit/index.ts'
import { loadCalendars } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { AppError, notFound, type FieldProblem } from '#kernel/errors/index.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import type {
  createService,
  deactivateService,
  getService,
  listServices,
  lookupServices,
  Matcher,
  ServiceBody,
  updateService,
} from './contract.ts'
import { forgetConfig } from './config-cache.ts'
import { patternProblem } from './matchers.ts'
import * as store from './store.ts'

type Full = Output<typeof getService>

/** Services by name. */
export async function listServicesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listServices>,
): Promise<Output<typeof listServices>> {
  const after = input.cursor ? (decodeCursor(input.cursor, 2) as [string, string]) : undefined
  const rows = await store.selectServices(db, {
    q: input.q,
    active: input.active === undefined ? undefined : input.active === 'true',
    ownerOrgId: input.ownerOrgId,
    groupId: input.groupId,
    after,
    limit: input.limit + 1,
  })
  return page(rows, input.limit, (r) => [r.name, r.id])
}

/** Active services for a picker, twenty at most; who may not read services in general sees the public ones only. */
export async function lookupServicesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof lookupServices>,
): Promise<Output<typeof lookupServices>> {
  const publicOnly = !can(actor, 'service.read')
  const items = await store.selectServices(db, {
    q: input.q,
    id: input.id,
    active: true,
    publicOnly,
    limit: 20,
  })
  return { items }
}

/** One service with its matchers. @throws service.not_found */
export async function getServiceVerb(db: Db, actor: Actor, input: Input<typeof getService>): Promise<Full> {
  const row = await store.findService(db, input.id)
  if (!row) throw notFound('service')
  const manages = can(actor, 'service.manage')
  const abilities: Full['abilities'] = manages ? ['update', row.active ? 'deactivate' : 'activate'] : []
  return { ...row, abilities }
}

/** @throws service.code_taken (409), service.bad_pattern, service.unknown_reference (422) naming the field */
export async function createServiceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createService>,
): Promise<Full> {
  await check(tx, input, null)
  const id = newId()
  await store.insertService(tx, id, { ...input, active: true })
  await store.replaceMatchers(tx, id, input.matchers)
  await audit(tx, actor, {
    action: 'service.create',
    entity: 'service',
    entityId: id,
    orgId: input.ownerOrgId,
    after: { ...input },
  })
  await changed(tx, id)
  return getServiceVerb(tx, actor, { id })
}

/** What is left out stays. @throws as creation; service.not_found, service.version_conflict (412) */
export async function updateServiceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof updateService>,
): Promise<Full> {
  const { id, version, ...given } = input
  return write(tx, actor, id, version, given, 'service.update')
}

/** Retires a service: pickers no longer offer it, alerts no longer find it, its tickets stay. */
export function deactivateServiceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof deactivateService>,
): Promise<Full> {
  return write(tx, actor, input.id, input.version, { active: false }, 'service.deactivate')
}

type Patch = {
  [K in keyof (ServiceBody & { active: boolean })]?: (ServiceBody & { active: boolean })[K] | undefined
}

async function write(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  patch: Patch,
  action: string,
): Promise<Full> {
  const row = await store.findService(tx, id)
  if (!row) throw notFound('service')
  const before = bodyOf(row)
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
  const after = { ...before, ...given } as typeof before
  await check(tx, after, id)
  if (!(await store.updateServiceRow(tx, id, version, after)))
    throw new AppError('service.version_conflict', { status: 412 })
  if (patch.matchers) await store.replaceMatchers(tx, id, patch.matchers)
  await audit(tx, actor, { action, entity: 'service', entityId: id, orgId: after.ownerOrgId, before, after })
  await changed(tx, id)
  return getServiceVerb(tx, actor, { id })
}

function bodyOf(row: store.ServiceRow & { matchers: Matcher[][] }): ServiceBody & { active: boolean } {
  const { code, name, description, ownerOrgId, groupId, vendorOrgId, agreementId, calendarId } = row
  const { protectionGrade, active, matchers } = row
  return {
    code,
    name,
    description,
    ownerOrgId,
    groupId,
    vendorOrgId,
    agreementId,
    calendarId,
    protectionGrade,
    public: row.public,
    active,
    matchers,
  }
}

async function changed(tx: Tx, id: string): Promise<void> {
  forgetConfig(tx)
  await emit(tx, { type: 'service.changed', entity: 'service', entityId: id })
}

async function check(tx: Tx, body: ServiceBody, id: string | null): Promise<void> {
  const errors = patternErrors(body.matchers)
  if (errors.length > 0) throw new AppError('service.bad_pattern', { status: 422, errors })
  if (await store.codeTaken(tx, body.code, id))
    throw new AppError('service.code_taken', { status: 409, field: 'code' })
  const missing = await store.missingReference(tx, { ...body, active: true })
  if (missing) throw new AppError('service.unknown_reference', { status: 422, field: missing })
  if (body.calendarId && !(await loadCalendars(tx, [body.calendarId])).has(body.calendarId))
    throw new AppError('service.unknown_reference', { status: 422, field: 'calendarId' })
}

function patternErrors(sets: readonly (readonly Matcher[])[]): FieldProblem[] {
  return sets.flatMap((set, i) =>
    set.flatMap((m, j) => {
      const problem = m.regex ? patternProblem(m.value) : undefined
      return problem
        ? [{ field: `matchers.${i}.${j}.value`, code: `service.pattern_${problem}`, message: '' }]
        : []
    }),
  )
}
