import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { atRule, ruleOf, useRuleFields } from '#kernel/calendar/ui/RuleBlock.tsx'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { listTemplates } from '#modules/canned/contract.ts'
import { call } from '#web/api.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, query } from '#web/kit/sources.ts'
import { createRecurring, editRecurring } from '../contract.ts'
import type { Recurring } from './RecurringPage.tsx'

const templateSource: RemoteSource = {
  name: 'recurring-template',
  search: async (q, signal) =>
    (await call(listTemplates, { limit: 20, ...query(q) }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.title,
    })),
}
/** When it comes, from which template, for which unit. */
export function RecurringDialog({
  recurring,
  onClose,
}: {
  recurring: Recurring | null
  onClose: () => void
}) {
  const { t } = useTranslation('recurring')
  const options = { done: t('saved'), onDone: onClose, onProblem: () => true as const }
  const create = useMove(createRecurring, options)
  const edit = useMove(editRecurring, options)
  const submit = async (values: FormValues) => {
    const { rule, rest } = ruleOf(values)
    const body = { ...rest, active: rest['active'] ?? false, rule }
    try {
      return await (recurring
        ? edit.mutateAsync({ ...body, id: recurring.id, version: recurring.version } as CallInput<
            typeof editRecurring
          >)
        : create.mutateAsync(body as CallInput<typeof createRecurring>))
    } catch (error) {
      throw atRule(error)
    }
  }
  return (
    <Modal
      open
      title={t(recurring ? 'edit' : 'create')}
      onCancel={onClose}
      footer={null}
      width={560}
      destroyOnHidden
    >
      <RecordForm
        fields={useFields(recurring)}
        initial={
          recurring
            ? {
                ...recurring.rule,
                name: recurring.name,
                templateId: recurring.template?.id,
                orgId: recurring.org.id,
                active: recurring.active,
              }
            : { every: 'month-workday', n: 1, months: [], at: '09:00', closed: 'next', active: true }
        }
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  )
}

function useFields(recurring: Recurring | null): FormField[] {
  const { t } = useTranslation('recurring')
  const rule = useRuleFields()
  return [
    { type: 'text', name: 'name', label: t('field.name'), required: true, max: 100, autoFocus: true },
    {
      ...{ type: 'remote', name: 'templateId', label: t('field.template'), required: true, half: true },
      source: templateSource,
      ...(recurring?.template ? { valueLabel: recurring.template.name } : {}),
    },
    {
      ...{ type: 'remote', name: 'orgId', label: t('field.org'), required: true, half: true },
      source: orgSource,
      ...(recurring ? { valueLabel: recurring.org.name } : {}),
    },
    ...rule,
    { type: 'switch', name: 'active', label: t('field.active') },
  ]
}
