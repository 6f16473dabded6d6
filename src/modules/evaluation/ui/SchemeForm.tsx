import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { isWeighted, type Grade } from '../rule-contract.ts'
import * as contract from '../scheme-contract.ts'
import { dimensions, subjectKinds } from '../words.ts'
import type { Scheme } from './SchemePage.tsx'
import { digits } from './parts.tsx'

type Indicator = CallOutput<typeof contract.listIndicators>['items'][number]
interface Chosen {
  indicatorId: string
  weight: number | null
}
interface Bound<T> {
  value?: T
  onChange?: (value: T) => void
}

const usual: Grade[] = [
  { name: '优秀', nameEn: 'Excellent', from: 90 },
  { name: '良好', nameEn: 'Good', from: 75 },
  { name: '合格', nameEn: 'Pass', from: 60 },
  { name: '不合格', nameEn: 'Fail', from: 0 },
]

/** Writes a draft: its indicators with their weights, the sum always in sight. */
export function SchemeForm({ scheme, onDone }: { scheme?: Scheme; onDone?: () => void }) {
  const { t } = useTranslation('evaluation')
  const navigate = useNavigate()
  const library = useCall(contract.listIndicators, {})
  const done = t('done.saved')
  const create = useMove(contract.createScheme, {
    done,
    onProblem: () => true,
    onDone: ({ id }) => void navigate({ to: `/evaluation-schemes/${id}` }),
  })
  const edit = useMove(contract.editScheme, { done, onProblem: () => true, onDone: () => onDone?.() })
  if (!library.data) return <PageSkeleton />
  const fields: FormField[] = [
    ...(scheme
      ? []
      : [
          {
            name: 'subjectKind',
            label: t('field.subjectKind'),
            type: 'radio' as const,
            required: true,
            options: subjectKinds.map((value) => ({ value, label: t(`subjectKind.${value}`) })),
          },
        ]),
    { name: 'name', label: t('field.scheme'), type: 'text', max: 100, required: true, half: true },
    { name: 'nameEn', label: t('field.nameEn'), type: 'text', max: 200, half: true },
    { name: 'source', label: t('field.source'), type: 'text', max: 200, half: true },
    {
      name: 'objectionDays',
      label: t('field.objectionDays'),
      type: 'number',
      min: 1,
      max: 60,
      required: true,
      half: true,
    },
    {
      name: 'grades',
      label: t('field.grades'),
      type: 'custom',
      required: true,
      render: ((bound: Bound<Grade[]>) => <Grades {...bound} />) as never,
    },
    {
      name: 'items',
      label: t('field.weights'),
      type: 'custom',
      required: true,
      render: ((bound: Bound<Chosen[]>) => <Items {...bound} library={library.data!.items} />) as never,
    },
  ]
  const initial = scheme
    ? { ...scheme, items: scheme.items.map(({ indicatorId, weight }) => ({ indicatorId, weight })) }
    : { objectionDays: 5, grades: usual, items: [] as Chosen[] }
  return (
    <FormPage
      title={scheme ? t('page.editScheme') : t('page.newScheme')}
      breadcrumb={[
        { label: t('page.schemes'), to: '/evaluation-schemes' },
        { label: scheme?.name ?? t('page.newScheme') },
      ]}
    >
      <RecordForm
        fields={fields}
        initial={initial as never}
        onSubmit={(values) =>
          scheme
            ? edit.mutateAsync({ id: scheme.id, version: scheme.version, ...values } as never)
            : create.mutateAsync(values as never)
        }
        onCancel={() => (onDone ? onDone() : void navigate({ to: '/evaluation-schemes' }))}
      />
    </FormPage>
  )
}

function Grades({ value = [], onChange }: Bound<Grade[]>) {
  const { t } = useTranslation('evaluation')
  const set = (i: number, patch: Partial<Grade>) =>
    onChange?.(value.map((one, at) => (at === i ? { ...one, ...patch } : one)))
  return (
    <div className="zy-eva-grades">
      {value.map((one, i) => (
        <div key={i}>
          <Input
            aria-label={`${t('field.grade')} ${i + 1}`}
            value={one.name}
            maxLength={20}
            onChange={(event) => set(i, { name: event.target.value })}
          />
          <Input
            aria-label={`${t('field.gradeEn')} ${i + 1}`}
            value={one.nameEn ?? ''}
            maxLength={40}
            onChange={(event) => set(i, { nameEn: event.target.value })}
          />
          <InputNumber
            aria-label={`${t('field.gradeFrom')} ${i + 1}`}
            min={0}
            max={100}
            value={one.from}
            prefix="≥"
            onChange={(from) => set(i, { from: from ?? 0 })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('move.remove')} ${one.name}`}
            disabled={value.length <= 2}
            onClick={() => onChange?.(value.filter((_one, at) => at !== i))}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        disabled={value.length >= 8}
        onClick={() => onChange?.([...value, { name: '', from: 0 }])}
      >
        {t('move.addGrade')}
      </Button>
    </div>
  )
}

function Items({ value = [], onChange, library }: Bound<Chosen[]> & { library: Indicator[] }) {
  const { t, i18n } = useTranslation('evaluation')
  const nameOf = (one: Indicator) => (i18n.language === 'en' && one.nameEn ? one.nameEn : one.name)
  const byId = new Map(library.map((one) => [one.id, one]))
  const sum = value.reduce((all, one) => all + (one.weight ?? 0), 0)
  const right = Math.abs(sum - 100) < 0.005
  const free = library.filter((one) => one.active && !value.some((chosen) => chosen.indicatorId === one.id))
  const shown = dimensions.flatMap((dimension) =>
    value.filter((one) => byId.get(one.indicatorId)?.dimension === dimension),
  )
  const set = (id: string, weight: number | null) =>
    onChange?.(value.map((one) => (one.indicatorId === id ? { ...one, weight } : one)))
  return (
    <>
      <table className="zy-table zy-eva-weights">
        <tbody>
          {shown.map(({ indicatorId, weight }) => {
            const one = byId.get(indicatorId)!
            return (
              <tr key={indicatorId}>
                <td>{t(`dimension.${one.dimension}`)}</td>
                <td>{nameOf(one)}</td>
                <td>
                  {isWeighted(one.rule) ? (
                    <InputNumber
                      aria-label={`${t('field.weight')} ${nameOf(one)}`}
                      min={0.5}
                      max={100}
                      value={weight}
                      onChange={(next) => set(indicatorId, next)}
                    />
                  ) : (
                    t(`kind.${one.rule.kind}`)
                  )}{' '}
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={`${t('move.remove')} ${nameOf(one)}`}
                    onClick={() => onChange?.(value.filter((chosen) => chosen.indicatorId !== indicatorId))}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={right ? 'zy-eva-muted' : 'zy-eva-note'} role="status">
        {t(right ? 'sum' : 'sumWrong', { sum: digits(sum) })}
      </p>
      <Select
        value={null}
        placeholder={t('move.addItem')}
        aria-label={t('move.addItem')}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%' }}
        options={free.map((one) => ({
          value: one.id,
          label: `${nameOf(one)} · ${t(`dimension.${one.dimension}`)} · ${t(`kind.${one.rule.kind}`)}`,
        }))}
        onChange={(id: string | null) => {
          if (id)
            onChange?.([...value, { indicatorId: id, weight: isWeighted(byId.get(id)!.rule) ? 5 : null }])
        }}
      />
    </>
  )
}
