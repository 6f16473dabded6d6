import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './analysis-contract.ts'
import type { AnalysisGiven } from './analysis-contract.ts'
import { note } from './move.ts'
import { accessProblem, lockProblem, stale } from './policy.ts'
import { analysesOf, deleteAnalysis, insertAnalysis, writeAnalysis } from './store/analyses.ts'

type Analyses = Output<typeof contract.listAnalyses>

async function listed(db: Db, problemId: string): Promise<Analyses> {
  return { items: (await analysesOf(db, problemId)) as Analyses['items'] }
}

/** @throws problem.not_found (404) */
export async function listAnalysesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAnalyses>,
): Promise<Analyses> {
  return listed(db, (await accessProblem(db, actor, input.id)).id)
}

/** What happened is told in its order, in whatever order it was typed. */
function inOrder(given: AnalysisGiven): AnalysisGiven {
  if (given.method !== 'timeline') return given
  const entries = given.content.entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return { ...given, content: { entries } }
}

const most = 20

/** @throws see `lockProblem`; problem.too_many_analyses (409) */
export async function addAnalysisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addAnalysis>,
): Promise<Output<typeof contract.addAnalysis>> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'analyse')
  if ((await analysesOf(tx, row.id)).length >= most)
    throw new AppError('problem.too_many_analyses', { status: 409, params: { n: most } })
  const given = inOrder(input.analysis)
  const id = await insertAnalysis(tx, row.id, given, actor.id)
  await note(tx, actor, row, {
    action: 'add-analysis',
    kind: 'change',
    data: { method: given.method },
    audited: { id, content: given.content, conclusion: given.conclusion },
  })
  return { id, ...(await listed(tx, row.id)) }
}

/** @throws see `lockProblem`; problem.not_found (404), problem.other_method (422), problem.version_stale (412) */
export async function editAnalysisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editAnalysis>,
): Promise<Analyses> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'analyse')
  const [before] = await analysesOf(tx, row.id, input.analysisId)
  if (!before) throw notFound('problem')
  const given = inOrder(input.analysis)
  if (given.method !== before.method)
    throw new AppError('problem.other_method', { status: 422, field: 'analysis.method' })
  if (!(await writeAnalysis(tx, { id: before.id, version: input.version }, given, actor.id)))
    throw stale(before.version)
  await note(tx, actor, row, {
    action: 'edit-analysis',
    kind: 'change',
    before: { content: before.content, conclusion: before.conclusion },
    data: { method: given.method },
    audited: { id: before.id, content: given.content, conclusion: given.conclusion },
  })
  return listed(tx, row.id)
}

/** @throws see `lockProblem`; problem.not_found (404), problem.version_stale (412) */
export async function dropAnalysisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.dropAnalysis>,
): Promise<Analyses> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'analyse')
  const [before] = await analysesOf(tx, row.id, input.analysisId)
  if (!before) throw notFound('problem')
  if (!(await deleteAnalysis(tx, { id: before.id, version: input.version }))) throw stale(before.version)
  await note(tx, actor, row, {
    action: 'drop-analysis',
    kind: 'change',
    before: { content: before.content, conclusion: before.conclusion },
    data: { method: before.method },
  })
  return listed(tx, row.id)
}
