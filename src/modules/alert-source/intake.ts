import type { Kysely } from 'kysely'
import { transaction, type DB, type Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { intakeHook } from './contract.ts'
import { Unreadable, type Occurrence } from './occurrence.ts'
import { settleOccurrences } from './settle.ts'
import { tokenHash } from './sources.ts'
import { insertMessages, type NewMessage } from './store/message.ts'
import { addCounts, sourceOfToken, type SourceRow } from './store/source.ts'
import { occurrencesOf } from './understand.ts'

/** Characters of a body that are kept as they came. */
const maxRaw = 32_000
const keptPerPeriod = 10
const periodMs = 10_000
const kept = new Map<string, { period: number; left: number }>()

/** Whether this message is kept as it came: a few of each source every ten seconds, so that a storm does not fill the disk. */
function isKept(source: string, what: string): boolean {
  const period = Math.floor(Date.now() / periodMs)
  const key = `${source} ${what}`
  let left = kept.get(key)
  if (left?.period !== period) {
    if (kept.size > 5000) kept.clear()
    kept.set(key, (left = { period, left: keptPerPeriod }))
  }
  return left.left-- > 0
}

/**
 * Takes a POST of a source; answered after the commit.
 * @throws alert-source.not_found (404) for a token of no active source, alert-source.unreadable (422) with what is wrong:
 * such a body is kept with the source's last messages
 */
export async function intakeHookVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof intakeHook>,
): Promise<Output<typeof intakeHook>> {
  // the endpoint owns its transaction, so this is the pool itself
  const pool = db as Kysely<DB>
  const source = await sourceOfToken(db, tokenHash(input.token))
  if (!source) throw notFound('alert-source')
  let occurrences: Occurrence[]
  try {
    occurrences = occurrencesOf(source.spec, input.body)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    await keep(pool, source, { ...messageOf(actor, input.body), outcome: 'malformed', detail: error.message })
    throw new AppError('alert-source.unreadable', {
      status: 422,
      params: { why: error.message },
      cause: error,
    })
  }
  return transaction(pool, async (tx) => {
    const alerts = await settleOccurrences(tx, source, occurrences, false)
    await addCounts(tx, source.id, { received: 1, alert: alerts, ...(alerts === 0 ? { ignored: 1 } : {}) })
    const outcome = alerts > 0 ? 'alert' : 'ignored'
    if (isKept(source.id, outcome))
      await insertMessages(tx, source.id, [{ ...messageOf(actor, input.body), outcome, alerts }])
    return { alerts }
  })
}

function messageOf(actor: Actor, body: unknown): NewMessage {
  const raw = JSON.stringify(body) ?? ''
  return {
    outcome: 'alert',
    peer: actor.ip ?? '',
    raw: raw.slice(0, maxRaw).toWellFormed(),
    detail: '',
    alerts: 0,
  }
}

async function keep(pool: Kysely<DB>, source: SourceRow, message: NewMessage): Promise<void> {
  await transaction(pool, async (tx) => {
    await addCounts(tx, source.id, { received: 1, malformed: 1 }, message.detail)
    if (isKept(source.id, 'malformed')) await insertMessages(tx, source.id, [message])
  })
}
