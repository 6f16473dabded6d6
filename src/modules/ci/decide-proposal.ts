/** A person decides about a proposal. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { identitiesOf } from './attributes.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import type { Change } from './claims.ts'
import { lockCi, manageableOrg, manages, visibleCis } from './policy.ts'
import { present } from './present.ts'
import type * as contract from './proposal-contract.ts'
import { makeRelation } from './relations.ts'
import { nextCode, readCi, readCis, type CiRow } from './store/ci.ts'
import * as store from './store/proposals.ts'
import type { ProposalRow } from './store/proposals.ts'
import { uuidOf } from './cursor.ts'
import { createRow, writeTold } from './write-ci.ts'

/** Proposals below the orgs whose items the caller sees, newest first. @throws http.bad_cursor (422) */
export async function listProposalsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listProposals>,
): Promise<Output<typeof contract.listProposals>> {
  const paths = visibleCis(actor)
  const before = input.cursor === undefined ? undefined : uuidOf(decodeCursor(input.cursor, 1)[0])
  const { state, source, limit } = input
  const rows = await store.listProposalRows(db, paths, { state, source }, { before, limit: limit + 1 })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  const relations = await store.relationsOfProposals(
    db,
    items.map((row) => row.id),
  )
  const ends = relations.flatMap((one) => [one.fromCi, one.toCi]).filter((id) => id !== null)
  const known = new Map(
    (await readCis(db, paths, [...ends, ...items.flatMap((row) => row.ciId ?? [])])).map((row) => [
      row.id,
      row,
    ]),
  )
  const catalogue = await catalogueOf(db)
  const shown = []
  for (const row of items) {
    const item = row.ciId ? known.get(row.ciId) : undefined
    shown.push({
      ...presentProposal(row, item),
      candidates: row.ciId || state !== 'open' ? [] : await candidatesOf(db, paths, catalogue, row),
      changes: item && state === 'open' ? changesOf(row, item) : [],
      relations: relations
        .filter((one) => one.proposalId === row.id)
        .map((one) => {
          const out = one.fromKey === row.key
          const end = known.get((out ? one.toCi : one.fromCi) ?? '')
          return {
            type: one.type,
            direction: out ? ('out' as const) : ('in' as const),
            key: out ? one.toKey : one.fromKey,
            ci: end ? { id: end.id, name: end.name } : null,
            made: one.made,
          }
        }),
    })
  }
  return { items: shown, nextCursor }
}

function presentProposal(row: ProposalRow, item: CiRow | undefined) {
  const { id, source, key, classId, org, name, location, attributes, state, decidedBy, decidedAt } = row
  const { reason, recordedAt, seenAt, version } = row
  return {
    ...{ id, source, key, classId, org, name, location, attributes, state, decidedBy, decidedAt },
    ...{ reason, recordedAt, seenAt, version },
    ci: item ? { id: item.id, name: item.name, code: item.code } : null,
  }
}

function changesOf(row: ProposalRow, item: CiRow): Change[] {
  return Object.entries(row.attributes).map(([field, after]) => ({
    field,
    before: item.attributes[field] ?? null,
    after,
  }))
}

function candidatesOf(db: Db, paths: readonly string[], catalogue: Catalogue, row: ProposalRow) {
  const identities = identitiesOf(catalogue.definitions(row.classId), row.attributes)
  return store.lookalikes(db, paths, row.classId, identities)
}

/** For a source that lets people decide on pages of its own: the proposal while it is open; undefined when decided or gone. */
export async function openProposal(db: Db, id: string): Promise<{ id: string; version: number } | undefined> {
  const row = await store.findProposal(db, id)
  return row?.state === 'open' ? { id: row.id, version: row.version } : undefined
}

/** The open proposal, locked. @throws ci.not_found (404); ci.not_yours (403); ci.decided_already (409); ci.version_stale (412) */
async function lockProposal(tx: Tx, actor: Actor, id: string, version: number): Promise<ProposalRow> {
  const known = await store.findProposal(tx, id)
  if (!known || !inScope(actor, 'ci.read', known.orgPath)) throw notFound('ci')
  // as `proposeCi` takes its locks: the key first
  await store.lockKey(tx, known.source, known.key)
  const row = await store.findProposal(tx, id, true)
  if (!row) throw notFound('ci')
  if (!manages(actor, row.orgPath)) throw new AppError('ci.not_yours', { status: 403 })
  if (row.state !== 'open') throw new AppError('ci.decided_already', { status: 409 })
  if (row.version !== version)
    throw new AppError('ci.version_stale', { status: 412, params: { version: row.version } })
  return row
}

