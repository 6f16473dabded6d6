import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { addReading, type CheckView } from '../../contract.ts'
import { resultStates } from '../../words.ts'
import { useFigureName } from '../parts.tsx'

interface Known {
  name: string
  unit: string
}

/** The figures that are read: those with thresholds, and those read before. */
function figuresOf(check: CheckView): Known[] {
  const known = new Map<string, Known>()
  for (const { figure } of check.thresholds) known.set(figure, { name: figure, unit: '' })
  for (const { name, unit } of check.series) if (name !== 'ms') known.set(name, { name, unit })
  return [...known.values()]
}

/** What somebody read: figures, what was seen, and when. */
export function ReadingDialog({ check, onClose }: { check: CheckView; onClose: () => void }) {
  const { t } = useTranslation('check')
  const figureName = useFigureName()
  const add = useMove(addReading, { done: t('screen.reading.done'), onProblem: () => true })
  const known = figuresOf(check)
  const fresh = known.length === 0
  const fields: FormField[] = [
    ...known.map((one, i): FormField => ({
      type: 'number',
      name: `value.${i}`,
      label: figureName(one.name),
      half: true,
      ...(one.unit ? { unit: one.unit } : {}),
      ...(i === 0 ? { autoFocus: true } : {}),
    })),
    {
      type: 'text',
      name: 'newName',
      label: t('screen.reading.figure'),
      hint: fresh ? t('screen.reading.figureHint') : undefined,
      half: true,
      max: 100,
    },
    {
      type: 'number',
      name: 'newValue',
      label: t('screen.reading.value'),
      half: true,
      when: (values) => Boolean(values['newName']),
    },
    {
      type: 'text',
      name: 'newUnit',
      label: t('screen.reading.unit'),
      half: true,
      max: 20,
      when: (values) => Boolean(values['newName']),
    },
    {
      type: 'radio',
      name: 'state',
      label: t('screen.reading.state'),
      options: resultStates.map((value) => ({ value, label: t(`state.${value}`) })),
      hint: t('screen.reading.stateHint'),
    },
    { type: 'longtext', name: 'message', label: t('screen.reading.message'), max: 1000, rows: 2 },
    {
      type: 'datetime',
      name: 'at',
      label: t('screen.reading.at'),
      hint: t('screen.reading.atHint'),
      half: true,
    },
  ]
  const submit = (values: FormValues) => {
    const read = (values['value'] ?? {}) as Record<string, number>
    const figures = known.flatMap(({ name, unit }, i) => {
      const value = read[i]
      return typeof value === 'number' ? [{ name, unit, value }] : []
    })
    const { newName, newValue, newUnit } = values
    if (typeof newName === 'string' && typeof newValue === 'number')
      figures.push({ name: newName, unit: typeof newUnit === 'string' ? newUnit : '', value: newValue })
    const body = { id: check.id, figures, state: values['state'], message: values['message'] ?? '' }
    return add.mutateAsync({
      ...body,
      ...(values['at'] ? { at: values['at'] } : {}),
    } as CallInput<typeof addReading>)
  }
  return (
    <FormDialog
      title={t('screen.reading.add')}
      fields={fields}
      initial={{ state: 'ok' }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
