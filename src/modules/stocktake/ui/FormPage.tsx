import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupAssetClasses } from '#modules/asset-class/contract.ts'
import { call } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, personSource, query } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useMe } from '#web/session.tsx'
import { createStocktake, editStocktake, getStocktake } from '../contract.ts'
import { departments } from '../lifecycle.ts'
import type { Stocktake } from './parts.tsx'

/** Classes by name or code, for the scope of a stocktake and for what it takes on the book. */
export const classSource: RemoteSource = {
  name: 'asset-class',
  search: async (q, signal) =>
    (await call(lookupAssetClasses, query(q), { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.code,
    })),
}

const teamKey = (department: string) => `team-${department}`

function useFields(known?: Stocktake): FormField[] {
  const { t } = useTranslation('stocktake')
  const me = useMe()?.person
  return [
    { name: 'title', label: t('field.title'), type: 'text', max: 200, required: true, autoFocus: true },
    {
      name: 'orgId',
      label: t('field.org'),
      type: 'remote',
      source: orgSource,
      required: true,
      half: true,
      valueLabel: known?.org.name ?? me?.orgName ?? '',
    },
    {
      name: 'budgetYear',
      label: t('field.budgetYear'),
      type: 'number',
      min: 2000,
      max: 2200,
      required: true,
      half: true,
    },
    {
      name: 'classId',
      label: t('field.class'),
      type: 'remote',
      source: classSource,
      half: true,
      hint: t('field.classHint'),
      placeholder: known?.className ?? t('field.classHint'),
    },
    {
      name: 'baseDate',
      label: t('field.baseDate'),
      type: 'date',
      required: true,
      half: true,
      hint: t('field.baseDateHint'),
    },
    { name: 'startsOn', label: t('field.startsOn'), type: 'date', required: true, half: true },
    { name: 'endsOn', label: t('field.endsOn'), type: 'date', required: true, half: true },
    ...departments.map((department): FormField => ({
      name: teamKey(department),
      label: t(`department.${department}`),
      type: 'custom',
      required: true,
      render: ((bound: object) => (
        <RemoteMany
          {...bound}
          source={personSource}
          known={(known?.members ?? [])
            .filter((one) => one.department === department)
            .map((one) => one.person)}
        />
      )) as never,
    })),
  ]
}

function bodyOf(values: FormValues) {
  const { title, budgetYear, orgId, classId, baseDate, startsOn, endsOn } = values
  const members = departments.flatMap((department) =>
    ((values[teamKey(department)] as string[] | undefined) ?? []).map((personId) => ({
      department,
      personId,
    })),
  )
  return { title, budgetYear, orgId, classId: classId ?? null, baseDate, startsOn, endsOn, members }
}

export function NewStocktakePage() {
  const { t } = useTranslation('stocktake')
  const navigate = useNavigate()
  const me = useMe()?.person
  const fields = useFields()
  const create = useMove(createStocktake, {
    done: t('done.saved'),
    onProblem: () => true,
    onDone: ({ id }) => void navigate({ to: `/stocktakes/${id}` }),
  })
  const [year] = useState(() => new Date().getFullYear() + 1)
  return (
    <FormPage
      title={t('page.new')}
      breadcrumb={[{ label: t('page.list'), to: '/stocktakes' }, { label: t('page.new') }]}
    >
      <RecordForm
        fields={fields}
        initial={{ budgetYear: year, orgId: me?.orgId }}
        onSubmit={(values) => create.mutateAsync(bodyOf(values) as never)}
        onCancel={() => void navigate({ to: '/stocktakes' })}
      />
    </FormPage>
  )
}

export function EditStocktakePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getStocktake, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Edit key={id} stocktake={data} />
}

function Edit({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const navigate = useNavigate()
  const fields = useFields(stocktake)
  const back = () => void navigate({ to: `/stocktakes/${stocktake.id}` })
  const save = useMove(editStocktake, { done: t('done.saved'), onProblem: () => true, onDone: back })
  const { id, version, title, budgetYear, org, baseDate, startsOn, endsOn } = stocktake
  const teams = Object.fromEntries(
    departments.map((department) => [
      teamKey(department),
      stocktake.members.filter((one) => one.department === department).map((one) => one.person.id),
    ]),
  )
  return (
    <FormPage
      title={t('page.edit')}
      breadcrumb={[
        { label: t('page.list'), to: '/stocktakes' },
        { label: stocktake.number, to: `/stocktakes/${id}` },
        { label: t('page.edit') },
      ]}
    >
      <RecordForm
        fields={fields}
        initial={{ title, budgetYear, orgId: org.id, baseDate, startsOn, endsOn, ...teams }}
        onSubmit={(values) => save.mutateAsync({ id, version, ...bodyOf(values) } as never)}
        onCancel={back}
      />
    </FormPage>
  )
}
