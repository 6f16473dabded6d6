import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar, nextOccurrence } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { cancelTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { closeKind, openNow, remindKind } from './open-run.ts'
import { arrange, openTimerKind } from './questionnaires.ts'
import { selectQuestionnaires, setNext, type QuestionnaireRow } from './store/questionnaires.ts'
import { isOpened, markClosed, markReminded, selectRuns, selectWaiting, type RunRow } from './store/runs.ts'

const managersOf = (tx: Tx, orgPath: string): Promise<string[]> =>
  holdersOf(tx, { permission: 'survey.manage' }, orgPath)

/** Asks what its time has come for, each once, and arranges the next; times that a program that was off has missed come once. */
export const openTimer: TimerHandler = {
  kind: openTimerKind,
  run: async (tx, timer) => {
    const [row] = await selectQuestionnaires(tx, ['/'], { id: timer.key, lock: true })
    if (!row?.active || !row.rule || row.nextAt?.toISOString() !== timer.data['at']) return
    const planned = row.nextAt!
    await askPlanned(tx, row, planned)
    const after = Math.max(planned.getTime(), (await dbNow(tx)).getTime())
    const next = nextOccurrence(await defaultCalendar(tx), row.rule, after)
    const nextAt = next === undefined ? null : new Date(next)
    await setNext(tx, row.id, nextAt)
    await arrange(tx, row.id, nextAt)
  },
}

/** What cannot be asked is left out this time, and those who manage it learn why. */
async function askPlanned(tx: Tx, row: QuestionnaireRow, planned: Date): Promise<void> {
  const actor = systemActor('survey', `timer:${row.id}`)
  if (await isOpened(tx, row.id, planned)) return
  const open = row.runs.find((run) => run.state === 'open')
  let why: string | undefined
  if (open) why = 'already_open'
  else
    try {
      await openNow(tx, actor, row, planned)
    } catch (error) {
      // it is thrown before anything is written
      if (!(error instanceof AppError) || error.code !== 'survey.too_few_people') throw error
      why = 'too_few_people'
    }
  if (!why) return
  await audit(tx, actor, {
    action: 'survey.leave-out',
    entity: 'questionnaire',
    entityId: row.id,
    orgId: row.org.id,
    after: { planned: planned.toISOString(), why },
  })
  await notify(tx, {
    to: await managersOf(tx, row.orgPath),
    textKey: open ? 'survey:notify.left-out-open' : 'survey:notify.left-out-few',
    params: { title: row.title },
    entity: 'questionnaire',
    entityId: row.id,
    dedupeKey: `survey.left-out:${row.id}:${planned.toISOString()}`,
  })
}

/** Once, before the end, those who have not answered. */
export const remindTimer: TimerHandler = {
  kind: remindKind,
  run: async (tx, timer) => {
    const [run] = await selectRuns(tx, ['/'], { id: timer.key, lock: true, limit: 1 })
    if (run?.state !== 'open' || run.remindedAt) return
    const waiting = await selectWaiting(tx, run.id)
    await markReminded(tx, run.id)
    await notify(tx, {
      to: waiting.map((one) => one.id),
      textKey: 'survey:notify.remind',
      params: { title: run.title, day: dayIn(run.dueAt, unitZone()) },
      entity: 'my-questionnaire',
      entityId: run.id,
      dedupeKey: `survey.remind:${run.id}`,
    })
    await audit(tx, systemActor('survey', `timer:${run.id}`), {
      action: 'survey.remind',
      entity: 'questionnaire_run',
      entityId: run.id,
      orgId: run.org.id,
      after: { people: waiting.length },
    })
  },
}

export const closeTimer: TimerHandler = {
  kind: closeKind,
  run: async (tx, timer) => {
    const [run] = await selectRuns(tx, ['/'], { id: timer.key, lock: true, limit: 1 })
    if (run?.state === 'open') await close(tx, systemActor('survey', `timer:${run.id}`), run, null)
  },
}

/** Ends a run: from now on nobody answers and everything is counted. */
export async function close(tx: Tx, actor: Actor, run: RunRow, reason: string | null): Promise<void> {
  await markClosed(tx, run.id)
  await cancelTimer(tx, closeKind, run.id)
  await cancelTimer(tx, remindKind, run.id)
  await notify(tx, {
    to: await managersOf(tx, run.orgPath),
    textKey: 'survey:notify.closed',
    params: { title: run.title, answered: run.answered, asked: run.asked },
    entity: 'questionnaire-run',
    entityId: run.id,
    dedupeKey: `survey.closed:${run.id}`,
  })
  await emit(tx, { type: 'survey.closed', entity: 'questionnaire-run', entityId: run.id })
  await audit(tx, actor, {
    action: 'survey.close',
    entity: 'questionnaire_run',
    entityId: run.id,
    orgId: run.org.id,
    before: { state: run.state },
    after: { state: 'closed', asked: run.asked, answered: run.answered, ...(reason ? { reason } : {}) },
  })
}
