import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { abilitiesOf, accessRun, demandVersion } from './policy.ts'
import { totals } from './results.ts'
import type * as contract from './run-contract.ts'
import * as store from './store/runs.ts'
import { overall } from './tally.ts'
import { close } from './timers.ts'

function present(actor: Actor, run: store.RunRow): Output<typeof contract.getRun> {
  const { orgPath: _, ...rest } = run
  return { ...rest, abilities: abilitiesOf(actor, run) }
}

export async function listRunsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRuns>,
): Promise<Output<typeof contract.listRuns>> {
  const { state, questionnaireId } = input
  const before = decodeIdCursor(input.cursor) ?? null
  const rows = await store.selectRuns(db, scopeOf(actor, 'survey.read'), {
    ...{ state, questionnaireId, before, limit: input.limit + 1 },
  })
  return page(rows, input.limit, (row) => [row.id])
}

/** @throws survey.not_found (404) */
export async function getRunVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getRun>> {
  return present(actor, await accessRun(db, actor, id, 'survey.read'))
}

/** @throws survey.not_found (404), survey.not_open (409), survey.version_stale (412) */
export async function closeRunVerb(
  tx: Tx,
  actor: Actor,
  { id, version, reason }: Input<typeof contract.closeRun>,
): Promise<Output<typeof contract.closeRun>> {
  const run = await accessRun(tx, actor, id, 'survey.manage', true)
  if (run.state !== 'open') throw new AppError('survey.not_open', { status: 409, field: 'state' })
  demandVersion(run, version)
  await close(tx, actor, run, reason)
  return present(actor, await accessRun(tx, actor, id, 'survey.manage'))
}

/**
 * Shows the figures as a whole, and what the unit says to them, on the portal of everybody in its org.
 * @throws survey.not_found (404), survey.not_closed, survey.too_few_answers (409), survey.version_stale (412)
 */
export async function publishRunVerb(
  tx: Tx,
  actor: Actor,
  { id, version, summary }: Input<typeof contract.publishRun>,
): Promise<Output<typeof contract.publishRun>> {
  const run = await accessRun(tx, actor, id, 'survey.manage', true)
  if (run.state !== 'closed') throw new AppError('survey.not_closed', { status: 409, field: 'state' })
  demandVersion(run, version)
  const { tooFew } = await totals(tx, run)
  if (tooFew) throw new AppError('survey.too_few_answers', { status: 409, params: { least: run.minGroup } })
  await store.markPublished(tx, id, actor.id, summary)
  await emit(tx, { type: 'survey.published', entity: 'questionnaire-run', entityId: id })
  await audit(tx, actor, {
    action: 'survey.publish',
    entity: 'questionnaire_run',
    entityId: id,
    orgId: run.org.id,
    before: { state: run.state },
    after: { state: 'published', summary },
  })
  return present(actor, await accessRun(tx, actor, id, 'survey.manage'))
}

/** @throws survey.not_found (404), survey.anonymous (409): of anonymous surveys nobody learns who has answered */
export async function listWaitingVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.listWaiting>> {
  const run = await accessRun(db, actor, id, 'survey.call')
  if (run.anonymous) throw new AppError('survey.anonymous', { status: 409 })
  return { items: run.state === 'open' ? await store.selectWaiting(db, id) : [] }
}

const mineOf = (row: store.MineRow): 'asked' | 'answered' | 'missed' | null => {
  if (row.mine === null) return null
  if (row.mine) return 'answered'
  return row.state === 'open' ? 'asked' : 'missed'
}

const me = (actor: Actor) => ({ personId: actor.id!, orgPath: actor.orgPath })

export async function listMineVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listMine>> {
  if (actor.id === null) return { items: [] }
  const rows = await store.selectMine(db, me(actor))
  return { items: rows.map((row) => ({ ...row, mine: mineOf(row) })) }
}

/** @throws survey.not_found (404): not asked, and not published to the caller */
export async function getMineVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getMine>> {
  const [row] = actor.id === null ? [] : await store.selectMine(db, me(actor), id)
  if (!row) throw notFound('survey')
  const mine = mineOf(row)
  return {
    ...row,
    mine,
    questions: mine === 'asked' ? row.questions : [],
    results: row.state === 'published' ? await publicResults(db, row) : null,
  }
}

/** What people wrote is for those who deal with it. */
async function publicResults(db: Db, run: store.RunRow): Promise<Output<typeof contract.getMine>['results']> {
  const { sheets, tallies } = await totals(db, run)
  return {
    sheets: sheets.length,
    asked: run.asked,
    overall: overall(tallies),
    questions: tallies.filter((one) => one.type !== 'text').map((one) => ({ ...one, texts: [] })),
  }
}
