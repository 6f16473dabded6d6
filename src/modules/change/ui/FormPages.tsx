import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, serviceSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { createChange, editChange, getChange } from '../contract.ts'
import { listTemplates } from '../plan-contract.ts'
import { kinds, levels } from '../words.ts'
import { lines, personSource, type ChangeView } from './parts.tsx'

type T = TFunction<'change'>

/** What people write about a change; of a standard one the plan is its template's. */
function contentFields(t: T, known?: ChangeView): FormField[] {
  const planned = (values: FormValues): boolean => (known?.kind ?? values['kind']) !== 'standard'
  const options = levels.map((value) => ({ value, label: t(`level.${value}`) }))
  const long = (name: string, rows: number, hint?: string): FormField => ({
    name,
    label: t(`field.${name as 'plan'}`),
    type: 'longtext',
    rows,
    max: 20_000,
    when: planned,
    ...(hint ? { hint } : {}),
  })
  const named = (label: string | undefined) => (label ? { valueLabel: label } : {})
  return [
    { name: 'title', label: t('field.title'), type: 'text', required: true, autoFocus: true },
    { name: 'reason', label: t('field.reason'), type: 'longtext', rows: 3 },
    {
      name: 'serviceIds',
      label: t('field.services'),
      type: 'custom',
      render: (props) => <RemoteMany source={serviceSource} {...props} known={known?.services ?? []} />,
    },
    { name: 'impactLevel', label: t('field.impactLevel'), type: 'radio', options, half: true, when: planned },
    {
      name: 'likelihood',
      label: t('field.likelihood'),
      type: 'radio',
      options,
      half: true,
      when: planned,
      hint: t('ui.form.riskHint'),
    },
    long('impact', 2),
    long('plan', 4, t('ui.form.plan')),
    long('backOut', 3),
    long('testProof', 2),
    { name: 'startsAt', label: t('field.startsAt'), type: 'datetime', half: true },
    { name: 'endsAt', label: t('field.endsAt'), type: 'datetime', half: true },
    {
      name: 'implementerId',
      label: t('field.implementer'),
      type: 'remote',
      source: personSource,
      half: true,
      ...named(known?.implementer?.name),
    },
    {
      name: 'secondId',
      label: t('field.second'),
      type: 'remote',
      source: personSource,
      half: true,
      ...named(known?.second?.name),
    },
    {
      name: 'groupId',
      label: t('field.group'),
      type: 'remote',
      source: groupSource,
      half: true,
      ...named(known?.group?.name),
    },
    { name: 'editsConfig', label: t('field.editsConfig'), type: 'switch', half: true, when: planned },
  ]
}

/** Drafts a change; what is missing is named on its page before it is handed in. */
export function NewChangePage() {
  const { t } = useTranslation('change')
  const navigate = useNavigate()
  const [kind, setKind] = useState<(typeof kinds)[number]>('normal')
  const templates = useCall(listTemplates, { active: 'true' })
  const create = useMove(createChange, { onProblem: () => true })
  const isStandard = (values: FormValues): boolean => values['kind'] === 'standard'
  const fields: FormField[] = [
    {
      name: 'kind',
      label: t('field.kind'),
      type: 'radio',
      required: true,
      options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
      hint: t(`ui.form.kindHint.${kind}`),
    },
    {
      name: 'templateId',
      label: t('field.template'),
      type: 'select',
      required: true,
      when: isStandard,
      options: (templates.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
    },
    ...contentFields(t),
    {
      name: 'tasks',
      label: t('ui.form.tasks'),
      type: 'longtext',
      rows: 3,
      when: (values) => !isStandard(values),
    },
    { name: 'files', label: t('ui.form.files'), type: 'longtext', rows: 2 },
  ]
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader title={t('ui.page.new')} breadcrumb={[{ label: t('ui.page.list'), to: '/changes' }]} />
      <Panel>
        <RecordForm
          fields={fields}
          initial={{ kind: 'normal', editsConfig: false }}
          onValues={(values) => setKind(values['kind'] as typeof kind)}
          onSubmit={async ({ tasks, files, ...values }) => {
            const made = await create.mutateAsync({
              ...values,
              tasks: lines(tasks).map((title) => ({ title })),
              files: lines(files),
            } as CallInput<typeof createChange>)
            await navigate({ to: '/changes/$id' as never, params: { id: made.id } as never })
          }}
          onCancel={() => void navigate({ to: '/changes' })}
        />
      </Panel>
    </div>
  )
}

/** The form leaves empty inputs out; here empty means: none. */
const emptied = {
  reason: '',
  serviceIds: [],
  startsAt: null,
  endsAt: null,
  groupId: null,
  implementerId: null,
  secondId: null,
}
const emptiedPlan = {
  impactLevel: null,
  likelihood: null,
  impact: '',
  plan: '',
  backOut: '',
  testProof: '',
  editsConfig: false,
}

export function EditChangePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getChange, { id })
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <EditForm change={data} />
}

function EditForm({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const navigate = useNavigate()
  // what was read when the form opened: a later version is refused and not overwritten
  const [read] = useState(change)
  const edit = useMove(editChange, { done: t('ui.done.saved'), onProblem: () => true })
  const { id, version } = read
  const back = () => void navigate({ to: '/changes/$id' as never, params: { id } as never })
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader
        title={`${t('ui.page.edit')} · ${read.number}`}
        sub={t('ui.explain.edit')}
        breadcrumb={[{ label: t('ui.page.list'), to: '/changes' }]}
      />
      <Panel>
        <RecordForm
          fields={contentFields(t, read)}
          initial={{
            ...read,
            serviceIds: read.services.map((s) => s.id),
            groupId: read.group?.id ?? null,
            implementerId: read.implementer?.id ?? null,
            secondId: read.second?.id ?? null,
          }}
          onSubmit={async (values) => {
            const { kind: _, ...given } = values
            await edit.mutateAsync({
              ...emptied,
              ...(read.kind === 'standard' ? {} : emptiedPlan),
              ...given,
              id,
              version,
            } as CallInput<typeof editChange>)
            back()
          }}
          onCancel={back}
        />
      </Panel>
    </div>
  )
}
