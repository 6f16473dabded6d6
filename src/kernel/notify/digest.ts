import { defaultCalendar } from '#kernel/calendar/index.ts'
import { transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/texts.ts'
import type { Settings } from '#kernel/settings/env.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { isUrgent } from './audience.ts'
import { sendMail } from './outgoing.ts'
import { pathOf, renderText } from './render.ts'
import { noRhythm, releaseAt, type Days } from './rhythm.ts'
import { holdBacklog, lockHeld, settleHeld, type HeldRow } from './store/rhythm.ts'

const perTurn = 500
/** More than that are several mails: nobody may miss one because a mail was cut. */
const perDigest = 200

type Place = Pick<Settings, 'publicUrl'>

/**
 * Lets go what has waited long enough. News that need not wait become `due` and are sent as single mails. What was held
 * back becomes one mail per person: the digest is a row of `outgoing_mail`, made in the transaction that marks its
 * notifications `bundled`, and is sent by that table's own discipline. So a notification is either held, or in exactly
 * one mail, whenever a process dies.
 * @param at the present
 */
export async function releaseHeld(db: Db, settings: Place, at: Date): Promise<void> {
  await holdBacklog(db, at)
  for (let full = true; full;)
    full = await transaction(db, async (tx) => {
      const rows = await lockHeld(tx, at, perTurn)
      if (rows.length === 0) return false
      const days = await defaultCalendar(tx)
      for (const mine of Map.groupBy(rows, (row) => row.personId).values())
        await releaseOne(tx, settings, mine, at, days)
      return rows.length === perTurn
    })
}

/** The held news of one person. */
async function releaseOne(tx: Tx, settings: Place, rows: HeldRow[], at: Date, days: Days): Promise<void> {
  const unwanted: string[] = []
  const single: string[] = []
  const ripe: HeldRow[] = []
  const waiting = new Map<number, string[]>()
  for (const row of rows) {
    if (!row.wanted) unwanted.push(row.id)
    else {
      const { mode, ownMode } = row
      const news = { told: row.recordedAt.getTime(), mode, ownMode, urgent: isUrgent(row.textKey) }
      const release = releaseAt(news, at.getTime(), row.rhythm ?? noRhythm, days)
      if (release > at.getTime()) waiting.set(release, [...(waiting.get(release) ?? []), row.id])
      else if (row.heldUntil === null) single.push(row.id)
      else ripe.push(row)
    }
  }
  await settleHeld(tx, unwanted, { mail: 'none' })
  for (const [until, ids] of waiting) await settleHeld(tx, ids, { mail: 'held', until: new Date(until) })
  for (let from = 0; from < ripe.length; from += perDigest) {
    const part = ripe.slice(from, from + perDigest)
    // alone it says more as its own mail; without an address it fails there, for all to see
    if (part.length === 1 || part[0]!.email === '') single.push(...part.map((row) => row.id))
    else await bundle(tx, settings, part)
  }
  await settleHeld(tx, single, { mail: 'due' })
}

async function bundle(tx: Tx, settings: Place, rows: HeldRow[]): Promise<void> {
  const { id, personId, name, email, locale } = rows[0]!
  const texts = rows.map((row) => renderText(locale, row.textKey, row.params).replace(/\s+/g, ' '))
  const lines = rows.map((row, i) => {
    const link =
      settings.publicUrl === undefined ? '' : `\n${settings.publicUrl}${pathOf(row.entity, row.entityId)}`
    return `${inUnitZone(row.recordedAt)}  ${texts[i]!}${link}`
  })
  const footer = say(locale, 'notify:mail.footer')
  await sendMail(tx, settings, {
    to: { name, address: email },
    subject: say(locale, 'notify:mail.digest', { count: rows.length, first: texts[0]! }),
    body: [say(locale, 'notify:mail.digestIntro'), ...lines, footer].join('\n\n'),
    about: 'digest',
    automatic: 'auto-generated',
    entity: 'notification-digest',
    entityId: personId,
    dedupeKey: `digest:${id}`,
  })
  await settleHeld(
    tx,
    rows.map((row) => row.id),
    { mail: 'bundled', digestId: id },
  )
}
