import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, decodeIdCursor, idOfCursor, page } from '../http/cursor.ts'
import { say } from '#kernel/http/index.ts'
import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { accessApproval } from './access.ts'
import type * as contract from './contract.ts'
import { presentDetail } from './present.ts'
import { stepName } from './step-name.ts'
import { standsInFor } from './store/delegations.ts'
import {
  countWaiting,
  selectAsked,
  selectDecided,
  selectInScope,
  selectOfSubject,
  selectWaiting,
  type BriefRow,
} from './store/lists.ts'
import { choosePeople } from './store/people.ts'
import { knownKind } from './subjects.ts'

type List = Output<typeof contract.listApprovals>

function brief(actor: Actor, row: BriefRow): List['items'][number] {
  const label = knownKind(row.entity)?.label
  const { id, version, title, requester, orgName, state, startedAt, endedAt } = row
  return {
    ...{ id, version, title, requester, orgName, state, startedAt, endedAt },
    subject: { entity: row.entity, id: row.entityId, label: label ? say(actor.locale, label) : row.entity },
    step: row.stepName === null ? (row.currentStep === 0 ? '' : null) : stepName(actor.locale, row.stepName),
    item:
      row.itemId === null
        ? null
        : {
            id: row.itemId,
            state: row.itemState!,
            since: row.since!,
            dueAt: row.dueAt,
            overdue: row.overdue ?? false,
            decidedAt: row.decidedAt,
            onBehalfOf: row.onBehalfOf,
          },
  }
}

/** For whom the actor decides: himself, and whoever is away. */
async function stoodInFor(db: Db, actor: Actor): Promise<string[]> {
  return actor.id !== null && can(actor, 'approval.decide') ? standsInFor(db, actor.id) : []
}

/** Lists of approvals, by keyset. `all` is empty without `approval.read-all`. */
export async function listApprovalsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listApprovals>,
): Promise<List> {
  const { list, limit, state } = input
  if (actor.id === null) return { items: [], nextCursor: null }
  if (list === 'decided') return decidedBy(db, actor, actor.id, input)
  const after = decodeIdCursor(input.cursor)
  if (list === 'waiting') {
    const rows = await selectWaiting(db, actor.id, await stoodInFor(db, actor), { afterItem: after, limit })
    const cut = page(rows, limit, (row) => [row.itemId])
    return { ...cut, items: cut.items.map((row) => brief(actor, row)) }
  }
  const filter = { after, limit, state }
  const rows =
    list === 'asked'
      ? await selectAsked(db, actor.id, filter)
      : await selectInScope(db, scopeOf(actor, 'approval.read-all'), filter)
  const cut = page(rows, limit, (row) => [row.id])
  return { ...cut, items: cut.items.map((row) => brief(actor, row)) }
}

function decision([at, id]: readonly (string | number | null)[]): { at: string; id: string } {
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw badCursor()
  return { at: new Date(at).toISOString(), id: idOfCursor(id) }
}

async function decidedBy(
  db: Db,
  actor: Actor,
  me: string,
  input: Input<typeof contract.listApprovals>,
): Promise<List> {
  const after = input.cursor === undefined ? undefined : decision(decodeCursor(input.cursor, 2))
  const rows = await selectDecided(db, me, { after, state: input.state, limit: input.limit })
  const cut = page(rows, input.limit, (row) => [row.decidedAt!.toISOString(), row.itemId])
  return { ...cut, items: cut.items.map((row) => brief(actor, row)) }
}

/** How many decisions wait for the actor, those he stands in for included. */
export async function countApprovalsVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.countApprovals>> {
  if (actor.id === null) return { waiting: 0, overdue: 0 }
  return countWaiting(db, [actor.id, ...(await stoodInFor(db, actor))])
}

/** Approvals of a record that the actor may see: all of them, or none, or those he takes part in. */
export async function approvalsOfVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.approvalsOf>,
): Promise<Output<typeof contract.approvalsOf>> {
  const rows = await selectOfSubject(db, input.entity, input.entityId)
  if (rows.length === 0) return { items: [] }
  const all = await knownKind(input.entity)?.canRead(db, actor, input.entityId)
  const seen: BriefRow[] = []
  for (const row of rows) if (all || (await visible(db, actor, row.id))) seen.push(row)
  return { items: seen.map((row) => brief(actor, row)) }
}

async function visible(db: Db, actor: Actor, id: string): Promise<boolean> {
  return accessApproval(db, actor, id).then(
    () => true,
    (error: { status?: number }) => {
      if (error.status === 404) return false
      throw error
    },
  )
}

/** @throws approval.not_found (404) */
export async function getApprovalVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getApproval>,
): Promise<Output<typeof contract.getApproval>> {
  return detailOf(db, actor, input.id)
}

/** The approval as the actor sees it. @throws approval.not_found (404) */
export async function detailOf(
  db: Db | Tx,
  actor: Actor,
  id: string,
): Promise<Output<typeof contract.getApproval>> {
  return presentDetail(db, actor, await accessApproval(db, actor, id))
}

/** Active people who hold `approval.decide`, by name or login. */
export async function lookupSignersVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.lookupSigners>,
): Promise<Output<typeof contract.lookupSigners>> {
  return { items: await choosePeople(db, input.q, input.limit) }
}
