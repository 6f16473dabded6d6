import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import {
  sections,
  type returnReport,
  type reviewReport,
  type submitReport,
  type updateReport,
} from './contract.ts'
import { accessForChange, accessReport, stale, type Access } from './policy.ts'
import { present } from './present.ts'
import { moveReport, writeSections, type Sections } from './store/reports.ts'

type Answer = Output<typeof updateReport>

const partsOf = ({ symptom, analysis, solution, improvement }: Sections): Sections => ({
  symptom,
  analysis,
  solution,
  improvement,
})

/** Writes the four sections; whoever does can no longer review. @throws see accessForChange */
export async function updateReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof updateReport>,
): Promise<Answer> {
  const access = await accessForChange(tx, actor, input, 'update')
  const after = partsOf(input)
  if (!(await writeSections(tx, input.id, input.version, after, actor.id))) throw stale(access.report.version)
  await audit(tx, actor, {
    action: 'fault-report.update',
    entity: 'fault_report',
    entityId: input.id,
    orgId: access.report.orgId,
    before: { ...partsOf(access.report) },
    after: { ...after },
  })
  await emit(tx, { type: 'fault-report.changed', entity: 'incident', entityId: input.id })
  return present(actor, await accessReport(tx, actor, input.id))
}

/** Submits for review. @throws fault-report.incomplete (422) naming the empty sections; see accessForChange */
export async function submitReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof submitReport>,
): Promise<Answer> {
  const access = await accessForChange(tx, actor, input, 'submit')
  const empty = sections.filter((section) => access.report[section].trim() === '')
  if (empty.length > 0) {
    const message = say(actor.locale, 'fault-report:error.incomplete')
    const errors = empty.map((field) => ({ field, code: 'fault-report.incomplete', message }))
    throw new AppError('fault-report.incomplete', { status: 422, errors })
  }
  return move(tx, actor, input, access, 'submit', '')
}

/** Somebody who did not write it approves it. @throws fault-report.own_report (403); see accessForChange */
export async function reviewReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof reviewReport>,
): Promise<Answer> {
  return move(tx, actor, input, await accessForChange(tx, actor, input, 'review'), 'review', input.note)
}

/** Sends it back to those who wrote it, with the reason. @throws fault-report.own_report (403); see accessForChange */
export async function returnReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof returnReport>,
): Promise<Answer> {
  return move(tx, actor, input, await accessForChange(tx, actor, input, 'return'), 'return', input.reason)
}

const toldOf = { submit: 'submitted', review: 'reviewed', return: 'returned' } as const

/** A submitted report waits for those who review and did not write it; a judgement goes to those who wrote it. */
async function concerned(tx: Tx, actor: Actor, { report, incident }: Access, what: keyof typeof toldOf) {
  const wrote = new Set(report.draftedBy)
  const people =
    what === 'submit'
      ? (await holdersOf(tx, { permission: 'fault-report.review' }, incident.orgPath)).filter(
          (id) => !wrote.has(id),
        )
      : report.draftedBy
  return people.filter((id) => id !== actor.id)
}

async function move(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  access: Access,
  what: keyof typeof toldOf,
  note: string,
): Promise<Answer> {
  const { report, incident } = access
  if (!(await moveReport(tx, input.id, input.version, what, actor.id!, note))) throw stale(report.version)
  const fresh = await accessReport(tx, actor, input.id)
  await audit(tx, actor, {
    action: `fault-report.${what}`,
    entity: 'fault_report',
    entityId: input.id,
    orgId: report.orgId,
    before: { state: report.state },
    after: { state: fresh.report.state, note },
  })
  await emit(tx, {
    type: 'fault-report.changed',
    entity: 'incident',
    entityId: input.id,
    data: { state: fresh.report.state },
  })
  await notify(tx, {
    to: await concerned(tx, actor, access, what),
    textKey: `fault-report:notify.${toldOf[what]}`,
    params: { number: incident.number, title: incident.title, actor: actor.name },
    entity: 'fault-report',
    entityId: incident.id,
    dedupeKey: `fault-report.${what}:${incident.id}:${fresh.report.version}`,
  })
  return present(actor, fresh)
}
