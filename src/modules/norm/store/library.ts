import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { NormFile } from '../file-contract.ts'

export interface EditionRow {
  id: string
  normId: string
  code: string
  title: string
  titleEn: string
  kind: string
  shipped: boolean
  name: string
  basis: string
  note: string
  clauses: number
  recordedAt: Date
}

export async function lockLibrary(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('norm.library'))`.execute(tx)
}

/** Editions of all norms, or of one; by norm, the newest edition first. */
export async function selectEditions(db: Db, f: { code?: string; id?: string } = {}): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select e.id, n.id as "normId", n.code, n.title, n.title_en as "titleEn", n.kind, n.shipped, e.name, e.basis, e.note,
      (select count(*)::int from norm_clause c where c.edition_id = e.id) as clauses, e.recorded_at as "recordedAt"
    from norm n join norm_edition e on e.norm_id = n.id
    where (${f.code ?? null}::text is null or n.code = ${f.code ?? null})
      and (${f.id ?? null}::uuid is null or e.id = ${f.id ?? null})
    order by n.code, e.recorded_at desc, e.id desc`.execute(db)
  return rows
}

/** The edition of this content, if the library has it. */
export async function findByDigest(db: Db, code: string, digest: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('norm_edition as e')
    .innerJoin('norm as n', 'n.id', 'e.norm_id')
    .select('e.id')
    .where('n.code', '=', code)
    .where('e.digest', '=', digest)
    .executeTakeFirst()
  return row?.id
}

/** Keeps a norm (anew, or as a further edition of the one of its code) with its clauses. @returns the edition's id */
export async function insertEdition(
  tx: Tx,
  file: NormFile,
  given: { name: string; digest: string; shipped: boolean; recordedBy: string | null },
): Promise<string> {
  await sql`insert into norm (id, code, title, title_en, kind, shipped)
    values (${newId()}, ${file.norm}, ${file.title.zh}, ${file.title.en}, ${file.kind}, ${given.shipped})
    on conflict (code) do update set title = excluded.title, title_en = excluded.title_en, kind = excluded.kind`.execute(
    tx,
  )
  const id = newId()
  await sql`insert into norm_edition (id, norm_id, name, digest, basis, note, recorded_by)
    select ${id}::uuid, n.id, ${given.name}, ${given.digest}, ${file.basis}, ${file.note ?? ''}, ${given.recordedBy}::uuid
    from norm n where n.code = ${file.norm}`.execute(tx)
  const rows = file.articles.map((one, position) => ({
    id: newId(),
    code: one.id,
    position,
    article: one.number,
    gist: one.gist.zh,
    gist_en: one.gist.en ?? '',
    type: one.type,
    actors: one.actor,
    frequency: one.frequency,
    figures: one.figures ?? {},
    capability: one.capability,
    evidence: one.evidence?.zh ?? '',
    evidence_en: one.evidence?.en ?? '',
  }))
  await sql`insert into norm_clause (id, edition_id, code, position, article, gist, gist_en, type, actors, frequency, figures,
      capability, evidence, evidence_en)
    select r.id, ${id}::uuid, r.code, r.position, r.article, r.gist, r.gist_en, r.type, r.actors, r.frequency, r.figures,
      r.capability, r.evidence, r.evidence_en
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, code text, position int, article text, gist text,
      gist_en text, type text, actors text[], frequency text, figures jsonb, capability text, evidence text,
      evidence_en text)`.execute(tx)
  return id
}

export interface ClauseRow {
  id: string
  code: string
  position: number
  article: string
  gist: string
  gistEn: string
  type: string
  actors: string[]
  frequency: string | null
  figures: Record<string, unknown>
  capability: string
  evidence: string
  evidenceEn: string
}

/** The clauses of an edition in their order, or those of these ids. */
export async function selectClauses(
  db: Db,
  editionId: string,
  ids?: readonly string[],
): Promise<ClauseRow[]> {
  const { rows } = await sql<ClauseRow>`
    select id, code, position, article, gist, gist_en as "gistEn", type, actors, frequency, figures, capability, evidence,
      evidence_en as "evidenceEn"
    from norm_clause where edition_id = ${editionId}
      and (${ids ?? null}::uuid[] is null or id = any (${ids ?? null}::uuid[]))
    order by position`.execute(db)
  return rows
}

/** What clauses ask for in a few words, by id; in English where the library has it. */
export async function clauseGists(
  db: Db,
  ids: readonly string[],
  locale: 'zh-CN' | 'en',
): Promise<Map<string, string>> {
  const gist = locale === 'en' ? sql`coalesce(nullif(gist_en, ''), gist)` : sql`gist`
  const { rows } = await sql<{ id: string; gist: string }>`
    select id, ${gist} as gist from norm_clause where id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.gist]))
}

/** Norms that have a title in English. */
export async function englishTitles(db: Db): Promise<{ title: string; titleEn: string }[]> {
  const { rows } = await sql<{ title: string; titleEn: string }>`
    select title, title_en as "titleEn" from norm where title_en <> '' order by code`.execute(db)
  return rows
}
