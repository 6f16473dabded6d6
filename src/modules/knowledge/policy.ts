import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import type { Ability } from './contract.ts'
import { isLegal, type Standing } from './lifecycle.ts'
import { findArticle, type ArticleRow } from './store/read.ts'
import { visibleArticles } from './visible.ts'
import { moves, type Move } from './words.ts'

/** The article as its life cycle sees it. */
export function standingOf(row: {
  state: Standing['state']
  liveNo: number | null
  draftNo: number | null
  overdue: boolean
}): Standing {
  return { state: row.state, live: row.liveNo !== null, draft: row.draftNo !== null, overdue: row.overdue }
}

type Facts = Pick<ArticleRow, 'orgPath' | 'owner' | 'authorIds' | 'seesDraft' | 'seesLive'>

function isWriter(actor: Actor, row: Facts): boolean {
  if (actor.kind === 'system') return true
  const wrote = row.owner.id === actor.id || row.authorIds.includes(actor.id ?? '')
  return (
    can(actor, 'knowledge.write') &&
    row.seesDraft &&
    (wrote || inScope(actor, 'knowledge.write', row.orgPath))
  )
}

/** Reviews what others wrote. */
function isReviewer(actor: Actor, row: Facts): boolean {
  return (
    actor.id !== null && inScope(actor, 'knowledge.review', row.orgPath) && !row.authorIds.includes(actor.id)
  )
}

const owns = (actor: Actor, row: Facts): boolean =>
  actor.id === row.owner.id || inScope(actor, 'knowledge.review', row.orgPath)

/** Who may do it, whatever the state. `revise` of a live article is open to those who would see its draft. */
const rights: Record<Move | 'edit', (actor: Actor, row: Facts) => boolean> = {
  edit: isWriter,
  revise: (actor, row) => isWriter(actor, { ...row, seesDraft: row.seesDraft || row.seesLive }),
  submit: isWriter,
  recall: isWriter,
  drop: isWriter,
  return: isReviewer,
  publish: isReviewer,
  confirm: isReviewer,
  withdraw: (actor, row) => owns(actor, row) && can(actor, 'knowledge.write'),
}

/** What the actor can do with the article now. */
export function abilitiesOf(actor: Actor, row: ArticleRow): Ability[] {
  const now = standingOf(row)
  // what is done to a draft is done by those who look at the draft
  const asideOfDraft = row.draftNo !== null && row.no !== row.draftNo
  const out: Ability[] = (['edit', ...moves] as const).filter(
    (move) => isLegal(now, move) && rights[move](actor, row) && (!asideOfDraft || move === 'withdraw'),
  )
  if (seesHistory(actor, row)) out.push('history')
  if (row.seesLive && actor.kind === 'person' && !row.authorIds.includes(actor.id ?? '')) out.push('vote')
  if (row.kind === 'emergency-plan' && keepsDrills(actor, row)) out.push('drill')
  return out
}

/** Earlier versions are for those who write: they may have been for fewer readers than the one of today. */
export function seesHistory(actor: Actor, row: Facts): boolean {
  return rights.revise(actor, row) || isReviewer(actor, row)
}

/** Drills of a plan are kept by its owner and by those who review plans. */
export function keepsDrills(actor: Actor, row: Facts): boolean {
  return owns(actor, row) && can(actor, 'knowledge.write')
}

/**
 * The only way to obtain an article.
 * @param copy which version is wanted; default: what readers see, else the draft
 * @throws knowledge.not_found (404): missing, invisible, or without such a version
 */
export async function accessArticle(
  db: Db | Tx,
  actor: Actor,
  id: string,
  copy?: 'live' | 'draft',
): Promise<ArticleRow> {
  const row = await findArticle(db, visibleArticles(actor), id, { copy, reader: actor.id })
  if (!row) throw notFound('knowledge')
  return row
}

/**
 * The article in the version that a move is about, locked, its version compared.
 * @throws knowledge.not_found (404), knowledge.own_work (403), knowledge.not_allowed (403),
 * knowledge.version_stale (412), knowledge.illegal_move (409)
 */
export async function lockFor(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  what: Move | 'edit',
): Promise<ArticleRow> {
  const v = visibleArticles(actor)
  const draft = await findArticle(tx, v, input.id, { copy: 'draft', reader: actor.id, lock: true })
  const row = draft ?? (await findArticle(tx, v, input.id, { reader: actor.id }))
  if (!row) throw notFound('knowledge')
  if (!rights[what](actor, row)) {
    const reviews = what === 'publish' || what === 'confirm' || what === 'return'
    const own = reviews && inScope(actor, 'knowledge.review', row.orgPath)
    throw new AppError(own ? 'knowledge.own_work' : 'knowledge.not_allowed', { status: 403 })
  }
  if (row.version !== input.version) throw stale(row.version)
  if (!isLegal(standingOf(row), what))
    throw new AppError('knowledge.illegal_move', {
      status: 409,
      params: { move: what, state: row.state },
      field: 'state',
    })
  return row
}

export function stale(version: number): AppError {
  return new AppError('knowledge.version_stale', { status: 412, params: { version } })
}
