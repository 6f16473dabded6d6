import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'

/** What an approver reads about the record before deciding. */
export interface SubjectView {
  /** number and the like, small text before the title */
  number?: string
  title: string
  /** path of the record's page */
  path: string
  /** the facts to decide by, in the order shown; labels and values in the reader's language */
  facts: { label: string; value: string }[]
}

/** How records of one kind are shown to those who decide about them, and who else may see their approvals. */
export interface SubjectKind {
  /** as in `startApproval`: `change` */
  entity: string
  /** translation key of what it is called: `change:entity.change` */
  label: string
  /** The record as approvers see it; undefined when it is gone. Everybody who takes part sees it: only what they need. */
  show: (db: Db, actor: Actor, id: string) => Promise<SubjectView | undefined>
  /** Whether the actor may open the record itself: then the page links to it, and its approvals may be read. */
  canRead: (db: Db, actor: Actor, id: string) => Promise<boolean>
  /**
   * Hash of the content as it is now (`digestOf`). With it, content that was changed meanwhile is not approved, and
   * the requester can submit a returned record again from the approvals page.
   */
  digest?: (db: Db, id: string) => Promise<string | undefined>
}

const kinds = new Map<string, SubjectKind>()

/** Makes a kind of records known; called in the room's `setUp` (again for the same entity: replaces it). */
export function registerSubject(kind: SubjectKind): void {
  kinds.set(kind.entity, kind)
}

/** @throws Error for an entity that no room has registered: a mistake of the program, not of the caller */
export function subjectKind(entity: string): SubjectKind {
  const kind = kinds.get(entity)
  if (!kind) throw new Error(`no room has registered "${entity}" as something that is approved`)
  return kind
}

/** The kind, if its room is still part of the program: old approvals outlive rooms. */
export function knownKind(entity: string): SubjectKind | undefined {
  return kinds.get(entity)
}

/** @throws approval.content_changed (409) when the record is not what was submitted */
export async function requireUnchanged(
  db: Db,
  row: { subject: { entity: string; id: string }; digest: string },
): Promise<void> {
  const now = await knownKind(row.subject.entity)?.digest?.(db, row.subject.id)
  if (now !== undefined && now !== row.digest) throw new AppError('approval.content_changed', { status: 409 })
}
