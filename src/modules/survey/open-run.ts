import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar, targetDueAt } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { cohortsOf, draw } from './cohort.ts'
import { readParents, selectAudience, type QuestionnaireRow } from './store/questionnaires.ts'
import { insertInvites, insertRun } from './store/runs.ts'

export const remindKind = 'survey.remind'
export const closeKind = 'survey.close'

/**
 * Asks the audience: draws the sample, keeps in which org each answer is counted, sets the clock (working days of the unit's
 * calendar) and tells everybody.
 * @param plannedAt the occurrence of the rule; null: by hand
 * @returns id of the run
 * @throws survey.too_few_people (422): nobody, or for an anonymous one fewer than could hide each other
 */
export async function openNow(
  tx: Tx,
  actor: Actor,
  row: QuestionnaireRow,
  plannedAt: Date | null,
): Promise<string> {
  const all = await selectAudience(tx, row.audience, row.orgPath)
  const people = row.audience.sample === null ? all : draw(all, row.audience.sample)
  const least = row.anonymous ? row.minGroup : 1
  if (people.length < least)
    throw new AppError('survey.too_few_people', {
      status: 422,
      field: 'audience',
      params: { n: people.length, least },
    })
  const cohorts = row.anonymous
    ? cohortsOf(people, await readParents(tx), row.minGroup)
    : new Map(people.map((one) => [one.personId, one.orgId]))
  const now = await dbNow(tx)
  const cal = await defaultCalendar(tx)
  const after = (value: number, sameClockTime = false) =>
    new Date(targetDueAt(cal, now.getTime(), { value, unit: 'workingDays' }, { sameClockTime }))
  const dueAt = after(row.openDays)
  const remindAt = row.remindDays === 0 ? null : after(row.openDays - row.remindDays, true)
  const number = await nextNumber(tx, 'survey', 'DC', dayIn(now, unitZone()))
  const id = await insertRun(tx, row, { number, plannedAt, openedBy: actor.id, dueAt, remindAt })
  await insertInvites(
    tx,
    id,
    people.map(({ personId }) => ({ personId, cohortId: cohorts.get(personId) ?? null })),
  )
  await setTimer(tx, { kind: closeKind, key: id, dueAt })
  if (remindAt) await setTimer(tx, { kind: remindKind, key: id, dueAt: remindAt })
  await notify(tx, {
    to: people.map((one) => one.personId),
    textKey: row.anonymous ? 'survey:notify.asked-anonymous' : 'survey:notify.asked',
    params: { title: row.title, day: dayIn(dueAt, unitZone()) },
    entity: 'my-questionnaire',
    entityId: id,
    dedupeKey: `survey.asked:${id}`,
  })
  await emit(tx, { type: 'survey.opened', entity: 'questionnaire-run', entityId: id })
  await audit(tx, actor, {
    action: 'survey.open',
    entity: 'questionnaire_run',
    entityId: id,
    orgId: row.org.id,
    after: {
      number,
      title: row.title,
      people: people.length,
      dueAt: dueAt.toISOString(),
      anonymous: row.anonymous,
    },
  })
  return id
}
