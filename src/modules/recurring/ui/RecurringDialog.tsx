import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { listTemplates } from '#modules/canned/contract.ts'
import { call, Problem } from '#web/api.ts'
import { useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, query } from '#web/kit/sources.ts'
import { closedRules, createRecurring, editRecurring, type RuleInput } from '../contract.ts'
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
const everies = ['workday', 'week', 'month-workday', 'month-day'] as const
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

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
    const body = bodyOf(values)
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

function bodyOf(values: FormValues): Record<string, unknown> {
  const { name, templateId, orgId, active, every, weekdays, day, n, months, at, closed } = values
  const rules: Record<string, unknown> = {
    workday: { every, at },
    week: { every, weekdays: weekdays ?? [], at, closed },
    'month-day': { every, day, months: months ?? [], at, closed },
    'month-workday': { every, n, months: months ?? [], at },
  }
  return { name, templateId, orgId, active: active ?? false, rule: rules[every as string] as RuleInput }
}

/** Problems of the rule name its parts: `rule.at` is the field `at`, the rule as a whole its kind. */
function atRule(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const errors = error.errors.map((one) => ({
    ...one,
    field: one.field === 'rule' ? 'every' : one.field.replace(/^rule\./, ''),
  }))
  return Object.assign(new Problem(error.status, {}, error.retryAfter), {
    ...error,
    errors,
    message: error.message,
  })
}

function useFields(recurring: Recurring | null): FormField[] {
  const { t } = useTranslation('recurring')
  const is =
    (...wanted: string[]) =>
    (values: FormValues) =>
      wanted.includes(values['every'] as string)
  const last = (label: string) => ({ value: -1, label })
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
    {
      type: 'radio',
      name: 'every',
      label: t('field.every'),
      required: true,
      options: everies.map((value) => ({ value, label: t(`every.${value}`) })),
    },
    {
      type: 'select',
      name: 'weekdays',
      label: t('field.weekdays'),
      required: true,
      multiple: true,
      when: is('week'),
      options: numbers(7).map((value) => ({ value, label: t(`weekday.${value}`) })),
    },
    {
      type: 'select',
      name: 'n',
      label: t('field.n'),
      required: true,
      half: true,
      when: is('month-workday'),
      options: [
        ...numbers(15).map((n) => ({ value: n, label: t('said.nth', { n }) })),
        last(t('said.lastWorkday')),
      ],
    },
    {
      type: 'select',
      name: 'day',
      label: t('field.day'),
      required: true,
      half: true,
      when: is('month-day'),
      options: [
        ...numbers(31).map((n) => ({ value: n, label: t('said.day', { n }) })),
        last(t('said.lastDay')),
      ],
    },
    {
      type: 'select',
      name: 'months',
      label: t('field.months'),
      placeholder: t('field.allMonths'),
      multiple: true,
      half: true,
      when: is('month-day', 'month-workday'),
      options: numbers(12).map((value) => ({ value, label: String(value) })),
    },
    {
      type: 'text',
      name: 'at',
      label: t('field.at'),
      required: true,
      half: true,
      max: 5,
      placeholder: '09:00',
    },
    {
      type: 'select',
      name: 'closed',
      label: t('field.closed'),
      required: true,
      half: true,
      when: is('week', 'month-day'),
      options: closedRules.map((value) => ({ value, label: t(`closed.${value}`) })),
    },
    { type: 'switch', name: 'active', label: t('field.active') },
  ]
}
