import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { fileReport, type LineRecord } from '../contract.ts'
import { partyName } from './parts.tsx'

/** Nothing happened, or what did; who is on duty is filled in for a team when it is left empty. */
export function FileDialog({ line, onClose }: { line: LineRecord; onClose: () => void }) {
  const { t } = useTranslation('zero-report')
  const file = useMove(fileReport, { done: t('done.filed'), onProblem: () => true })
  const fields: FormField[] = [
    {
      ...{ name: 'kind', label: t('field.kind'), type: 'radio', required: true },
      options: (['nothing', 'something'] as const).map((value) => ({ value, label: t(`state.${value}`) })),
    },
    {
      ...{ name: 'text', label: t('field.text'), type: 'longtext', max: 4000, rows: 4 },
      hint: t('textHint'),
    },
    { name: 'leader', label: t('field.leader'), type: 'text', max: 200, half: true },
    { name: 'duty', label: t('field.duty'), type: 'text', max: 200, half: true },
    { name: 'phone', label: t('field.phone'), type: 'text', max: 40, half: true },
  ]
  const send = ({ kind, text, leader, duty, phone }: FormValues) =>
    file.mutateAsync({
      ...{ id: line.id, version: line.version, nothing: kind === 'nothing', text: text ?? '' },
      ...(leader ? { leader } : {}),
      ...(duty ? { duty } : {}),
      ...(phone ? { phone } : {}),
    } as never)
  return (
    <FormDialog
      title={t('fileOf', { day: line.day, party: partyName(line) })}
      above={line.occasion}
      fields={fields}
      initial={{
        kind: line.state === 'something' ? 'something' : 'nothing',
        ...{ text: line.text, leader: line.leader, duty: line.duty, phone: line.phone },
      }}
      submitLabel={t('act.file')}
      onSubmit={send}
      onClose={onClose}
    />
  )
}
