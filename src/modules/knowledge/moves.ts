import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { next } from './lifecycle.ts'
import { accessArticle, lockFor, standingOf } from './policy.ts'
import { present } from './present.ts'
import type { ArticleRow } from './store/read.ts'
import {
  addAuthor,
  copyVersion,
  deleteDraft,
  monthsFromNow,
  patchArticle,
  stampPublished,
  type Patch,
} from './store/write.ts'
import { reindex } from './write.ts'
import type { Move } from './words.ts'

type Answer = Output<typeof contract.getArticle>
type At = { id: string; version: number }

export const dueTimer = 'knowledge.review-due'

/** What a move does besides changing the state: to the versions, and of the rest of the row. */
type Deed = (tx: Tx, actor: Actor, row: ArticleRow) => Promise<Patch>

async function nextReview(tx: Tx, row: ArticleRow): Promise<{ reviewDueAt: Date }> {
  const reviewDueAt = await monthsFromNow(tx, row.reviewMonths)
  await setTimer(tx, { kind: dueTimer, key: row.id, dueAt: reviewDueAt })
  return { reviewDueAt }
}

const deeds: Partial<Record<Move, Deed>> = {
  revise: async (tx, actor, row) => {
    // a withdrawn draft that was never published is simply taken up again
    if (row.draftNo !== null) return { draftNo: row.draftNo }
    const no = row.lastNo + 1
    await copyVersion(tx, row.id, row.liveNo ?? row.lastNo, no, actor.id!)
    return { draftNo: no, lastNo: no }
  },
  submit: async (tx, actor, row) => {
    await addAuthor(tx, { id: row.id, no: row.draftNo! }, actor.id!)
    return { stateNote: '' }
  },
  publish: async (tx, actor, row) => {
    await stampPublished(tx, row.id, row.draftNo!, actor.id!)
    return { liveNo: row.draftNo, draftNo: null, stateNote: '', ...(await nextReview(tx, row)) }
  },
  confirm: (tx, _actor, row) => nextReview(tx, row),
  drop: async (_tx, _actor, row) => ({ draftNo: null, lastNo: row.lastNo - 1 }),
  withdraw: async (tx, _actor, row) => {
    await cancelTimer(tx, dueTimer, row.id)
    return { liveNo: null, reviewDueAt: null }
  },
}

/** Whom a move concerns: reviewers of what waits for them, the writers of what was judged. */
async function concerned(tx: Tx, row: ArticleRow, move: Move): Promise<string[]> {
  if (move === 'submit') {
    const people = await holdersOf(tx, { permission: 'knowledge.review' }, row.orgPath)
    return people.filter((id) => !row.authorIds.includes(id))
  }
  const told: readonly Move[] = ['return', 'publish', 'confirm', 'withdraw']
  return told.includes(move) ? [...new Set([row.owner.id, ...row.authorIds])] : []
}

const texts: Partial<Record<Move, string>> = {
  submit: 'knowledge:notify.submitted',
  return: 'knowledge:notify.returned',
  publish: 'knowledge:notify.published',
  confirm: 'knowledge:notify.confirmed',
  withdraw: 'knowledge:notify.withdrawn',
}

/** One move of the life cycle: right, version and state are checked by `lockFor`. */
async function move(tx: Tx, actor: Actor, input: At, what: Move, note?: string): Promise<Answer> {
  const row = await lockFor(tx, actor, input, what)
  const { state } = next(standingOf(row), what)
  const patch = (await deeds[what]?.(tx, actor, row)) ?? {}
  await patchArticle(tx, row.id, { ...patch, state, ...(note === undefined ? {} : { stateNote: note }) })
  if (what === 'drop') await deleteDraft(tx, row.id, row.draftNo!)
  await reindex(tx, row.id)
  await audit(tx, actor, {
    action: `knowledge.${what}`,
    entity: 'article',
    entityId: row.id,
    orgId: row.orgId,
    before: { state: row.state, live: row.liveNo },
    after: {
      state,
      live: patch.liveNo === undefined ? row.liveNo : patch.liveNo,
      ...(note ? { note } : {}),
    },
  })
  await emit(tx, { type: `knowledge.${what}`, entity: 'article', entityId: row.id, data: { state } })
  const textKey = texts[what]
  if (textKey && actor.origin !== 'import')
    await notify(tx, {
      to: (await concerned(tx, row, what)).filter((id) => id !== actor.id),
      textKey,
      params: { number: row.number, title: row.title, actor: actor.name },
      entity: 'article',
      entityId: row.id,
      dedupeKey: `knowledge.${what}:${row.id}:${row.version}`,
    })
  return present(tx, actor, await accessArticle(tx, actor, row.id, copyAfter(what)))
}

/** What one goes on looking at: the draft while it is written and judged, else what readers see. */
function copyAfter(what: Move): 'draft' | undefined {
  return what === 'revise' || what === 'submit' || what === 'recall' || what === 'return'
    ? 'draft'
    : undefined
}

/** Begins the next version; what is published stays in sight. @throws see `lockFor`, as all of these */
export const reviseVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.reviseArticle>) =>
  move(tx, actor, input, 'revise')
export const submitVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.submitArticle>) =>
  move(tx, actor, input, 'submit')
export const recallVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.recallArticle>) =>
  move(tx, actor, input, 'recall')
export const returnVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.returnArticle>) =>
  move(tx, actor, input, 'return', input.reason)
/** Shows the draft to readers; never by one of its authors. */
export const publishVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.publishArticle>) =>
  move(tx, actor, input, 'publish')
/** Somebody who did not write it says that it still holds. */
export const confirmVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.confirmArticle>) =>
  move(tx, actor, input, 'confirm', input.note)
export const dropVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.dropDraft>) =>
  move(tx, actor, input, 'drop')
export const withdrawVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.withdrawArticle>) =>
  move(tx, actor, input, 'withdraw', input.reason)
