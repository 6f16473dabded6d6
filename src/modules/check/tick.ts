import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB } from '#kernel/db/index.ts'
import { applyResults, handIn, setStates } from './apply.ts'
import type { Result } from './lifecycle.ts'
import { probeAlert } from './remote.ts'
import { endDuePauses } from './store/check.ts'
import { checksOfProbes, markSilent } from './store/probe.ts'
import { lockJudged, lockSilent, type Judged } from './store/standing.ts'

const atOnce = 500
/** A probe asks for its definitions every few seconds. */
const probeSilentSeconds = 60

/** Periodic job: pauses end, and what should have spoken and has not is a fault. */
export async function tick(db: Kysely<DB>): Promise<void> {
  while ((await endPauses(db)) === atOnce);
  while ((await findSilent(db)) === atOnce);
  await findSilentProbes(db)
}

/** A probe that is silent takes its checks with it: one alert about the probe, none about what only it could see. */
async function findSilentProbes(db: Kysely<DB>): Promise<void> {
  await transaction(db, async (tx) => {
    const probes = await markSilent(tx, probeSilentSeconds)
    if (probes.length === 0) return
    const now = await dbNow(tx)
    await handIn(
      tx,
      probes.map((probe) => probeAlert(probe, 'firing', now)),
    )
    const ids = await checksOfProbes(
      tx,
      probes.map((probe) => probe.id),
    )
    const checks = await lockJudged(tx, ids)
    const seen = checks.filter(
      ({ standing }) => !['paused', 'unreachable', 'pending'].includes(standing.state),
    )
    await setStates(
      tx,
      seen.map((check) => ({ check, state: 'unreachable', code: 'probe_silent', endAlert: false }) as const),
      now,
    )
  })
}

async function endPauses(db: Kysely<DB>): Promise<number> {
  return transaction(db, async (tx) => {
    const ended = await endDuePauses(tx, atOnce)
    const on = ended.filter((one) => one.enabled).map((one) => one.id)
    if (on.length > 0) {
      const [checks, now] = await Promise.all([lockJudged(tx, on), dbNow(tx)])
      const resumed = { state: 'pending', code: 'resumed', endAlert: false } as const
      await setStates(
        tx,
        checks.map((check) => ({ check, ...resumed })),
        now,
      )
    }
    return ended.length
  })
}

async function findSilent(db: Kysely<DB>): Promise<number> {
  return transaction(db, async (tx) => {
    const ids = await lockSilent(tx, atOnce)
    if (ids.length === 0) return 0
    const [checks, now] = await Promise.all([lockJudged(tx, ids), dbNow(tx)])
    await applyResults(
      tx,
      checks.map((check) => ({ checkId: check.id, result: silence(check, now) })),
      now,
    )
    return ids.length
  })
}

/** A system that does not beat is taken for down; a reading that nobody made says nothing about the room. */
function silence(check: Judged, at: Date): Result {
  const beats = check.kind === 'heartbeat'
  return {
    at,
    state: beats ? 'critical' : 'warning',
    code: beats ? 'silent' : 'overdue',
    params: { seconds: check.passive.intervalSeconds + check.passive.graceSeconds },
    output: '',
    ms: null,
    figures: [],
    silent: true,
  }
}
