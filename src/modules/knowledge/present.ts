import type { Db } from '#kernel/db/index.ts'
import { listFiles } from '#kernel/files/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { highlight, type Segment } from '#kernel/search/index.ts'
import type { getArticle, listArticles } from './contract.ts'
import { stateForReaders } from './lifecycle.ts'
import { abilitiesOf, standingOf } from './policy.ts'
import type { ArticleRow, LineRow } from './store/read.ts'

type Line = Output<typeof listArticles>['items'][number]

/** The state as the actor knows it. */
export function knownState(row: LineRow): LineRow['state'] {
  return row.seesDraft ? row.state : stateForReaders(standingOf(row))
}

const around = 60

/** A piece of the text around what was found, with it marked. */
function excerpt(row: LineRow, q: string): Segment[] {
  const text = `${row.summary}\n${row.bodyText}`.slice(0, 20_000).replace(/\s+/g, ' ')
  const parts = highlight(text, q)
  const first = parts.findIndex((part) => part.hit)
  const at = parts.slice(0, Math.max(first, 0)).reduce((sum, part) => sum + part.text.length, 0)
  const from = Math.max(0, at - around)
  const piece = text.slice(from, at + 2 * around)
  return highlight(`${from > 0 ? '…' : ''}${piece}${from + piece.length < text.length ? '…' : ''}`, q)
}

/** A line of the list; with what was searched for, where it was found. */
export function presentLine(row: LineRow, q?: string): Line {
  return {
    ...common(row),
    found: q ? { title: highlight(row.title, q), text: excerpt(row, q) } : null,
  }
}

function common(row: LineRow): Omit<Line, 'found'> {
  const { id, number, kind, title, summary, tags, audience, classification, service, category, owner } = row
  const { liveNo, reviewDueAt, publishedAt, updatedAt, views, useful, useless, used } = row
  const { nextDrillOn, lastDrillOn } = row
  return {
    id,
    number,
    kind,
    state: knownState(row),
    title,
    summary,
    tags,
    audience,
    classification,
    service,
    category,
    owner,
    liveNo,
    reviewDueAt,
    publishedAt,
    updatedAt,
    views,
    useful,
    useless,
    used,
    nextDrillOn,
    lastDrillOn,
  }
}

/** The whole article, in the version that `row` is. */
export async function present(db: Db, actor: Actor, row: ArticleRow): Promise<Output<typeof getArticle>> {
  const files = (await listFiles(db, 'article', [row.id])).get(row.id) ?? []
  return {
    ...common(row),
    no: row.no,
    copy: row.no === row.liveNo ? 'live' : 'draft',
    hasDraft: row.draftNo !== null && row.seesDraft,
    body: row.body as never,
    groups: row.groups,
    files: files.filter((file) => row.fileIds.includes(file.id)),
    reviewMonths: row.reviewMonths,
    stateNote: row.seesDraft ? row.stateNote : '',
    changeNote: row.changeNote,
    authors: row.authors,
    publishedBy: row.publishedBy,
    recordedAt: row.recordedAt,
    myVote: row.myVote,
    version: row.version,
    abilities: abilitiesOf(actor, row),
  }
}
