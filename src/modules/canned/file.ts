import { dueAt, defaultCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { fileIncident, type Filing } from '#modules/incident/index.ts'
import { addTasks } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import type { TaskFacts } from './store/templates.ts'
import { accessTemplate, filledIn } from './templates.ts'

/**
 * Files what the desk's form says, with the tasks of the template.
 * @throws canned.not_found (404) and whatever filing throws
 */
export async function fileByTemplate(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.fileByTemplate>,
): Promise<Output<typeof contract.fileByTemplate>> {
  const { id, ...filing } = input
  const template = await accessTemplate(tx, actor, id)
  return fileWithTasks(tx, actor, filing, template.tasks)
}

/**
 * Files a ticket from a template alone: for tickets that come again and again.
 * @param at the day that its text speaks of, if not today
 * @param more what the template does not say: channel, requester, org
 * @throws canned.not_found (404) and whatever filing throws
 */
export async function fileFromTemplate(
  tx: Tx,
  actor: Actor,
  templateId: string,
  more: Pick<Filing, 'channel'> & Partial<Filing>,
  at?: Date,
): Promise<Output<typeof contract.fileByTemplate>> {
  const { title, description, type, impact, urgency, service, category, tasks } = await filledIn(
    tx,
    actor,
    templateId,
    at,
  )
  const filing: Filing = {
    ...{ title, description, type, impact, urgency },
    ...(service ? { serviceId: service.id } : {}),
    ...(category ? { categoryId: category.id } : {}),
    ...more,
  }
  return fileWithTasks(tx, actor, filing, tasks)
}

/** Tasks are due in working hours after filing; solved on the phone, there is nothing left to do. */
async function fileWithTasks(
  tx: Tx,
  actor: Actor,
  filing: Filing,
  tasks: readonly TaskFacts[],
): Promise<Output<typeof contract.fileByTemplate>> {
  const incident = await fileIncident(tx, actor, filing)
  if (tasks.length === 0 || filing.resolution !== undefined) return incident
  const [now, calendar] = await Promise.all([dbNow(tx), defaultCalendar(tx)])
  await addTasks(
    tx,
    actor,
    incident.id,
    tasks.map(({ title, required, dueHours }) => ({
      title,
      required,
      ownerId: null,
      dueAt: dueHours === null ? null : new Date(dueAt(calendar, now.getTime(), dueHours * 3600)),
    })),
  )
  return incident
}
