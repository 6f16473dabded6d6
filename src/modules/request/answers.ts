import { attachFile, listFiles, removeFile } from '#kernel/files/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, type FieldProblem } from '#kernel/errors/index.ts'
import { say } from '#kernel/http/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { evaluateForm, isEmpty, type AnswerProblem } from '#modules/catalogue/evaluate-contract.ts'
import type { Answers, Field, FormDefinition } from '#modules/catalogue/form-contract.ts'
import { forgetUploads, missingIds } from './store/write.ts'

/** Files of a form that is being filled in belong to who fills it in. */
export const uploadOwner = (personId: string) => ({ entity: 'request-upload', entityId: personId })

/**
 * Checks answers by the form with the very function that the page shows it by, then what only the database knows:
 * people, units and systems that are there. Empty answers are dropped.
 * @param at path of the answers in the input: `lines.0.answers`
 * @throws request.answers (422), naming every field at fault
 */
export async function checkAnswers(
  db: Db,
  actor: Actor,
  form: FormDefinition,
  answers: Answers,
  at: string,
  now: Date,
): Promise<Answers> {
  const state = evaluateForm(form, answers, dayIn(now, unitZone()))
  const problems: FieldProblem[] = state.unknown.map((key) => fault(actor, at, key, 'unknown', {}))
  for (const { field, trouble } of state.fields)
    if (trouble) problems.push(fault(actor, at, field.key, trouble.code, trouble.params))
  if (problems.length === 0) {
    const wrong = await danglingFields(db, actor, form, answers)
    problems.push(...wrong.map((key) => fault(actor, at, key, 'id', {})))
  }
  if (problems.length > 0) throw new AppError('request.answers', { status: 422, errors: problems })
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => !isEmpty(answer)))
}

function fault(
  actor: Actor,
  at: string,
  key: string,
  code: AnswerProblem,
  params: Record<string, string | number>,
): FieldProblem {
  const message = say(actor.locale, `catalogue:problem.${code}`, params)
  return { field: `${at}.${key}`, code: `catalogue.${code}`, message }
}

/** Keys of fields whose answer names somebody or something that is not there, or not the asker's to name. */
async function danglingFields(
  db: Db,
  actor: Actor,
  form: FormDefinition,
  answers: Answers,
): Promise<string[]> {
  const of = (type: Field['type']) =>
    form.filter((field) => field.type === type && isText(answers[field.key]))
  const ids = (type: Field['type']) => of(type).map((field) => String(answers[field.key]))
  const missing = await missingIds(db, {
    people: ids('person'),
    orgs: ids('org'),
    services: ids('service'),
    publicOnly: !can(actor, 'service.read'),
    below: can(actor, 'people.lookup') || actor.kind === 'system' ? null : actor.orgPath,
  })
  return (['person', 'org', 'service'] as const).flatMap((type) =>
    of(type)
      .filter((field) => missing.has(String(answers[field.key]).toLowerCase()))
      .map((field) => field.key),
  )
}

const isText = (answer: unknown): boolean => typeof answer === 'string' && answer !== ''

/**
 * Ties the files of the answers to the request: uploads of the actor move over, files that the request has already
 * stay. @returns the answers with the files' ids as the request has them
 * @throws request.answers (422) for a file that is neither
 */
export async function takeFiles(
  tx: Tx,
  actor: Actor,
  given: { form: FormDefinition; answers: Answers; requestId: string; at: string },
): Promise<Answers> {
  const fields = given.form.filter((field) => field.type === 'attachment' && given.answers[field.key])
  if (fields.length === 0) return given.answers
  const owner = { entity: 'request', entityId: given.requestId }
  const kept = (await listFiles(tx, 'request', [given.requestId])).get(given.requestId) ?? []
  const uploads = actor.id ? ((await listFiles(tx, 'request-upload', [actor.id])).get(actor.id) ?? []) : []
  const taken: string[] = []
  const out: Answers = { ...given.answers }
  for (const field of fields) {
    const ids: string[] = []
    for (const id of given.answers[field.key] as string[]) {
      const upload = uploads.find((one) => one.id === id && !taken.includes(id))
      if (!upload) {
        if (!kept.some((one) => one.id === id))
          throw new AppError('request.answers', {
            status: 422,
            errors: [fault(actor, given.at, field.key, 'id', {})],
          })
        ids.push(id)
        continue
      }
      const { name, size, type, sha256 } = upload
      ids.push((await attachFile(tx, actor, { name, size, type, sha256 }, owner)).id)
      await removeFile(tx, actor, id, uploadOwner(actor.id!))
      taken.push(id)
    }
    out[field.key] = ids
  }
  await forgetUploads(tx, taken)
  return out
}
