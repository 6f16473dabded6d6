import { useNavigate } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { call } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { personSource, query } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { createEvaluation } from '../contract.ts'
import { listSchemes } from '../scheme-contract.ts'
import { periodKinds, type SubjectKind } from '../words.ts'

/** Orgs of the kind that a scheme is for. */
const subjectsOf = (kind: SubjectKind): RemoteSource => ({
  name: `evaluation.${kind}`,
  search: async (q, signal) =>
    (await call(lookupOrgs, { ...query(q), kind }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.fullName === one.name ? '' : one.fullName,
    })),
})

export const ratersField = (
  label: string,
  hint: string,
  known: readonly { id: string; name: string }[] = [],
): FormField => ({
  name: 'raterIds',
  label,
  hint,
  type: 'custom',
  render: ((bound: object) => <RemoteMany {...bound} source={personSource} known={known} />) as never,
})

/** Plans an evaluation: the scheme says what can be its subject. */
export function NewPage() {
  const { t, i18n } = useTranslation('evaluation')
  const navigate = useNavigate()
  const schemes = useCall(listSchemes, {})
  const [schemeId, setSchemeId] = useState<string | undefined>()
  const create = useMove(createEvaluation, {
    done: t('done.saved'),
    onProblem: () => true,
    onDone: ({ id }) => void navigate({ to: `/evaluations/${id}` }),
  })
  if (schemes.error) return <ErrorState error={schemes.error} retry={() => void schemes.refetch()} />
  if (!schemes.data) return <PageSkeleton />
  const inUse = schemes.data.items.filter((one) => one.state === 'current')
  const kind = inUse.find((one) => one.id === schemeId)?.subjectKind
  const fields: FormField[] = [
    {
      name: 'schemeId',
      label: t('field.scheme'),
      type: 'select',
      required: true,
      options: inUse.map((one) => ({
        value: one.id,
        label: `${i18n.language === 'en' && one.nameEn ? one.nameEn : one.name} · ${t(`subjectKind.${one.subjectKind}`)}`,
      })),
    },
    {
      name: 'subjectId',
      label: t('field.subject'),
      type: 'remote',
      source: subjectsOf(kind ?? 'vendor'),
      required: true,
      half: true,
      when: () => kind !== undefined,
    },
    {
      name: 'periodKind',
      label: t('field.periodKind'),
      type: 'select',
      required: true,
      half: true,
      options: periodKinds.map((value) => ({ value, label: t(`period.${value}`) })),
    },
    { name: 'from', label: t('field.from'), type: 'date', required: true, half: true },
    { name: 'to', label: t('field.to'), type: 'date', required: true, half: true },
    { name: 'title', label: t('field.title'), type: 'text', max: 200, required: true },
    {
      name: 'ground',
      label: t('field.ground'),
      type: 'text',
      max: 200,
      when: (values: FormValues) => values['periodKind'] === 'mid-term' || values['periodKind'] === 'final',
      required: true,
    },
    ratersField(t('field.raters'), t('field.ratersHint')),
  ]
  const last = dayjs().startOf('month').subtract(1, 'day')
  return (
    <FormPage
      title={t('page.new')}
      breadcrumb={[{ label: t('page.list'), to: '/evaluations' }, { label: t('page.new') }]}
    >
      <RecordForm
        fields={fields}
        initial={{
          periodKind: 'monthly',
          from: last.startOf('month').format('YYYY-MM-DD'),
          to: last.format('YYYY-MM-DD'),
          raterIds: [],
        }}
        onValues={(values) => setSchemeId(values['schemeId'] as string | undefined)}
        onSubmit={(values) => create.mutateAsync({ raterIds: [], ...values } as never)}
        onCancel={() => void navigate({ to: '/evaluations' })}
      />
    </FormPage>
  )
}
