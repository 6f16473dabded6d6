import { defaultCalendar, formatDay } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import { createRecord, type Ledger } from '#kernel/ledger/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { fileOnly } from '#modules/incident/index.ts'
import type { Entry } from './rounds.ts'
import { selectPlans } from './store/plan.ts'
import { linkEntry, type RoundRow } from './store/round.ts'

let notices: Ledger | undefined
/** The ledger of rectification notices; called once, where the room is put together. */
export function configureNotices(ledger: Ledger): void {
  notices = ledger
}

/** Opens the incident or the notice that each abnormal entry asks for, where it has none yet. */
export async function followUp(
  tx: Tx,
  actor: Actor,
  round: RoundRow,
  entries: readonly Entry[],
): Promise<{ incidents: number; notices: number }> {
  const wanted = (what: 'incident' | 'notice') =>
    entries.filter((one) => one.result === 'abnormal' && one.onAbnormal === what && !one[what])
  const faults = wanted('incident')
  for (const entry of faults)
    await linkEntry(tx, entry.id, { incidentId: await openIncident(tx, actor, round, entry) })
  const findings = wanted('notice')
  for (const entry of findings)
    await linkEntry(tx, entry.id, { noticeId: await openNotice(tx, actor, round, entry) })
  return { incidents: faults.length, notices: findings.length }
}

const titleOf = (actor: Actor, entry: Entry): string =>
  say(actor.locale, 'round:found.title', { name: entry.name, place: entry.place ?? '' }).trim()

/** What was read and what is normal, in words: the description of what follows from it. */
export function finding(actor: Actor, round: RoundRow, entry: Entry): string {
  const t = (key: string, params = {}) => say(actor.locale, `round:${key}`, params)
  const read =
    entry.kind === 'number'
      ? `${entry.number} ${entry.unit ?? ''}`.trim()
      : entry.kind === 'yes-no'
        ? t(`reading.${entry.text}`)
        : (entry.text ?? '')
  const range = [entry.low, entry.high].some((one) => one !== null)
    ? t('found.range', { low: entry.low ?? '…', high: entry.high ?? '…', unit: entry.unit ?? '' })
    : ''
  const from = t('found.from', { number: round.number, plan: round.plan.name, place: entry.place ?? '—' })
  return [from, `${entry.name}：${read}${range}`, entry.note ?? ''].filter(Boolean).join('\n')
}

async function openIncident(tx: Tx, actor: Actor, round: RoundRow, entry: Entry): Promise<string> {
  // a vendor's engineer files only what is his own; what a round found is the unit's
  return fileOnly(tx, raised(actor, 'incident.create', 'incident.file-for-others'), {
    title: titleOf(actor, entry),
    description: finding(actor, round, entry),
    channel: 'inspection',
    type: 'fault',
    impact: 'medium',
    urgency: 'medium',
    orgId: round.org.id,
    ...(round.group ? { groupId: round.group.id } : {}),
  } as Parameters<typeof fileOnly>[2])
}

async function openNotice(tx: Tx, actor: Actor, round: RoundRow, entry: Entry): Promise<string> {
  const [plan] = await selectPlans(tx, ['/'], { id: round.plan.id })
  const cal = await defaultCalendar(tx)
  const today = cal.zone.dayOf((await dbNow(tx)).getTime())
  const made = await createRecord(tx, raised(actor, 'round.keep-notices'), notices!, {
    orgId: round.org.id,
    values: {
      subject: titleOf(actor, entry),
      finding: finding(actor, round, entry),
      answerable: plan!.answerable!.id,
      deadline: formatDay(cal.workDayAfter(today, plan!.noticeDays)),
      source: round.number,
    },
  })
  return made.id
}

/** Whoever goes the round opens what its plan has decided; beyond that the rights stay what they are. */
function raised(actor: Actor, ...permissions: string[]): Actor {
  return {
    ...actor,
    permissions: new Set([...actor.permissions, ...permissions]),
    scopes: new Map([...actor.scopes, ...permissions.map((one) => [one, ['/']] as const)]),
  }
}
