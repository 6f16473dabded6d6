import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar, nextOccurrence } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { Audience, QuestionnaireBody } from './contract.ts'
import { questionTroubles } from './form-contract.ts'
import { openNow } from './open-run.ts'
import { accessQuestionnaire, demandVersion } from './policy.ts'
import * as store from './store/questionnaires.ts'
import type { QuestionnaireRow } from './store/questionnaires.ts'

export const openTimerKind = 'survey.open'

function idsOf(audience: Audience): string[] {
  if (audience.kind === 'orgs') return audience.orgIds
  if (audience.kind === 'groups') return audience.groupIds
  return audience.kind === 'requesters' && audience.serviceId ? [audience.serviceId] : []
}

async function present(
  db: Db,
  actor: Actor,
  row: QuestionnaireRow,
): Promise<Output<typeof contract.getQuestionnaire>> {
  const { orgPath, ...rest } = row
  const manages = inScope(actor, 'survey.manage', orgPath)
  return {
    ...rest,
    names: await store.readNames(db, idsOf(row.audience)),
    abilities: manages ? (['edit', ...(row.active ? (['open'] as const) : [])] as const).slice() : [],
  }
}

export async function listQuestionnairesVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.listQuestionnaires>> {
  const rows = await store.selectQuestionnaires(db, scopeOf(actor, 'survey.read'))
  return { items: await Promise.all(rows.map((row) => present(db, actor, row))) }
}

/** @throws survey.not_found (404) */
export async function getQuestionnaireVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getQuestionnaire>> {
  return present(db, actor, await accessQuestionnaire(db, actor, id, 'survey.read'))
}

/** @throws survey.not_found (404) */
export async function countAudienceVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.countAudience>> {
  const row = await accessQuestionnaire(db, actor, id, 'survey.manage')
  const people = await store.selectAudience(db, row.audience, row.orgPath)
  return { people: Math.min(people.length, row.audience.sample ?? people.length) }
}

/**
 * @throws survey.not_found (404) for an org outside of the caller's scope; survey.bad_question, survey.unknown_audience,
 * survey.bad_reminder (422)
 */
async function demandSound(tx: Tx, actor: Actor, body: QuestionnaireBody): Promise<void> {
  const org = await findOrg(tx, body.orgId)
  if (!org || !inScope(actor, 'survey.manage', org.path)) throw notFound('survey')
  const [trouble] = questionTroubles(body.questions)
  if (trouble)
    throw new AppError(`survey.bad_question_${trouble.code as 'twice' | 'options' | 'rows'}`, {
      status: 422,
      field: trouble.field,
    })
  if (body.remindDays >= body.openDays)
    throw new AppError('survey.bad_reminder', { status: 422, field: 'remindDays' })
  const { audience } = body
  const kinds = { orgs: 'org', groups: 'support_group', requesters: 'service' } as const
  const missing =
    audience.kind === 'roles'
      ? await store.missingRoles(tx, audience.roles)
      : await store.missingOf(tx, kinds[audience.kind], idsOf(audience))
  if (missing.length > 0) throw new AppError('survey.unknown_audience', { status: 422, field: 'audience' })
}

async function nextOf(tx: Tx, body: QuestionnaireBody): Promise<Date | null> {
  if (!body.active || body.rule === null) return null
  const next = nextOccurrence(await defaultCalendar(tx), body.rule, (await dbNow(tx)).getTime())
  return next === undefined ? null : new Date(next)
}

/** Keeps the timer in line with the next time that it is asked. */
export async function arrange(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  if (nextAt === null) return cancelTimer(tx, openTimerKind, id)
  await setTimer(tx, { kind: openTimerKind, key: id, dueAt: nextAt, data: { at: nextAt.toISOString() } })
}

/** @throws as `demandSound` */
export async function createQuestionnaireVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createQuestionnaire>,
): Promise<Output<typeof contract.createQuestionnaire>> {
  await demandSound(tx, actor, input)
  const nextAt = await nextOf(tx, input)
  const id = await store.insertQuestionnaire(tx, actor.id, input, nextAt)
  await arrange(tx, id, nextAt)
  await audit(tx, actor, {
    action: 'survey.create',
    entity: 'questionnaire',
    entityId: id,
    orgId: input.orgId,
    after: { ...input },
  })
  return getQuestionnaireVerb(tx, actor, { id })
}

/**
 * Questions that are changed become a further version: runs keep what they asked. A run that is open is not changed.
 * @throws survey.not_found (404), survey.version_stale (412), and as `demandSound`
 */
export async function editQuestionnaireVerb(
  tx: Tx,
  actor: Actor,
  { id, version, ...body }: Input<typeof contract.editQuestionnaire>,
): Promise<Output<typeof contract.editQuestionnaire>> {
  const old = await accessQuestionnaire(tx, actor, id, 'survey.manage', true)
  demandVersion(old, version)
  await demandSound(tx, actor, body)
  const nextAt = await nextOf(tx, body)
  const fresh = JSON.stringify(ordered(old.questions)) !== JSON.stringify(ordered(body.questions))
  await store.updateQuestionnaire(tx, old, { body, by: actor.id, nextAt, fresh })
  await arrange(tx, id, nextAt)
  const { runs: _, orgPath: __, ...before } = old
  await audit(tx, actor, {
    action: 'survey.edit',
    entity: 'questionnaire',
    entityId: id,
    orgId: body.orgId,
    before: { ...before, nextAt: old.nextAt?.toISOString() ?? null },
    after: { ...body, freshQuestions: fresh },
  })
  return getQuestionnaireVerb(tx, actor, { id })
}

/** jsonb keeps no order of keys: both sides are laid out alike before they are compared. */
const ordered = (questions: QuestionnaireBody['questions']) =>
  questions.map(({ key, type, label, required, options, rows }) => [
    ...[key, type, label, required],
    options.map((one) => [one.key, one.label]),
    rows.map((one) => [one.key, one.label, one.serviceId]),
  ])

/** @throws survey.not_found (404), survey.version_stale (412), survey.inactive, survey.already_open (409), survey.too_few_people (422) */
export async function openRunVerb(
  tx: Tx,
  actor: Actor,
  { id, version }: Input<typeof contract.openRun>,
): Promise<Output<typeof contract.openRun>> {
  const row = await accessQuestionnaire(tx, actor, id, 'survey.manage', true)
  demandVersion(row, version)
  if (!row.active) throw new AppError('survey.inactive', { status: 409, field: 'active' })
  if (row.runs.some((run) => run.state === 'open'))
    throw new AppError('survey.already_open', { status: 409, field: 'state' })
  await openNow(tx, actor, row, null)
  return getQuestionnaireVerb(tx, actor, { id })
}