/**
 * Makes the new item or writes the other values into the known one, and the relations whose ends are both known; the
 * others follow when their other end is accepted.
 * @throws see `lockProposal`, `lockCi` and `createRow`; ci.other_class (422)
 */
export async function acceptProposalVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptProposal>,
): Promise<Output<typeof contract.acceptProposal>> {
  const proposal = await lockProposal(tx, actor, input.id, input.version)
  const catalogue = await catalogueOf(tx)
  const ciId = proposal.ciId ?? input.ciId
  const row = ciId
    ? await adopt(tx, actor, catalogue, proposal, ciId)
    : await makeNew(tx, actor, catalogue, proposal, input)
  await store.bindKey(tx, proposal.source, proposal.key, row.id)
  await store.acceptRelations(tx, proposal.id)
  for (const one of await store.readyRelations(tx, proposal.source, proposal.key)) {
    await store.markMade(tx, one.id)
    if (one.fromCi === null || one.toCi === null || one.fromCi === one.toCi) continue
    const end = one.fromCi === row.id ? row : await readCi(tx, one.fromCi)
    if (end)
      await makeRelation(tx, actor, {
        ...{ type: one.type, sourceId: one.fromCi, targetId: one.toCi, note: '' },
        ...{ source: proposal.source, orgId: end.org.id },
      })
  }
  await decided(tx, actor, proposal, 'accepted', row.id, '')
  return present(tx, actor, (await readCi(tx, row.id))!)
}

async function makeNew(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  proposal: ProposalRow,
  input: Input<typeof contract.acceptProposal>,
): Promise<CiRow> {
  const org = input.orgId ?? proposal.org.id
  await manageableOrg(tx, actor, org)
  return createRow(
    tx,
    actor,
    catalogue,
    {
      classId: input.classId ?? proposal.classId,
      code: input.code ?? (await nextCode(tx)),
      name: input.name ?? proposal.name,
      orgId: org,
      ownerId: null,
      groupId: input.groupId ?? null,
      location: proposal.location,
      description: '',
      lifecycle: 'in-use',
      attributes: proposal.attributes,
    },
    proposal.source,
  )
}

/** Writes into a known item what the source may say; a stronger source's word stays. */
async function adopt(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  proposal: ProposalRow,
  ciId: string,
): Promise<CiRow> {
  const item = await lockCi(tx, actor, ciId, { field: 'ciId' })
  const known = new Set(catalogue.definitions(item.classId).map((def) => def.key))
  if (Object.keys(proposal.attributes).some((field) => !known.has(field)))
    throw new AppError('ci.other_class', { status: 422, field: 'ciId' })
  const { source, attributes } = proposal
  return writeTold(tx, actor, catalogue, item, { source, attributes })
}

/** The same is not proposed again. @throws see `lockProposal` */
export async function rejectProposalVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.rejectProposal>,
): Promise<Output<typeof contract.rejectProposal>> {
  const proposal = await lockProposal(tx, actor, input.id, input.version)
  await decided(tx, actor, proposal, 'rejected', null, input.reason)
  return { id: proposal.id }
}

async function decided(
  tx: Tx,
  actor: Actor,
  proposal: ProposalRow,
  state: 'accepted' | 'rejected',
  ciId: string | null,
  reason: string,
): Promise<void> {
  await store.decide(tx, proposal.id, { state, ciId, by: actor.id, byName: actor.name, reason })
  const data = { source: proposal.source, key: proposal.key, state, ciId }
  await emit(tx, { type: 'ci.proposal-decided', entity: 'ci-proposal', entityId: proposal.id, data })
  await audit(tx, actor, {
    action: state === 'accepted' ? 'ci.accept-proposal' : 'ci.reject-proposal',
    entity: 'ci-proposal',
    entityId: proposal.id,
    orgId: proposal.org.id,
    before: { state: 'open' },
    after: { state, ciId, reason },
  })
}
