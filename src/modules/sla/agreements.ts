import { audit } from '#kernel/audit/index.ts'
import { loadCalendars } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound, type FieldProblem } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { forgetConfig } from '#modules/service/index.ts'
import { agreementProblems } from './check-agreement.ts'
import { tiesOf, type StoredAgreement } from './choose.ts'
import { agreementById, allAgreements } from './config.ts'
import {
  agreementKinds,
  type AgreementBody,
  type createAgreement,
  type getAgreement,
  type listAgreements,
  type updateAgreement,
} from './contract.ts'
import * as store from './store/agreements.ts'

type Full = Output<typeof getAgreement>

/** Agreements (of a kind), the default one first, then those with customers, those between groups, those with vendors, by name. */
export async function listAgreementsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listAgreements>,
): Promise<Output<typeof listAgreements>> {
  const rank = (a: StoredAgreement): string =>
    `${a.isDefault ? 0 : 1 + agreementKinds.indexOf(a.kind)}${a.name}`
  const after = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : ''
  const rows = (await allAgreements(db))
    .map((a) => ({ ...a, coverageCount: a.coverage.length, rank: rank(a) }))
    .filter((a) => a.rank > after && (input.kind === undefined || a.kind === input.kind))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return page(rows, input.limit, (r) => [r.rank])
}

/** @throws sla.not_found */
export async function getAgreementVerb(db: Db, actor: Actor, input: { id: string }): Promise<Full> {
  const found = await agreementById(db, input.id)
  if (!found) throw notFound('sla')
  const { bound: _bound, ...agreement } = found
  return { ...agreement, abilities: can(actor, 'sla.manage') ? ['update'] : [] }
}

/** @throws sla.unfit (422) naming every field at fault; sla.coverage_tie (422); sla.name_taken (409) */
export async function createAgreementVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createAgreement>,
): Promise<Full> {
  await check(tx, input, null)
  const id = newId()
  await store.insertAgreement(tx, id, input, false)
  await store.replaceParts(tx, id, input)
  await audit(tx, actor, { action: 'sla.create', entity: 'agreement', entityId: id, after: { ...input } })
  await changed(tx, id)
  return getAgreementVerb(tx, actor, { id })
}

/**
 * Changes an agreement; what is left out stays. Clocks that run are recalculated behind it, openly.
 * @throws sla.not_found; sla.version_conflict (412); sla.unfit, sla.default_inactive, sla.default_kind, sla.coverage_tie
 * (422); sla.name_taken (409)
 */
export async function updateAgreementVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof updateAgreement>,
): Promise<Full> {
  const { id, version, isDefault: makeDefault, ...patch } = input
  const old = (await store.readAgreements(tx)).find((a) => a.id === id)
  if (!old) throw notFound('sla')
  const before = bodyOf(old)
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
  const after: AgreementBody = { ...before, ...given }
  const isDefault = old.isDefault || makeDefault === true
  if (isDefault && !after.active) throw new AppError('sla.default_inactive', { status: 422, field: 'active' })
  if (isDefault && old.kind !== 'sla')
    throw new AppError('sla.default_kind', { status: 422, field: 'isDefault' })
  await check(tx, after, id)
  if (!(await store.updateAgreementRow(tx, id, version, after, isDefault)))
    throw new AppError('sla.version_conflict', { status: 412 })
  await store.replaceParts(tx, id, after)
  await audit(tx, actor, {
    action: 'sla.update',
    entity: 'agreement',
    entityId: id,
    before: { ...before, isDefault: old.isDefault },
    after: { ...after, isDefault },
  })
  await changed(tx, id)
  return getAgreementVerb(tx, actor, { id })
}

function bodyOf(a: StoredAgreement): AgreementBody {
  const { isDefault: _d, version: _v, id: _i, bound: _b, ...body } = a
  return body
}

async function changed(tx: Tx, id: string): Promise<void> {
  forgetConfig(tx)
  await emit(tx, { type: 'sla.agreement-changed', entity: 'agreement', entityId: id })
}

async function check(tx: Tx, body: AgreementBody, id: string | null): Promise<void> {
  const errors = [...agreementProblems(body), ...(await referenceProblems(tx, body))]
  if (errors.length > 0) throw new AppError('sla.unfit', { status: 422, errors })
  const others = (await store.readAgreements(tx)).filter((a) => a.id !== id)
  const tie = tiesOf(body, others)[0]
  if (tie)
    throw new AppError('sla.coverage_tie', { status: 422, field: 'coverage', params: { name: tie.name } })
  if (others.some((a) => a.name === body.name))
    throw new AppError('sla.name_taken', { status: 409, field: 'name', params: { name: body.name } })
}

async function referenceProblems(tx: Tx, body: AgreementBody): Promise<FieldProblem[]> {
  const wanted = [...new Set(body.targets.flatMap((t) => (t.calendarId ? [t.calendarId] : [])))]
  const calendars = await loadCalendars(tx, wanted)
  const missing = await store.missingInCoverage(tx, body.coverage)
  const party = await store.unfitParty(tx, body)
  const code = 'sla.unknown_reference'
  return [
    ...body.targets.flatMap((t, i) =>
      t.calendarId && !calendars.has(t.calendarId)
        ? [{ field: `targets.${i}.calendarId`, code, message: '' }]
        : [],
    ),
    ...party.missing.map((i) => ({ field: `groupIds.${i}`, code, message: '' })),
    // a company is bound by the agreement with it
    ...party.ofVendor.map((i) => ({ field: `groupIds.${i}`, code: 'sla.group_of_vendor', message: '' })),
    ...(party.vendorFound ? [] : [{ field: 'vendorOrgId', code, message: '' }]),
    ...missing.map((field) => ({ field: `coverage.${field}`, code, message: '' })),
  ]
}
