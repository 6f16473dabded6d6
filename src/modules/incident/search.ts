import type { Db, Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  changeScope,
  likeDocuments,
  putDocument,
  removeDocuments,
  searchDocuments,
} from '#kernel/search/index.ts'
import { followersOf } from './store/followers.ts'
import { groupNoOf, orgNosOf } from './store/scope.ts'
import type { IncidentRow } from './store/read.ts'
import type { Visibility } from './visible.ts'

const orgTokens = (path: string): string[] =>
  path
    .split('/')
    .filter(Boolean)
    .map((no) => `o:${no}`)
const groupToken = (no: number | null): string[] => (no === null ? [] : [`g:${no}`])
const personTokens = (ids: readonly (string | null)[]): string[] =>
  [...new Set(ids.filter((id): id is string => id !== null))].map((id) => `p:${id}`)

export interface Indexed {
  id: string
  number: string
  title: string
  description: string
  orgPath: string
  groupNo: number | null
  /** requester and owner, who may read all of it */
  personIds: (string | null)[]
  recordedAt: Date
}

/** Puts number, title and description of an incident into the search index. */
export async function indexIncident(tx: Tx, i: Indexed): Promise<void> {
  await putDocument(tx, {
    kind: 'incident',
    entityId: i.id,
    text: `${i.number}\n${i.title}\n${i.description}`,
    scope: [...orgTokens(i.orgPath), ...groupToken(i.groupNo), ...personTokens(i.personIds)],
    recordedAt: i.recordedAt,
  })
}

/** Puts a comment into the index. Internal ones are found by the centre's people and the group only, not by the requester. */
export async function indexComment(
  tx: Tx,
  row: IncidentRow,
  comment: { id: number; body: string; public: boolean; recordedAt: Date },
): Promise<void> {
  const people = comment.public ? [row.requester?.id ?? null, row.owner?.id ?? null] : [row.owner?.id ?? null]
  await putDocument(tx, {
    kind: comment.public ? 'incident-comment' : 'incident-internal',
    entityId: row.id,
    part: comment.id,
    text: comment.body,
    scope: [
      ...orgTokens(row.orgPath),
      ...groupToken(row.group ? await groupNoOf(tx, row.group.id) : null),
      ...personTokens(people),
    ],
    recordedAt: comment.recordedAt,
  })
}

/** Puts a further text of the incident into the index, for the centre's people and the group only (labels of alerts). */
export async function indexInternal(
  tx: Tx,
  row: IncidentRow,
  document: { part: number; text: string; recordedAt: Date },
): Promise<void> {
  await indexComment(tx, row, { ...document, id: document.part, body: document.text, public: false })
}

/** Takes comments out of the index: they went to another incident. */
export async function removeComments(tx: Tx, incidentId: string, entryIds: readonly number[]): Promise<void> {
  for (const id of entryIds) await removeDocuments(tx, incidentId, id)
}

/**
 * Lets the new group and owner find the incident, and the former ones no longer.
 * @param groupNo undefined: the group stays
 */
export async function regroup(
  tx: Tx,
  row: IncidentRow,
  groupNo: number | null | undefined,
  ownerId: string | null,
): Promise<void> {
  const before = row.group ? await groupNoOf(tx, row.group.id) : null
  const after = groupNo === undefined ? before : groupNo
  const formerOwner = row.owner && row.owner.id !== row.requester?.id ? row.owner.id : null
  const remove = [...groupToken(before), ...personTokens([formerOwner])]
  const add = [...groupToken(after), ...personTokens([ownerId])]
  if (remove.join() === add.join()) return
  await changeScope(tx, row.id, remove, add)
  // whoever hands it over may follow it still
  if (formerOwner) await indexFollowers(tx, row.id)
}

/**
 * The document of those who joined or watch: number and title, which is what they see of an incident that somebody
 * else described (`isBystander`). Parts above zero are comments, those from -1000 down labels of alerts.
 */
const FOLLOWERS = -1

/**
 * Brings that document into line with who follows the incident now, and with its title. Call it after a change of
 * either: it waits for others who are at the same.
 */
export async function indexFollowers(tx: Tx, incidentId: string): Promise<void> {
  const f = await followersOf(tx, incidentId)
  if (!f || f.personIds.length === 0) return removeDocuments(tx, incidentId, FOLLOWERS)
  await putDocument(tx, {
    kind: 'incident',
    entityId: incidentId,
    part: FOLLOWERS,
    text: `${f.number}\n${f.title}`,
    scope: personTokens(f.personIds),
    recordedAt: f.recordedAt,
  })
}

/** Moves the incident to another org in the index. */
export async function moveOrg(tx: Tx, id: string, fromPath: string, toPath: string): Promise<void> {
  await changeScope(tx, id, orgTokens(fromPath), orgTokens(toPath))
}

/** Ids of incidents that hold all words of `q` and that the actor may see, newest first, at most `limit`. */
export async function findIncidents(
  db: Db,
  actor: Actor,
  v: Visibility,
  q: string,
  limit: number,
): Promise<string[]> {
  const kinds = ['incident', 'incident-comment']
  if (v.orgPaths.length > 0 || v.groupIds.length > 0 || actor.kind === 'system')
    kinds.push('incident-internal')
  return searchDocuments(db, { kinds, q, scope: v.everything ? null : await scopeTokens(db, v), limit })
}

/** Ids of incidents told in like words, the most alike first; the caller filters them by visibility once more. */
export async function incidentsLike(db: Db, v: Visibility, text: string, limit: number): Promise<string[]> {
  const scope = v.everything ? null : await scopeTokens(db, v)
  return likeDocuments(db, { kinds: ['incident'], text, scope, limit })
}

async function scopeTokens(db: Db, v: Visibility): Promise<string[]> {
  const { orgs, groups } = await orgNosOf(db, v)
  return [...orgs.map((n) => `o:${n}`), ...groups.map((n) => `g:${n}`), ...personTokens([v.personId])]
}
