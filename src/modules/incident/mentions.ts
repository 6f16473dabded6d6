import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { setWatcher } from '#modules/ticket/index.ts'
import { accessIncident } from './access.ts'
import { demandAbility } from './policy.ts'
import { indexFollowers } from './search.ts'
import type * as contract from './story-contract.ts'
import { tell } from './tell.ts'
import { readOwner } from './store/write.ts'
import { findReaders, readersAmong } from './store/mentionable.ts'
import type { IncidentRow, Ref } from './store/read.ts'

/** Whom a comment may mention: people who may read it. Asked by those who work on the incident. */
export async function mentionable(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.mentionable>,
): Promise<Output<typeof contract.mentionable>> {
  const row = await accessIncident(db, actor, input.id, 'comment-internal')
  return { items: await findReaders(db, row, !input.public, input.q) }
}

/**
 * The people that a comment is to mention.
 * @throws incident.not_allowed (403) for who does not work on it; incident.cannot_read (422) when one may not read it
 */
export async function checkMentions(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  input: { mentions: readonly string[]; public: boolean },
): Promise<Ref[]> {
  if (input.mentions.length === 0) return []
  demandAbility(actor, row, 'comment-internal')
  const ids = [...new Set(input.mentions)]
  const people = await readersAmong(tx, row, !input.public, ids)
  if (people.length < ids.length)
    throw new AppError('incident.cannot_read', { status: 422, field: 'mentions' })
  return people
}

/** Tells them once, of the comment that mentions them, and lets them follow the incident from now on. */
export async function tellMentioned(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  entryId: number,
  people: readonly Ref[],
): Promise<void> {
  const others = people.filter((person) => person.id !== actor.id)
  if (others.length === 0) return
  for (const person of others) await setWatcher(tx, row.id, person.id, true)
  await indexFollowers(tx, row.id)
  await notify(tx, {
    to: others.map((person) => person.id),
    textKey: 'incident:notify.mentioned',
    params: { number: row.number, title: row.title, actor: spokenName(actor) },
    entity: 'incident',
    entityId: row.id,
    dedupeKey: `mentioned:${row.id}:${entryId}`,
  })
}

/**
 * Lets somebody else follow an incident.
 * @throws incident.not_allowed (403) for who does not work on it; incident.unknown_reference (422): nobody who works here
 */
export async function addWatcher(
  tx: Tx,
  actor: Actor,
  input: { id: string; personId: string },
): Promise<void> {
  const row = await accessIncident(tx, actor, input.id, 'comment-internal')
  const owner = await readOwner(tx, input.personId)
  if (!owner?.works)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'personId',
      params: { field: 'personId' },
    })
  await setWatcher(tx, row.id, owner.id, true)
  await indexFollowers(tx, row.id)
  await audit(tx, actor, {
    action: 'incident.watch',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { watching: true, personId: owner.id },
  })
  // no news of the incident, but its pages show who follows
  await tell(tx, actor, { what: 'watched', incident: row, to: [owner.id], once: owner.id })
}
