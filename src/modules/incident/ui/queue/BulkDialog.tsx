import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { memberSource } from '#web/kit/sources.ts'
import type { bulkIncidents } from '../../bulk-contract.ts'
import { holdReasons, levels } from '../../words.ts'
import { CategorySelect } from '../parts/CategorySelect.tsx'
import { FormDialog } from '../parts/FormDialog.tsx'
import { targetField } from '../moves/fields.tsx'
import { useTargets } from '../moves/target.ts'
import type { What } from './BulkBar.tsx'

export type Action = CallInput<typeof bulkIncidents>['action']

/** Asks once for what is done to all. */
export function BulkDialog({
  what,
  n,
  onSubmit,
  onClose,
}: {
  what: What
  n: number
  onSubmit: (action: Action) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation('incident')
  return (
    <FormDialog
      title={t('ui.bulk.title', { what: t(`ui.bulk.do.${what}`), n })}
      fields={useFields(what)}
      initial={what === 'hold' ? { reason: 'requester' } : what === 'comment' ? { public: false } : {}}
      submitLabel={t(`ui.bulk.do.${what}`)}
      onSubmit={(values) => onSubmit(actionOf(what, values))}
      onClose={onClose}
    />
  )
}

function actionOf(what: What, values: FormValues): Action {
  if (what === 'comment') return { public: false, ...values, do: what } as unknown as Action
  if (what !== 'assign') return { ...values, do: what } as unknown as Action
  const { target, ...rest } = values
  const [groupId, ownerId] = (target as string[] | undefined) ?? []
  return { do: 'assign', ...rest, ...(groupId ? { groupId } : {}), ...(ownerId ? { ownerId } : {}) }
}

function useFields(what: What): FormField[] {
  const { t } = useTranslation('incident')
  const { options } = useTargets(what === 'assign')
  const reason: FormField = {
    name: 'reason',
    type: 'longtext',
    label: t('ui.field.reason'),
    placeholder: t('ui.form.reason'),
    max: 2000,
    rows: 2,
  }
  const note: FormField = { name: 'note', type: 'longtext', label: t('ui.field.note'), max: 2000, rows: 2 }
  const level = (name: string, label: string): FormField => ({
    ...{ name, label, half: true, type: 'select', placeholder: t('ui.bulk.keep') },
    options: levels.map((value) => ({ value, label: t(`level.${value}`) })),
  })
  const fields: Record<What, FormField[]> = {
    take: [],
    assign: [targetField(options, t), reason],
    edit: [
      level('impact', t('ui.field.impact')),
      level('urgency', t('ui.field.urgency')),
      {
        name: 'categoryId',
        type: 'custom',
        label: t('ui.field.category'),
        render: ({ value, onChange }) => (
          <CategorySelect value={(value as string | undefined) ?? null} onChange={(id) => onChange?.(id)} />
        ),
      },
    ],
    hold: [
      {
        name: 'reason',
        type: 'radio',
        label: t('ui.field.holdReason'),
        required: true,
        options: holdReasons.map((value) => ({ value, label: t(`holdReason.${value}`) })),
      },
      { ...note, required: true, placeholder: t('ui.form.holdNote') },
      { name: 'until', type: 'datetime', label: t('ui.field.until'), hint: t('ui.form.until') },
    ],
    close: [note],
    comment: [
      {
        name: 'body',
        type: 'longtext',
        label: t('ui.bulk.do.comment'),
        required: true,
        max: 20_000,
        rows: 4,
        autoFocus: true,
      },
      { name: 'public', type: 'switch', label: t('ui.bulk.public') },
    ],
    watch: [
      { name: 'personId', type: 'remote', label: t('ui.bulk.person'), required: true, source: memberSource },
    ],
  }
  return fields[what]
}
