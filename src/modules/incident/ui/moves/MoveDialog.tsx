import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/api.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormValues } from '#web/kit/RecordForm.tsx'
import type { Move } from '../../words.ts'
import { NewerVersion, useSeenVersion } from '../parts/LastChange.tsx'
import { SubmitKeys } from '../parts/SubmitKeys.tsx'
import type { Incident } from '../types.ts'
import { bodyOf, fieldsOf, initialOf } from './fields.tsx'
import { moveSpecs } from './specs.tsx'
import { useTargets } from './target.ts'

/** Asks for what a move needs, sends it with the version that was seen, and puts problems at their fields. */
export function MoveDialog({
  incident,
  move,
  onClose,
}: {
  incident: Incident
  move: Move
  onClose: () => void
}) {
  const { t } = useTranslation('incident')
  const spec = moveSpecs[move]
  const { options } = useTargets(move === 'assign' || move === 'escalate')
  const { seen, newer, accept } = useSeenVersion(incident.version)
  const name = t(`move.${move}`)
  const send = useMove(spec.endpoint, {
    done: t('ui.form.done', { number: incident.number, move: name }),
    onDone: onClose,
    // The form shows every problem itself.
    onProblem: () => true,
  })
  const submit = async (values: FormValues) => {
    try {
      await send.mutateAsync({ id: incident.id, version: seen, ...bodyOf(move, values) } as never)
    } catch (error) {
      throw atTarget(error)
    }
  }
  return (
    <Modal
      open
      title={
        <>
          {name} <span className="zy-inc-number">{incident.number}</span>
        </>
      }
      onCancel={onClose}
      footer={null}
      width={520}
      destroyOnHidden
    >
      {newer ? <NewerVersion id={incident.id} version={incident.version} accept={accept} /> : null}
      <SubmitKeys>
        <RecordForm
          fields={fieldsOf(move, incident, options, t)}
          initial={initialOf(move, incident)}
          onSubmit={submit}
          submitLabel={name}
          onCancel={onClose}
        />
      </SubmitKeys>
    </Modal>
  )
}

/** Group and owner are chosen in one field; their problems belong there. */
function atTarget(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const errors = error.errors.map((one) =>
    one.field === 'groupId' || one.field === 'ownerId' ? { ...one, field: 'target' } : one,
  )
  return Object.assign(new Problem(error.status, {}, error.retryAfter), {
    ...error,
    errors,
    message: error.message,
  })
}
