/** What remote probes ask and post; told by their token. */
import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { TakenAlert } from '#modules/alert/index.ts'
import { strangers, tooOften } from './allowance.ts'
import { applyResults, handIn } from './apply.ts'
import { recordSamples, samplesOf } from './history.ts'
import type { Result } from './lifecycle.ts'
import { hashOf } from './moves.ts'
import type * as contract from './remote-contract.ts'
import { openSecrets } from './secrets.ts'
import * as store from './store/probe.ts'
import { runRowsOfProbe } from './store/worker.ts'

/** @throws check.probe_unknown (404), check.too_often (429) for those who guess */
async function probeOf(tx: Tx, actor: Actor, token: string): Promise<store.Known> {
  const stranger = actor.ip ?? 'nowhere'
  if (!strangers.has(stranger)) throw tooOften()
  const probe = await store.lockByToken(tx, hashOf(token))
  if (probe) return probe
  strangers.take(stranger)
  throw new AppError('check.probe_unknown', { status: 404 })
}

/** The alert about a probe that says nothing; the text is in the language of the unit. */
export function probeAlert(
  probe: { id: string; name: string; orgId: string },
  status: 'firing' | 'resolved',
  at: Date,
): { orgId: string; alert: TakenAlert } {
  const alert: TakenAlert = {
    labels: { probe: probe.name, probe_id: probe.id },
    annotations: {
      summary: say('zh-CN', `check:outcome.${status === 'firing' ? 'probe_silent' : 'probe_back'}`),
    },
    status,
    name: say('zh-CN', 'check:probeAlert', { name: probe.name }).slice(0, 200),
    severity: 'critical',
    ...(status === 'firing' ? { startsAt: at } : { endsAt: at }),
  }
  return { orgId: probe.orgId, alert }
}

async function seen(tx: Tx, probe: store.Known, note: Parameters<typeof store.noteSeen>[2]): Promise<void> {
  await store.noteSeen(tx, probe.id, note)
  if (probe.silentSince) await handIn(tx, [probeAlert(probe, 'resolved', await dbNow(tx))])
}

/** What the probe is to ask, if that has changed. @throws check.probe_unknown (404), check.too_often (429) */
export async function fetchDefinitionsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.fetchDefinitions>,
): Promise<Output<typeof contract.fetchDefinitions>> {
  return transaction(db as Kysely<DB>, async (tx) => {
    const probe = await probeOf(tx, actor, input.token)
    // another run counts its batches anew
    const lastSeq = probe.runId === input.runId ? probe.lastSeq : 0
    const { runId, program, dropped, buffered } = input
    await seen(tx, probe, { runId, lastSeq, address: actor.ip, program, dropped, buffered })
    const mark = await store.markOfProbe(tx, probe.id)
    const base = { probeId: probe.id, mark, now: (await dbNow(tx)).getTime(), lastSeq }
    if (mark === input.known) return { ...base, definitions: null }
    const definitions = (await runRowsOfProbe(tx, probe.id)).map((row) => {
      const { id, version, kind, spec, intervalSeconds, retrySeconds, retries, timeoutMs, askedAt } = row
      const rest = { intervalSeconds, retrySeconds, retries, timeoutMs, askedAt: askedAt?.getTime() ?? 0 }
      return { id, version, kind, spec, secrets: openSecrets(row), ...rest }
    })
    return { ...base, definitions }
  })
}

/** Takes a batch of results, once. @throws check.probe_unknown (404), check.too_often (429) */
export async function postResultsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.postResults>,
): Promise<Output<typeof contract.postResults>> {
  return transaction(db as Kysely<DB>, async (tx) => {
    const probe = await probeOf(tx, actor, input.token)
    const lastSeq = probe.runId === input.runId ? probe.lastSeq : 0
    if (input.seq <= lastSeq) {
      await seen(tx, probe, { runId: input.runId, lastSeq })
      return { lastSeq }
    }
    const now = await dbNow(tx)
    const checks = await store.ofProbe(
      tx,
      probe.id,
      input.results.map((one) => one.checkId),
    )
    const skew = now.getTime() - Date.parse(input.sentAt)
    const reported = input.results
      // given to another meanwhile, or gone
      .filter((one) => checks.has(one.checkId))
      .map((one) => ({ checkId: one.checkId, result: resultOf(one, skew, now) }))
    await applyResults(tx, reported, now)
    await recordSamples(
      tx,
      reported.flatMap(({ checkId, result }) => samplesOf(checks.get(checkId)!, result)),
    )
    await seen(tx, probe, { runId: input.runId, lastSeq: input.seq })
    return { lastSeq: input.seq }
  })
}

/** By the clock of the installation: a probe whose clock is an hour off is on time all the same. */
function resultOf(
  { checkId: _id, at, ...told }: Input<typeof contract.postResults>['results'][number],
  skew: number,
  now: Date,
): Result {
  return { ...told, at: new Date(Math.min(Date.parse(at) + skew, now.getTime())) }
}
