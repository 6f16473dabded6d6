import type { Db, Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { changeScope, putDocument, searchDocuments } from '#kernel/search/index.ts'
import type { FullRequest } from './store/read.ts'
import { groupNos } from './store/write.ts'
import { visibleRequests } from './visible.ts'

const numbers = (path: string): string[] => path.split('/').filter(Boolean)
const people = (ids: readonly (string | null | undefined)[]): string[] =>
  [...new Set(ids.filter((id): id is string => !!id))].map((id) => `p:${id}`)

/** Those who work on it: groups and owners of its tasks. */
async function workers(db: Db, row: FullRequest): Promise<string[]> {
  const tasks = row.lines.flatMap((line) => line.tasks)
  const groups = [...new Set(tasks.flatMap((task) => task.group?.id ?? []))]
  return [
    ...(await groupNos(db, groups)).map((no) => `g:${no}`),
    ...people(tasks.map((task) => task.owner?.id)),
  ]
}

const orgs = (row: FullRequest): string[] => numbers(row.orgPath).map((no) => `o:${no}`)

/** What a request is found by: number, title, description, its items and the words of its answers. */
export async function indexRequest(tx: Tx, row: FullRequest): Promise<void> {
  const words = row.lines.flatMap((line) => [
    line.name,
    line.nameEn,
    ...Object.values(line.answers).filter((answer): answer is string => typeof answer === 'string'),
  ])
  await putDocument(tx, {
    kind: 'request',
    entityId: row.id,
    text: [row.number, row.title, row.description, ...words].join('\n'),
    scope: [...orgs(row), ...people([row.requester.id, row.createdBy]), ...(await workers(tx, row))],
    recordedAt: row.recordedAt,
  })
}

/** Lets those find the request who have got a task of it; the list decides once more what each may see. */
export async function indexScope(tx: Tx, row: FullRequest): Promise<void> {
  await changeScope(tx, row.id, [], await workers(tx, row))
}

/** Internal words are found by the centre's people and those who work on it only. */
export async function indexComment(
  tx: Tx,
  row: FullRequest,
  comment: { id: number; body: string; public: boolean; recordedAt: Date },
): Promise<void> {
  await putDocument(tx, {
    kind: comment.public ? 'request-comment' : 'request-internal',
    entityId: row.id,
    part: comment.id,
    text: comment.body,
    scope: [
      ...orgs(row),
      ...(await workers(tx, row)),
      ...(comment.public ? people([row.requester.id, row.createdBy]) : []),
    ],
    recordedAt: comment.recordedAt,
  })
}

/** Ids of requests that hold all words of `q`, newest first. */
export async function findRequests(db: Db, actor: Actor, q: string, limit: number): Promise<string[]> {
  const v = visibleRequests(actor)
  const kinds = ['request', 'request-comment']
  if (v.everything || v.orgPaths.length > 0 || v.groupIds.length > 0) kinds.push('request-internal')
  if (v.everything) return searchDocuments(db, { kinds, q, scope: null, limit })
  const scope = [
    ...v.orgPaths.flatMap((path) => numbers(path).slice(-1)).map((no) => `o:${no}`),
    ...(await groupNos(db, v.groupIds)).map((no) => `g:${no}`),
    ...people([v.personId]),
  ]
  return searchDocuments(db, { kinds, q, scope, limit })
}
