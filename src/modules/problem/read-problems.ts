import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { storyOf } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import { note } from './move.ts'
import { accessProblem } from './policy.ts'
import { present, presentLine } from './present.ts'
import { findProblems } from './search.ts'
import { listRows } from './store/read.ts'
import { visibleProblems } from './visible.ts'

/** Visible problems that pass the filter, newest first. @throws http.bad_cursor (422) */
export async function listProblemsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listProblems>,
): Promise<Output<typeof contract.listProblems>> {
  const { limit, cursor, q, mine, ...filter } = input
  const after = decodeIdCursor(cursor)
  const rows = await listRows(
    db,
    visibleProblems(actor),
    {
      ...filter,
      ...(q ? { ids: await findProblems(db, q) } : {}),
      ...(mine && actor.id ? { mine: { personId: actor.id, groupIds: actor.groupIds } } : {}),
    },
    { limit, after },
  )
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(presentLine), nextCursor }
}

/** @throws problem.not_found (404) */
export async function getProblemVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getProblem>,
): Promise<Output<typeof contract.getProblem>> {
  return present(db, actor, await accessProblem(db, actor, input.id))
}

/** The newest 300 entries. @throws problem.not_found (404) */
export async function getStoryVerb(
  db: Db,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.getStory>> {
  const row = await accessProblem(db, actor, input.id)
  return storyOf(db, row.id)
}

/** @throws problem.not_found (404) */
export async function commentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.commentProblem>,
): Promise<Output<typeof contract.commentProblem>> {
  const row = await accessProblem(tx, actor, input.id)
  await note(tx, actor, row, {
    action: 'comment',
    kind: 'comment',
    body: input.body,
    audited: { characters: input.body.length },
  })
  return getStoryVerb(tx, actor, { id: row.id })
}
