import { transaction, type Db, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { personActor } from '../identity/index.ts'
import type { PeriodicJob } from '../manifest.ts'
import { notify } from '../notify/index.ts'
import { can, type Actor } from '../permission/index.ts'
import { inUnitZone } from '../settings/index.ts'
import { entered, looked } from './entered.ts'
import { listOf } from './lists.ts'
import { keepLook, takeDueLook, type DueLook, type Rhythm } from './store.ts'
import { access } from './views.ts'

const minute = 60_000
const hour = 60 * minute
/** Digests come before the day's work, by the unit's clock. */
const morning = 8

/** When the next look of a subscription is due: in a minute, or at eight of the next morning. */
export function nextLook(every: Rhythm, now: Date): Date {
  if (every === 'minute') return new Date(now.getTime() + minute)
  // hour by hour: days of 23 and 25 hours are no exception
  const from = Math.floor(now.getTime() / hour) * hour
  for (let ahead = 1; ahead <= 25; ahead++) {
    const at = new Date(from + ahead * hour)
    if (Number(inUnitZone(at).slice(11, 13)) === morning) return at
  }
  return new Date(from + 24 * hour)
}

/** Whom the subscription is for, with the rights of now; undefined when the view is no longer theirs to see. */
async function subscriber(tx: Tx, look: DueLook): Promise<Actor | undefined> {
  if (!look.login) return undefined
  const actor = await personActor(tx, look.login, 'view.look')
  return can(actor, 'view.use') ? actor : undefined
}

/**
 * Looks into one view for one person and tells what is new, all in one transaction. A look that fails (a filter that
 * takes the database too long) waits an hour, so that the others have their turn.
 * @param report told of what failed
 * @returns false: none was due
 */
async function lookOnce(db: Db, report: (look: DueLook, error: unknown) => void): Promise<boolean> {
  let taken: DueLook | undefined
  try {
    return await lookInto(db, (look) => (taken = look))
  } catch (error) {
    if (!taken) throw error
    const look = taken
    report(look, error)
    await transaction(db, (tx) => keepLook(tx, look, look.seen, new Date(look.now.getTime() + hour)))
    return true
  }
}

async function lookInto(db: Db, took: (look: DueLook) => void): Promise<boolean> {
  return transaction(db, async (tx) => {
    const look = await takeDueLook(tx)
    if (!look) return false
    took(look)
    const next = nextLook(look.every, look.now)
    const actor = await subscriber(tx, look)
    if (!actor) {
      await keepLook(tx, look, look.seen, next)
      return true
    }
    let seen = look.seen
    try {
      const view = await access(tx, actor, look.viewId)
      const items = await listOf(actor, view.list).ids(tx, actor, view.query, looked)
      const now = items.map((item) => item.id)
      const news = entered(look.seen, now)
      seen = now
      if (news.length > 0)
        await tell(tx, look, view.name, news, items.find((item) => item.id === news[0])!.label)
    } catch (error) {
      // no longer shared, or a filter that the list does not take any more: it waits, as its page says
      if (!(error instanceof AppError && error.status < 500)) throw error
    }
    await keepLook(tx, look, seen, next)
    return true
  })
}

async function tell(
  tx: Tx,
  look: DueLook,
  name: string,
  news: readonly string[],
  first: string,
): Promise<void> {
  await notify(tx, {
    to: [look.personId],
    textKey: news.length === 1 ? 'view:notify.entered' : 'view:notify.entered-many',
    params: { view: name, first, n: news.length },
    entity: 'view',
    entityId: look.viewId,
    dedupeKey: `view:${look.viewId}:${look.now.toISOString()}`,
  })
}

/** At most so many looks a turn; the next turn goes on with the rest. */
const perTurn = 1000

export const lookJob: PeriodicJob = {
  name: 'view.look',
  everySeconds: 15,
  run: async ({ db, log }) => {
    const report = (look: DueLook, error: unknown): void =>
      log('view not looked into', { view: look.viewId, error: String(error) })
    for (let n = 0; n < perTurn && (await lookOnce(db, report)); n++);
  },
}
