import type { Db } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { accessRequest, reopeningsOf } from '#modules/request/index.ts'
import { affectedOf } from '#modules/ticket/index.ts'
import type { Answer, SurveyKind } from './words.ts'
import { workersOf } from './workers.ts'

/** A ticket as far as asking about it needs to know it, of whatever kind. */
export interface Subject {
  kind: SurveyKind
  id: string
  number: string
  title: string
  orgId: string
  /** solved or delivered, and to be asked about */
  askable: boolean
  resolvedAt: Date | null
  /** how often it was taken up again after that */
  round: number
  /** ids of those who worked on it */
  workers: Set<string>
  people: {
    affectedId: string
    personId: string | null
    callerName: string | null
    callerPhone: string | null
  }[]
  /** what was said when it was confirmed, before or instead of an answer to the survey */
  rating: { answer: Answer; remark: string } | null
}

/**
 * What happened is a matter of fact, whatever of the ticket the one who acts may see.
 * @throws incident.not_found, request.not_found (404)
 */
export function subjectOf(db: Db, kind: SurveyKind, id: string, traceId: string): Promise<Subject> {
  return kind === 'incident' ? ofIncident(db, id, traceId) : ofRequest(db, id, traceId)
}

/**
 * Nobody is asked about imported history, and about a duplicate: its requester is asked about the incident it repeats.
 * An incident that only alerts reported has nobody to ask.
 */
async function ofIncident(db: Db, id: string, traceId: string): Promise<Subject> {
  const incident = await accessIncident(db, systemActor('satisfaction', traceId), id)
  const over = incident.state === 'resolved' || incident.state === 'closed'
  return {
    kind: 'incident',
    id: incident.id,
    number: incident.number,
    title: incident.title,
    orgId: incident.org.id,
    askable: over && incident.origin !== 'import' && incident.duplicateOf === null,
    resolvedAt: incident.resolvedAt,
    round: incident.reopenCount,
    workers: await workersOf(db, incident.id, incident.owner?.id ?? null),
    people: (await affectedOf(db, incident.id)).map((one) => ({ ...one, affectedId: one.id })),
    rating: null,
  }
}

/** Who asked for it is asked; those who did its tasks worked on it. Nothing is asked of what was not delivered. */
async function ofRequest(db: Db, id: string, traceId: string): Promise<Subject> {
  const request = await accessRequest(db, systemActor('satisfaction', traceId), id)
  const tasks = request.lines.flatMap((line) => line.tasks)
  const workers = tasks.flatMap((task) => [task.owner?.id, task.doneBy?.id])
  const { rating, remark } = request
  return {
    kind: 'request',
    id: request.id,
    number: request.number,
    title: request.title || request.lines.map((line) => line.name).join('、'),
    orgId: request.org.id,
    askable: request.state === 'done' || request.state === 'closed',
    resolvedAt: request.resolvedAt,
    round: await reopeningsOf(db, request.id),
    workers: new Set(workers.filter((one) => one !== undefined)),
    people: [
      {
        affectedId: request.requester.id,
        personId: request.requester.id,
        callerName: null,
        callerPhone: null,
      },
    ],
    rating: rating === null ? null : { answer: rating, remark },
  }
}
