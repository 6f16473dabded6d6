import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { openReports } from './open.ts'
import { demandVersion, manages, sightOf } from './policy.ts'
import * as store from './store/party.ts'

type Party = Output<typeof contract.createParty>

function present(actor: Actor, row: store.PartyRow): Party {
  const { id, org, team, to, people, holidays, due, active, version } = row
  return { id, org, team, to, people, holidays, due, active, mayEdit: manages(actor, row), version }
}

/** Parties of the caller's orgs, of those who report to one, and those for which the caller reports. */
export async function listPartiesVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listParties>> {
  const rows = await store.selectParties(db, { see: sightOf(actor) })
  return { items: rows.map((row) => present(actor, row)), mayCreate: can(actor, 'zero-report.manage') }
}

async function access(tx: Tx, actor: Actor, id: string, lock = false): Promise<store.PartyRow> {
  const [row] = await store.selectParties(tx, { see: sightOf(actor), id, lock })
  if (!row) throw notFound('zero-report')
  return row
}

const unknown = (field: string): AppError =>
  new AppError('zero-report.unknown_reference', { status: 422, field })

async function demandPeople(tx: Tx, ids: readonly string[]): Promise<void> {
  const distinct = [...new Set(ids)]
  if ((await store.countPeople(tx, distinct)) !== distinct.length) throw unknown('personIds')
}

async function leave(
  tx: Tx,
  actor: Actor,
  action: 'create-party' | 'edit-party',
  row: store.PartyRow,
  before?: store.PartyRow,
): Promise<void> {
  await audit(tx, actor, {
    action: `zero-report.${action}`,
    entity: 'zero-report-party',
    entityId: row.id,
    orgId: row.org.id,
    ...(before ? { before: { ...before } } : {}),
    after: { ...row },
  })
  await openReports(tx)
}

/**
 * Has a unit, or a duty team, report to a unit, from today on.
 * @throws zero-report.unknown_reference (422): not there, or neither who reports nor who receives is the caller's to keep;
 * zero-report.one_of (422); zero-report.party_there (409)
 * @param since from when it owes reports; for the past of a sample city only
 */
export async function createPartyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createParty>,
  since: Date | null = null,
): Promise<Party> {
  const { teamId, toOrgId, personIds, holidays, due, active } = input
  if ((input.orgId === undefined) === (teamId === undefined))
    throw new AppError('zero-report.one_of', { status: 422, field: 'orgId' })
  const orgId = teamId ? await store.orgOfTeam(tx, teamId) : input.orgId
  const [org, to] = [orgId ? await findOrg(tx, orgId) : undefined, await findOrg(tx, toOrgId)]
  const keeps = (path: string) => inScope(actor, 'zero-report.manage', path)
  if (!org?.active || !keeps(org.path)) throw unknown(teamId ? 'teamId' : 'orgId')
  // one's own unit may report to those above it
  if (!to?.active || !(keeps(to.path) || org.path.startsWith(to.path))) throw unknown('toOrgId')
  await demandPeople(tx, personIds)
  const id = await store.insertParty(tx, {
    ...{ orgId: org.id, teamId: teamId ?? null, toOrgId, personIds, holidays, due, active, since },
  })
  if (!id) throw new AppError('zero-report.party_there', { status: 409, field: teamId ? 'teamId' : 'orgId' })
  const row = await access(tx, actor, id)
  await leave(tx, actor, 'create-party', row)
  return present(actor, row)
}

/** @throws zero-report.not_found (404), .version_stale (412), .unknown_reference (422) */
export async function editPartyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editParty>,
): Promise<Party> {
  const before = await access(tx, actor, input.id, true)
  if (!manages(actor, before)) throw notFound('zero-report')
  demandVersion(before, input.version)
  await demandPeople(tx, input.personIds)
  await store.updateParty(tx, before.id, input)
  const row = await access(tx, actor, before.id)
  await leave(tx, actor, 'edit-party', row, before)
  return present(actor, row)
}
