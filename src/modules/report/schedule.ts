/** Drafts that come by themselves: on a working day of the first month behind their period. */
import { defaultCalendar, nextOccurrence, type Rule } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { JobContext, TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { holdersOf, systemActor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { before, periodOf } from './period.ts'
import { makeDraft, takeFigures } from './reports.ts'
import { findReport, unmeasured } from './store/report.ts'
import { findTemplate, setNext, type TemplateRow } from './store/template.ts'
import type { Kind } from './words.ts'

const kind = 'report.draft'
const firstMonths: Record<Kind, number[]> = { month: [], quarter: [1, 4, 7, 10], year: [1] }

/** When a draft of a template comes next. @param after epoch milliseconds */
export async function nextDraft(
  tx: Tx,
  template: Pick<TemplateRow, 'kind' | 'workday' | 'at'>,
  afterMs: number,
): Promise<Date | null> {
  if (template.workday === null) return null
  const rule: Rule = {
    every: 'month-workday',
    n: template.workday,
    months: firstMonths[template.kind],
    at: template.at,
  }
  const next = nextOccurrence(await defaultCalendar(tx), rule, afterMs)
  return next === undefined ? null : new Date(next)
}

/** Keeps the timer of a template in line with its next draft. */
export async function arrange(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  if (!nextAt) return cancelTimer(tx, kind, id)
  await setTimer(tx, { kind, key: id, dueAt: nextAt, data: { at: nextAt.toISOString() } })
}

/**
 * Makes the draft of the period that ended before the day and arranges the next one, in the timer's transaction: each
 * comes once, and those that came while nothing ran come one after the other. Its figures are the job's.
 */
export const draftTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const template = await findTemplate(tx, timer.key, true)
    // another day than the template now waits for: it was changed meanwhile
    if (!template?.nextAt || template.nextAt.toISOString() !== timer.data['at']) return
    const day = dayIn(template.nextAt, unitZone())
    const { from } = before(template.kind, periodOf(template.kind, day).from)
    const made = await makeDraft(tx, systemActor('report'), template, template.org, from)
    if (made.fresh)
      await notify(tx, {
        to: await holdersOf(tx, { permission: 'report.make' }, template.orgPath),
        textKey: 'report:notify.drafted',
        params: { number: made.number, name: template.name },
        entity: 'report',
        entityId: made.id,
        dedupeKey: `report.drafted:${made.id}`,
      })
    const next = await nextDraft(tx, template, template.nextAt.getTime())
    await setNext(tx, template.id, next)
    await arrange(tx, template.id, next)
  },
}

/** Takes the figures of drafts that came by themselves: outside of a transaction, for it may take seconds. */
export async function measureDrafts({ db, log }: JobContext): Promise<void> {
  for (const id of await unmeasured(db)) {
    const row = await findReport(db, { paths: ['/'], personId: null }, id)
    if (!row) continue
    try {
      await takeFigures(db, systemActor('report'), row, log)
    } catch (error) {
      // somebody was faster: it has its figures, or is gone
      if (!(error instanceof AppError)) throw error
      log('a draft of a report was changed while it was counted', { report: row.number, code: error.code })
    }
  }
}
