import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { gradeIncident } from '../../contract.ts'
import { grades, type Grade } from '../../words.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { NewerVersion, useSeenVersion } from '../parts/LastChange.tsx'
import type { Incident } from '../types.ts'

/** Confirms the suggested grade, or sets another with the reason. */
export function GradeDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const { seen, newer, accept } = useSeenVersion(incident.version)
  const [grade, setGrade] = useState<string>(incident.grade)
  const differs = grade !== incident.grade
  const send = useMove(gradeIncident, { done: t('ui.record.saved'), onDone: onClose, onProblem: () => true })
  return (
    <FormDialog
      title={
        <>
          {t('ui.record.gradeTitle')} <span className="zy-inc-number">{incident.number}</span>
        </>
      }
      fields={[
        {
          name: 'grade',
          type: 'radio',
          label: t('ui.field.grade'),
          required: true,
          options: grades.map((value) => ({ value, label: t(`grade.${value}`) })),
          hint: t(differs ? 'ui.record.gradeClocks' : 'ui.record.gradeSame'),
        },
        {
          name: 'reason',
          type: 'longtext',
          label: t('ui.field.reason'),
          required: differs,
          rows: 3,
          max: 2000,
          placeholder: t(differs ? 'ui.record.gradeNeedsReason' : 'ui.form.note'),
        },
      ]}
      initial={{ grade: incident.grade }}
      submitLabel={t(differs ? 'ui.record.gradeChange' : 'ui.record.gradeConfirm')}
      above={newer ? <NewerVersion id={incident.id} version={incident.version} accept={accept} /> : null}
      onValues={(values) => setGrade(String(values['grade']))}
      onSubmit={(values) =>
        send.mutateAsync({
          id: incident.id,
          version: seen,
          grade: values['grade'] as Grade,
          ...(values['reason'] ? { reason: String(values['reason']) } : {}),
        })
      }
      onClose={onClose}
    />
  )
}
