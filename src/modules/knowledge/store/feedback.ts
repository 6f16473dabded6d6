import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Ref } from './read.ts'

/** One vote a person; a later one replaces it. Counts are taken anew, so that nothing drifts. */
export async function putVote(
  tx: Tx,
  vote: { articleId: string; personId: string; useful: boolean; remark: string; no: number },
): Promise<void> {
  await sql`insert into article_vote (article_id, person_id, useful, remark, no)
    values (${vote.articleId}, ${vote.personId}, ${vote.useful}, ${vote.remark}, ${vote.no})
    on conflict (article_id, person_id) do update set useful = excluded.useful, remark = excluded.remark,
      no = excluded.no, recorded_at = clock_timestamp()`.execute(tx)
  // the row is locked first, so that of two votes at the same time the second counts both
  await sql`select from article_stats where article_id = ${vote.articleId} for update`.execute(tx)
  await sql`update article_stats s set useful = c.yes, useless = c.no
    from (select count(*) filter (where useful) as yes, count(*) filter (where not useful) as no
      from article_vote where article_id = ${vote.articleId}) c
    where s.article_id = ${vote.articleId}`.execute(tx)
}

export interface VoteRow {
  person: Ref
  useful: boolean
  remark: string
  no: number
  recordedAt: Date
}

/** The newest votes; those with a remark first. */
export async function votesOf(db: Db, articleId: string): Promise<VoteRow[]> {
  const { rows } =
    await sql<VoteRow>`select json_build_object('id', p.id, 'name', p.name) as person, m.useful,
      m.remark, m.no, m.recorded_at as "recordedAt"
    from article_vote m join person p on p.id = m.person_id where m.article_id = ${articleId}
    order by m.remark <> '' desc, m.recorded_at desc limit 100`.execute(db)
  return rows
}

/** @returns how often it has been read now */
export async function addView(tx: Tx, articleId: string): Promise<number> {
  const { rows } = await sql<{ views: number }>`update article_stats set views = views + 1
    where article_id = ${articleId} returning views`.execute(tx)
  return rows[0]!.views
}
