import { transaction, type Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import type { EvaluationRow } from './store/evaluation.ts'
import { takeDueForms, type FormRow } from './store/form.ts'

const texts = {
  announced: 'evaluation:notify.announced',
  published: 'evaluation:notify.published',
  returned: 'evaluation:notify.returned',
  approved: 'evaluation:notify.approved',
} as const

/** Tells people about an evaluation; `due` among the values is shown in the unit's time. */
export async function tell(
  tx: Tx,
  row: Pick<EvaluationRow, 'id' | 'version'>,
  what: keyof typeof texts,
  to: readonly string[],
  params: Record<string, string>,
): Promise<void> {
  await notify(tx, {
    to,
    textKey: texts[what],
    params: { ...params, ...(params['due'] ? { due: inUnitZone(new Date(params['due'])) } : {}) },
    entity: 'evaluation',
    entityId: row.id,
    dedupeKey: `evaluation.${what}:${row.id}:${row.version}`,
  })
}

const formTexts = { form: 'evaluation:notify.form', remind: 'evaluation:notify.remind' } as const

/** Tells each rater of the own form. */
export async function tellRaters(
  tx: Tx,
  forms: readonly Pick<FormRow, 'id' | 'person' | 'title'>[],
  due: Date,
  what: keyof typeof formTexts,
): Promise<void> {
  for (const form of forms)
    await notify(tx, {
      to: [form.person.id],
      textKey: formTexts[what],
      params: { title: form.title, due: inUnitZone(due) },
      entity: 'evaluation-form',
      entityId: form.id,
      dedupeKey: `evaluation.${what}:${form.id}:${due.toISOString()}`,
    })
}

/** Hours before its time at which a form's rater is reminded. */
const remindHours = 24

/** Reminds, once for each time limit, of forms that are nearly due. */
export async function remindRaters({ db }: JobContext): Promise<void> {
  await transaction(db, async (tx) => {
    for (const { id, personId, title, due } of await takeDueForms(tx, remindHours))
      await tellRaters(tx, [{ id, title, person: { id: personId, name: '' } }], due, 'remind')
  })
}
