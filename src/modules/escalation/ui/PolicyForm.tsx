import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listCalendars } from '#kernel/calendar/contract.ts'
import { grades } from '#modules/incident/words.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource, serviceSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useMe } from '#web/session.tsx'
import { createPolicy, editPolicy, getPolicy } from '../contract.ts'
import type { Policy } from './parts.tsx'
import { newStep, StepsEditor, type DraftStep } from './StepsEditor.tsx'

function useFields(known?: Policy): FormField[] {
  const { t } = useTranslation(['escalation', 'incident'])
  const me = useMe()?.person
  const calendars = useCall(listCalendars, {}).data?.items ?? []
  return [
    {
      ...{ name: 'name', label: t('field.name'), type: 'text', max: 100, required: true, half: true },
      autoFocus: true,
    },
    {
      ...{ name: 'orgId', label: t('field.org'), type: 'remote', source: orgSource, required: true },
      ...{ half: true, valueLabel: known?.org.name ?? me?.orgName ?? '' },
    },
    {
      ...{ name: 'serviceId', label: t('field.service'), type: 'remote', source: serviceSource, half: true },
      ...{ valueLabel: known?.service?.name ?? '', hint: t('field.serviceHint') },
    },
    {
      ...{ name: 'position', label: t('field.position'), type: 'number', min: 1, max: 9999, half: true },
      hint: t('field.positionHint'),
    },
    {
      ...{ name: 'priorities', label: t('field.priorities'), type: 'select', multiple: true, half: true },
      ...{
        placeholder: t('field.any'),
        options: [1, 2, 3, 4].map((value) => ({ value, label: `P${value}` })),
      },
    },
    {
      ...{ name: 'grades', label: t('field.grades'), type: 'select', multiple: true, half: true },
      placeholder: t('field.any'),
      options: grades.map((value) => ({ value, label: t(`incident:grade.${value}`) })),
    },
    {
      ...{ name: 'calendarId', label: t('field.calendar'), type: 'select', half: true },
      placeholder: t('field.clock'),
      options: [
        { value: '', label: t('field.clock') },
        ...calendars.map((one) => ({ value: one.id, label: one.name })),
      ],
    },
    {
      ...{ name: 'receipt', label: t('field.receipt'), type: 'switch', half: true },
      hint: t('field.receiptHint'),
    },
    {
      name: 'steps',
      label: t('field.steps'),
      head: t('field.steps'),
      type: 'custom',
      required: true,
      render: (({ value, onChange }: { value?: DraftStep[]; onChange?: (steps: DraftStep[]) => void }) => (
        <StepsEditor steps={value ?? []} names={known?.names ?? []} onChange={(steps) => onChange?.(steps)} />
      )) as never,
    },
    { name: 'active', label: t('field.active'), type: 'switch' },
  ]
}

/** Whom a step no longer tells is not sent along. */
function stepOf({ key: _key, ...step }: DraftStep): object {
  return {
    ...step,
    personIds: step.to.includes('person') ? step.personIds : [],
    groupIds: step.to.includes('group') ? step.groupIds : [],
    times: step.every > 0 ? step.times : 0,
  }
}

const bodyOf = (values: FormValues): Record<string, unknown> => ({
  ...values,
  serviceId: values['serviceId'] ?? null,
  calendarId: values['calendarId'] || null,
  priorities: values['priorities'] ?? [],
  grades: values['grades'] ?? [],
  position: values['position'] ?? 100,
  receipt: values['receipt'] ?? false,
  active: values['active'] ?? false,
  steps: ((values['steps'] as DraftStep[] | undefined) ?? []).map(stepOf),
})

/** A problem in a step is shown at the steps, with its words. */
const fieldOf = (path: string): string => path.replace(/^(steps|priorities|grades)\..*/, '$1')
const back = '/escalations?tab=policies'

export function NewPolicyPage() {
  const { t } = useTranslation('escalation')
  const navigate = useNavigate()
  const me = useMe()?.person
  const fields = useFields()
  const leave = () => void navigate({ to: back })
  const create = useMove(createPolicy, { done: t('done.saved'), onProblem: () => true, onDone: leave })
  return (
    <FormPage
      title={t('page.newPolicy')}
      breadcrumb={[{ label: t('page.policies'), to: back }, { label: t('page.newPolicy') }]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{ orgId: me?.orgId, position: 100, calendarId: '', active: true, steps: [newStep()] }}
        onSubmit={(values) => create.mutateAsync(bodyOf(values) as never)}
        onCancel={leave}
      />
    </FormPage>
  )
}

export function EditPolicyPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getPolicy, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Edit key={id} policy={data} />
}

function Edit({ policy }: { policy: Policy }) {
  const { t } = useTranslation('escalation')
  const navigate = useNavigate()
  const fields = useFields(policy)
  const leave = () => void navigate({ to: back })
  const save = useMove(editPolicy, { done: t('done.saved'), onProblem: () => true, onDone: leave })
  const { id, version, name, org, service, calendar, priorities, grades: fits, position } = policy
  return (
    <FormPage
      title={t('page.editPolicy')}
      breadcrumb={[{ label: t('page.policies'), to: back }, { label: policy.name }]}
    >
      <RecordForm
        fields={fields}
        fieldOf={fieldOf}
        initial={{
          ...{ name, orgId: org.id, serviceId: service?.id, calendarId: calendar?.id ?? '', priorities },
          ...{ grades: fits, position, receipt: policy.receipt, active: policy.active },
          steps: policy.steps.map((step, i) => ({ ...step, key: `kept-${i}` })),
        }}
        onSubmit={(values) => save.mutateAsync({ id, version, ...bodyOf(values) } as never)}
        onCancel={leave}
      />
    </FormPage>
  )
}
