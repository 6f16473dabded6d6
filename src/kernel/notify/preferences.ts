import { audit } from '#kernel/audit/record.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { textKeys } from '#kernel/http/texts.ts'
import type { Actor } from '#kernel/permission/actor.ts'
import { couldBeTold, isUrgent } from './audience.ts'
import type { getPreferences, putPreferences, putRhythm } from './contract.ts'
import { eventLabel } from './render.ts'
import { noRhythm, type Rhythm } from './rhythm.ts'
import * as store from './store/notifications.ts'
import { reconsiderHeld, selectRhythm, writeRhythm } from './store/rhythm.ts'
import { self } from './verbs.ts'

/** The actor's preferences, and the events that could concern him: texts below `notify` of every room. */
export async function getPreferencesVerb(db: Db, actor: Actor): Promise<Output<typeof getPreferences>> {
  const personId = self(actor)
  const [items, email, rhythm] = [
    await store.selectPreferences(db, personId),
    await store.selectEmail(db, personId),
    await selectRhythm(db, personId),
  ]
  const events = textKeys('notify')
    .filter((event) => couldBeTold(actor, event))
    .map((event) => ({
      event,
      room: event.split(':', 1)[0]!,
      label: eventLabel(actor.locale, event),
      urgent: isUrgent(event),
    }))
  return { items, events, email, rhythm: shown(rhythm ?? noRhythm) }
}

/** Replaces all preferences. @throws notify.unknown_event, notify.repeated_event (422) */
export async function putPreferencesVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof putPreferences>,
): Promise<Output<typeof putPreferences>> {
  const known = new Set(['*', ...textKeys('notify')])
  const seen = new Set<string>()
  input.items.forEach((item, i) => {
    const field = `items.${i}.event`
    if (!known.has(item.event))
      throw new AppError('notify.unknown_event', { status: 422, field, params: { event: item.event } })
    if (seen.has(item.event))
      throw new AppError('notify.repeated_event', { status: 422, field, params: { event: item.event } })
    seen.add(item.event)
  })
  const personId = self(actor)
  const before = await store.selectPreferences(tx, personId)
  await store.replacePreferences(tx, personId, input.items)
  await reconsiderHeld(tx, personId)
  await audit(tx, actor, {
    action: 'notify.setPreferences',
    entity: 'person',
    entityId: personId,
    orgId: actor.orgId,
    before: { preferences: before },
    after: { preferences: input.items },
  })
  return getPreferencesVerb(tx, actor)
}

/** Sets the person's quiet hours and the time of daily digests; what waits is looked at anew. */
export async function putRhythmVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof putRhythm>,
): Promise<Output<typeof putRhythm>> {
  const personId = self(actor)
  const before = shown((await selectRhythm(tx, personId)) ?? noRhythm)
  await writeRhythm(tx, personId, {
    quietFrom: input.quiet ? minutes(input.quiet.from) : null,
    quietTo: input.quiet ? minutes(input.quiet.to) : null,
    quietDaysOff: input.daysOff,
    urgentPierces: input.urgentPierces,
    dailyAt: minutes(input.dailyAt),
  })
  await reconsiderHeld(tx, personId)
  await audit(tx, actor, {
    action: 'notify.setRhythm',
    entity: 'person',
    entityId: personId,
    orgId: actor.orgId,
    before,
    after: input,
  })
  return getPreferencesVerb(tx, actor)
}

type Shown = Output<typeof getPreferences>['rhythm']

function shown({ quietFrom, quietTo, quietDaysOff, urgentPierces, dailyAt }: Rhythm): Shown {
  const quiet = quietFrom === null || quietTo === null ? null : { from: clock(quietFrom), to: clock(quietTo) }
  return { quiet, daysOff: quietDaysOff, urgentPierces, dailyAt: clock(dailyAt) }
}

/** `22:30` → 1350 */
function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, '0')).join(':')
}
