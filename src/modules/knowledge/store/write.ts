import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'
import type { DocNode } from '../body-contract.ts'
import type { Audience, Classification, Kind, State } from '../words.ts'

/** What a version says and who may read it. */
export interface Content {
  title: string
  summary: string
  body: DocNode
  bodyText: string
  tags: readonly string[]
  audience: Audience
  groupIds: readonly string[]
  classification: Classification
  serviceId: string | null
  categoryId: string | null
  fileIds: readonly string[]
  changeNote: string
}

/** A new article with its first draft. */
export async function insertArticle(
  tx: Tx,
  a: {
    id: string
    number: string
    kind: Kind
    orgId: string
    ownerId: string
    reviewMonths: number
    content: Content
  },
): Promise<void> {
  await sql`insert into article (id, number, kind, org_id, owner_id, created_by, review_months, draft_no, last_no)
    values (${a.id}, ${a.number}, ${a.kind}, ${a.orgId}, ${a.ownerId}, ${a.ownerId}, ${a.reviewMonths}, 1, 1)`.execute(
    tx,
  )
  await sql`insert into article_stats (article_id) values (${a.id})`.execute(tx)
  const c = a.content
  await sql`insert into article_version (article_id, no, title, summary, body, body_text, tags, audience, group_ids,
      classification, service_id, category_id, file_ids, authors, change_note)
    values (${a.id}, 1, ${c.title}, ${c.summary}, ${JSON.stringify(c.body)}::jsonb, ${c.bodyText},
      ${[...c.tags]}::text[], ${c.audience}, ${[...c.groupIds]}::uuid[], ${c.classification}, ${c.serviceId},
      ${c.categoryId}, ${[...c.fileIds]}::uuid[], array[${a.ownerId}]::uuid[], ${c.changeNote})`.execute(tx)
}

/** Writes the draft; whoever does is one of its authors. */
export async function writeDraft(
  tx: Tx,
  at: { id: string; no: number },
  c: Content,
  personId: string,
): Promise<void> {
  await sql`update article_version set title = ${c.title}, summary = ${c.summary},
      body = ${JSON.stringify(c.body)}::jsonb, body_text = ${c.bodyText}, tags = ${[...c.tags]}::text[],
      audience = ${c.audience}, group_ids = ${[...c.groupIds]}::uuid[], classification = ${c.classification},
      service_id = ${c.serviceId}, category_id = ${c.categoryId}, file_ids = ${[...c.fileIds]}::uuid[],
      change_note = ${c.changeNote}
    where article_id = ${at.id} and no = ${at.no}`.execute(tx)
  await addAuthor(tx, at, personId)
}

export async function addAuthor(tx: Tx, at: { id: string; no: number }, personId: string): Promise<void> {
  await sql`update article_version set authors = authors || ${personId}::uuid
    where article_id = ${at.id} and no = ${at.no} and not ${personId}::uuid = any (authors)`.execute(tx)
}

/** The next version begins as a copy of `from`. */
export async function copyVersion(
  tx: Tx,
  id: string,
  from: number,
  to: number,
  author: string,
): Promise<void> {
  await sql`insert into article_version (article_id, no, title, summary, body, body_text, tags, audience, group_ids,
      classification, service_id, category_id, file_ids, authors)
    select article_id, ${to}, title, summary, body, body_text, tags, audience, group_ids, classification, service_id,
      category_id, file_ids, array[${author}]::uuid[]
    from article_version where article_id = ${id} and no = ${from}`.execute(tx)
}

export async function deleteDraft(tx: Tx, id: string, no: number): Promise<void> {
  await sql`delete from article_version where article_id = ${id} and no = ${no}`.execute(tx)
}

export async function stampPublished(tx: Tx, id: string, no: number, by: string): Promise<void> {
  await sql`update article_version set published_by = ${by}, published_at = now()
    where article_id = ${id} and no = ${no}`.execute(tx)
}

/** What changes of the article itself; absent: it stays. */
export interface Patch {
  state?: State
  liveNo?: number | null
  draftNo?: number | null
  lastNo?: number
  reviewDueAt?: Date | null
  reviewMonths?: number
  ownerId?: string
  stateNote?: string
}

const names: Record<keyof Patch, string> = {
  state: 'state',
  liveNo: 'live_no',
  draftNo: 'draft_no',
  lastNo: 'last_no',
  reviewDueAt: 'review_due_at',
  reviewMonths: 'review_months',
  ownerId: 'owner_id',
  stateNote: 'state_note',
}

/** Changes the article and counts its version on. */
export async function patchArticle(tx: Tx, id: string, patch: Patch): Promise<void> {
  const set = (Object.keys(patch) as (keyof Patch)[]).map(
    (key) => sql`${sql.ref(names[key])} = ${patch[key]}`,
  )
  await sql`update article set ${sql.join(
    [...set, sql`version = version + 1`, sql`updated_at = clock_timestamp()`],
    sql`, `,
  )} where id = ${id}`.execute(tx)
}

/** The instant `months` after now, in the calendar of the database's zone. */
export async function monthsFromNow(tx: Tx, months: number): Promise<Date> {
  const { rows } = await sql<{
    at: Date
  }>`select now() + make_interval(months => ${months}::int) as at`.execute(tx)
  return rows[0]!.at
}

/** Which of these groups exist. */
export async function knownGroups(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from support_group where id = any (${[...ids]}::uuid[])`.execute(tx)
  return rows.map((row) => row.id)
}

/** Whether somebody can own an article: a person whose account is active. */
export async function isActivePerson(tx: Tx, id: string): Promise<boolean> {
  const { rows } =
    await sql`select from person where id = ${id} and kind = 'person' and state = 'active'`.execute(tx)
  return rows.length > 0
}
