import { createHash, randomBytes } from 'node:crypto'
import { audit } from '#kernel/audit/index.ts'
import { zoneOf } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { calendarOf } from './fill.ts'
import { calendarText } from './ics.ts'
import { accessTeam } from './policy.ts'
import * as store from './store/feeds.ts'
import {
  both,
  ofPerson,
  published,
  publishedOf,
  selectShifts,
  touches,
  type ShiftRow,
} from './store/shifts.ts'

/** Addresses that one person has at once. */
const most = 20
const day = 86_400_000
/** From a month back to a year and a bit ahead. */
const reach = { back: 31 * day, ahead: 400 * day }

const hashOf = (secret: string): Buffer => createHash('sm3').update(secret).digest()

export async function listFeedsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listFeeds>> {
  const rows = actor.id ? await store.selectFeeds(db, actor.id) : []
  return { items: rows.map(({ personId: _, login: __, ...row }) => row) }
}

/** The address is told this once; only a hash of its secret is kept. @throws duty.too_many_feeds (409), duty.not_found (404) */
export async function createFeedVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createFeed>,
): Promise<Output<typeof contract.createFeed>> {
  if (actor.kind !== 'person' || !actor.id) throw notFound('duty')
  const team = input.teamId ? await accessTeam(tx, actor, input.teamId) : null
  if ((await store.selectFeeds(tx, actor.id)).length >= most)
    throw new AppError('duty.too_many_feeds', { params: { count: most } })
  const secret = randomBytes(32).toString('base64url')
  const id = await store.insertFeed(tx, {
    personId: actor.id,
    teamId: team?.id ?? null,
    hash: hashOf(secret),
  })
  await audit(tx, actor, {
    action: 'duty.create-feed',
    entity: 'duty-feed',
    entityId: id,
    after: { team: team?.name ?? null },
  })
  return {
    id,
    team: team && { id: team.id, name: team.name },
    createdAt: await dbNow(tx),
    lastUsedAt: null,
    path: `/api/v1/duty-feeds/${secret}/calendar.ics`,
  }
}

/** @throws duty.not_found (404) */
export async function revokeFeedVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.revokeFeed>,
): Promise<Output<typeof contract.revokeFeed>> {
  if (!actor.id || !(await store.revokeFeed(tx, input.id, actor.id))) throw notFound('duty')
  await audit(tx, actor, { action: 'duty.revoke-feed', entity: 'duty-feed', entityId: input.id })
  return { id: input.id }
}

/**
 * What the owner of the address may see at this moment: an ended account or a lost right ends the feed, too.
 * @throws duty.not_found (404), whatever is wrong with the address
 */
export async function readFeedVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.readFeed>,
): Promise<Download> {
  const feed = await store.findFeed(db, hashOf(input.secret))
  if (!feed) throw notFound('duty')
  const owner = await ownerOf(db, feed)
  const team = feed.team ? await accessTeam(db, owner, feed.team.id) : null
  const now = await dbNow(db)
  const time = touches(new Date(now.getTime() - reach.back), new Date(now.getTime() + reach.ahead))
  const whose = team ? publishedOf(team.id) : both(published, ofPerson(feed.personId))
  const [calendar, shifts] = await Promise.all([
    calendarOf(db, { calendarId: team?.calendarId ?? null }),
    selectShifts(db, both(whose, time), { limit: 3000 }),
    store.touchFeed(db, feed.id),
  ])
  const { locale } = owner
  const name = team
    ? say(locale, 'duty:screen.feed.of_team', { team: team.name })
    : say(locale, 'duty:screen.feed.of_person', { person: owner.name })
  const text = calendarText(
    zoneOf(calendar.spec.zone),
    { name, madeAt: now },
    shifts.map((shift) => ({
      uid: `${shift.shiftId}@duty.zhengyun`,
      from: shift.from,
      to: shift.to,
      sequence: shift.revision,
      summary: summaryOf(locale, shift, team ? null : feed.personId),
      description: peopleOf(locale, shift, shift.teamPhone),
      location: shift.place,
    })),
  )
  return { content: Buffer.from(text), type: 'text/calendar; charset=utf-8', inline: true }
}

async function ownerOf(db: Db, feed: store.FeedRow): Promise<Actor> {
  try {
    const owner = await personActor(db, feed.login)
    if (can(owner, 'duty.read')) return owner
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  throw notFound('duty')
}

/** Of a personal feed the own role, of a team's who is on duty. */
function summaryOf(locale: Actor['locale'], shift: ShiftRow, personId: string | null): string {
  const own = shift.people.find((p) => p.personId === personId)
  const what = own
    ? say(locale, `duty:screen.role.${own.role}`)
    : shift.people
        .filter((p) => p.role === 'duty')
        .map((p) => p.name)
        .join('、')
  return [`${shift.teamName} ${shift.name}`, what].filter(Boolean).join(' ')
}

function peopleOf(locale: Actor['locale'], shift: ShiftRow, phone: string): string {
  const lines = shift.people.map((p) =>
    `${say(locale, `duty:screen.role.${p.role}`)} ${p.name} ${p.phone}`.trim(),
  )
  if (phone) lines.push(`${say(locale, 'duty:screen.field.phone')} ${phone}`)
  return lines.join('\n')
}
