/** Evaluations of a whole norm that people ask for: one at a time for each norm in force, in the background, with rests. */
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { evaluateOrg } from './evaluate.ts'
import { accessAdoption, mayEvaluate } from './policy.ts'
import { selectAdoptions } from './store/adoption.ts'
import * as store from './store/asked.ts'
import { everything } from './visible.ts'

/** Begun so often without an end it is given up: nothing stays under way for ever. */
const mostTries = 3
/** Progress is written at most this often. */
const progressMs = 500

type Shown = Output<typeof contract.askEvaluation>

function stateOf(row: store.AskedRow): Shown['state'] {
  if (row.endedAt === null) return row.begunAt === null ? 'waiting' : 'running'
  return row.clauses === null ? 'failed' : 'done'
}

function present(row: store.AskedRow): Shown {
  // what the contract does not name is left out of the answer
  return { ...row, state: stateOf(row) }
}

/**
 * Asks for an evaluation of a whole norm; while one is under way that is the answer, whoever asked for it.
 * @throws norm.not_found (404), norm.not_allowed (403), norm.not_active (409)
 */
export async function askEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.askEvaluation>,
): Promise<Shown> {
  const row = await accessAdoption(tx, actor, input.id)
  if (!mayEvaluate(actor, row.orgPath)) throw new AppError('norm.not_allowed', { status: 403 })
  if (!row.active) throw new AppError('norm.not_active', { status: 409 })
  const isNew = await store.insertAsked(tx, row.id, actor.id)
  const asked = (await store.lastAsked(tx, row.id))!
  await audit(tx, actor, {
    action: 'norm.ask-evaluation',
    entity: 'norm_adoption',
    entityId: row.id,
    orgId: row.org.id,
    after: { evaluationId: asked.id, isNew },
  })
  return present(asked)
}

/** @throws norm.not_found (404) */
export async function readEvaluationVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.readEvaluation>,
): Promise<Output<typeof contract.readEvaluation>> {
  const { id } = await accessAdoption(db, actor, input.id)
  const asked = await store.lastAsked(db, id)
  return { evaluation: asked ? present(asked) : null }
}

/** Carries out what people asked for, one after the other; what a process leaves unfinished is begun anew by the next. */
export async function evaluateAsked(context: JobContext): Promise<void> {
  while (!context.stopping?.()) {
    const asked = await transaction(context.db, (tx) => store.beginAsked(tx, mostTries))
    if (!asked) return
    await carryOut(context, asked)
  }
}

async function carryOut({ db, log, stopping }: JobContext, asked: store.AskedRow): Promise<void> {
  let told = -Infinity
  const [adoption] = await selectAdoptions(db, everything, { zone: unitZone(), id: asked.adoptionId })
  const org = { id: adoption!.org.id, path: adoption!.orgPath }
  try {
    const done = await evaluateOrg(
      db,
      {
        org,
        why: 'demand',
        to: await dbNow(db),
        askedBy: asked.askedById,
        adoptionId: asked.adoptionId,
        rests: true,
        ...(stopping ? { stopping } : {}),
        progress: async (finished, of) => {
          if (performance.now() - told < progressMs) return
          told = performance.now()
          await store.noteProgress(db, asked.id, finished, of)
        },
      },
      async (tx, runId, came) => {
        await store.endAsked(tx, asked.id, came)
        await audit(tx, systemActor('norm'), {
          action: 'norm.evaluate',
          entity: 'norm_adoption',
          entityId: asked.adoptionId,
          orgId: org.id,
          after: { runId, evaluationId: asked.id },
        })
      },
    )
    if (done === 'stopped') await store.putBack(db, asked.id)
    // the norm is no longer in force: there was nothing to keep
    else if (done.clauses === 0) await transaction(db, (tx) => store.endAsked(tx, asked.id, done))
  } catch (error) {
    log('norm: an evaluation that was asked for failed', { evaluation: asked.id, error: String(error) })
  }
}
