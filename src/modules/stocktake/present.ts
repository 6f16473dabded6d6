import { digestOf } from '#kernel/approval/index.ts'
import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { stillOpen, type Signature } from '#kernel/signature/index.ts'
import { accessStocktake } from './access.ts'
import type { getStocktake, Line, listStocktakes } from './contract.ts'
import { departments, waitsFor, type Department } from './lifecycle.ts'
import { membersOf, signatures as signed, type CampaignRow, type MemberRow } from './store/campaign.ts'
import { resultOf, type LineRow } from './store/line.ts'
import type { z } from 'zod'

type Record_ = Output<typeof getStocktake>

export function brief(row: CampaignRow): Output<typeof listStocktakes>['items'][number] {
  const { id, number, title, budgetYear, org, className, startsOn, endsOn, baseDate, state } = row
  const { openedAt, closedAt, cancelReason, createdBy, version, results, waiting } = row
  return {
    ...{ id, number, title, budgetYear, org, className, startsOn, endsOn, baseDate, state },
    ...{ openedAt, closedAt, cancelReason, createdBy, version, results, waiting },
  }
}

/** What is signed: the stocktake and its lines; equal results have equal digests (SM3). */
export async function digestNow(db: Db, row: CampaignRow): Promise<string> {
  const { number, budgetYear, baseDate, org, className } = row
  return digestOf({ number, budgetYear, baseDate, org: org.id, className, lines: await resultOf(db, row.id) })
}

function abilitiesOf(
  actor: Actor,
  row: CampaignRow,
  members: readonly MemberRow[],
  signsFor: readonly string[],
): Record_['abilities'] {
  const manages = inScope(actor, 'stocktake.manage', row.orgPath)
  const inTeam = members.some((one) => one.person.id === actor.id)
  const { state } = row
  const all: [Record_['abilities'][number], boolean][] = [
    ['edit', manages && state === 'draft'],
    ['open', manages && state === 'draft'],
    ['count', can(actor, 'stocktake.count') && inTeam && state === 'counting'],
    ['review', manages && (state === 'counting' || state === 'reviewing')],
    ['recount', manages && state === 'reviewing'],
    ['explain', can(actor, 'stocktake.count') && inTeam && state === 'reviewing'],
    ['decide', inScope(actor, 'stocktake.decide', row.orgPath) && state === 'reviewing'],
    ['adjust', can(actor, 'stocktake.adjust') && state === 'reviewing'],
    ['sign', signsFor.length > 0],
    ['cancel', manages && state !== 'closed' && state !== 'cancelled'],
  ]
  return all.filter(([, may]) => may).map(([ability]) => ability)
}

/** Departments for which a person of their teams may sign now: not yet signed, and he has signed for no other. */
export function signsFor(
  actor: Actor,
  row: CampaignRow,
  members: readonly MemberRow[],
  signatures: readonly Signature<Department>[],
): Record_['signsFor'] {
  if (row.state !== 'signing' || !can(actor, 'stocktake.sign')) return []
  const mine = departments.filter((department) =>
    members.some((one) => one.department === department && one.person.id === actor.id),
  )
  return stillOpen(mine, signatures, actor.id)
}

/** @throws stocktake.not_found (404) */
export async function present(db: Db, actor: Actor, id: string): Promise<Record_> {
  const row = await accessStocktake(db, actor, id)
  const [members, signatures] = await Promise.all([membersOf(db, id), signed.list(db, id)])
  const mine = signsFor(actor, row, members, signatures)
  return {
    ...brief(row),
    members,
    signatures,
    digest: row.digest,
    abilities: abilitiesOf(actor, row, members, mine),
    signsFor: mine,
  }
}

export function presentLine(line: LineRow): z.input<typeof Line> {
  const { bookVersion: _book, countedById: _counted, explainedById: _explained, ...shown } = line
  return { ...shown, waitsFor: waitsFor({ ...line, adjusted: line.adjustedAt !== null }) }
}
