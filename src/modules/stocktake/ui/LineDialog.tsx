import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import * as contract from '../contract.ts'
import { findings } from '../lifecycle.ts'
import { classSource } from './FormPage.tsx'
import type { Line } from './parts.tsx'

export type Act = 'count' | 'explain' | 'decide' | 'adjust' | 'askRecount'

const endpoints = {
  count: contract.countLine,
  explain: contract.explainLine,
  decide: contract.decideLine,
  adjust: contract.adjustLine,
  askRecount: contract.askRecount,
}

/** What a count says, in the dialog and on the phone's page alike. */
export function useCountFields(): FormField[] {
  const { t } = useTranslation('stocktake')
  const needsPlace = (values: FormValues) => ['moved', 'differs'].includes(String(values['result']))
  return [
    {
      name: 'result',
      label: t('field.result'),
      type: 'radio',
      required: true,
      options: findings.map((value) => ({ value, label: t(`result.${value}`) })),
    },
    {
      name: 'location',
      label: t('field.countedLocation'),
      type: 'text',
      max: 200,
      when: needsPlace,
    },
    {
      name: 'quantity',
      label: t('field.countedQuantity'),
      type: 'number',
      min: 0,
      half: true,
      when: (values) => values['result'] === 'differs',
    },
    {
      name: 'note',
      label: t('field.note'),
      type: 'longtext',
      max: 500,
      rows: 2,
      when: (values) => values['result'] !== undefined && values['result'] !== 'found',
    },
  ]
}

function useActFields(act: Act, line: Line): FormField[] {
  const { t } = useTranslation('stocktake')
  const count = useCountFields()
  if (act === 'count') return count
  if (act === 'explain')
    return [
      { name: 'explanation', label: t('field.explanation'), type: 'longtext', max: 1000, required: true },
    ]
  if (act === 'decide')
    return [
      {
        name: 'decision',
        label: t('field.decision'),
        type: 'radio',
        required: true,
        options: (['adjust', 'leave'] as const).map((value) => ({ value, label: t(`decision.${value}`) })),
      },
      { name: 'note', label: t('field.decisionNote'), type: 'longtext', max: 500, rows: 2 },
    ]
  if (act === 'adjust' && line.result === 'surplus')
    return [{ name: 'classId', label: t('field.class'), type: 'remote', source: classSource, required: true }]
  return []
}

/** One act on one line. */
export function LineDialog({
  stocktakeId,
  line,
  act,
  onClose,
}: {
  stocktakeId: string
  line: Line
  act: Act
  onClose: () => void
}) {
  const { t } = useTranslation('stocktake')
  const fields = useActFields(act, line)
  const move = useMove(endpoints[act] as typeof contract.countLine, {
    done: t('done.saved'),
    onProblem: () => true,
  })
  const above = [
    `${line.number ?? '—'} ${line.name}`,
    act === 'adjust' ? t(`adjustHint.${line.result}`, { location: line.countedLocation ?? '' }) : '',
    act === 'decide' ? (line.explanation ?? '') : '',
  ].filter(Boolean)
  return (
    <FormDialog
      title={t(`act.${act}`)}
      above={above.join(' · ')}
      fields={fields}
      submitLabel={t(`act.${act}`)}
      onSubmit={async (values) => {
        await move.mutateAsync({
          id: stocktakeId,
          lineId: line.id,
          version: line.version,
          ...values,
        } as never)
      }}
      onClose={onClose}
    />
  )
}
