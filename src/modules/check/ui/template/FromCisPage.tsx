import { useNavigate } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { listCis } from '#modules/ci/contract.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormValues } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useUrlState } from '#web/url.ts'
import { createFromCis, previewFromCis, type PlanLineView } from '../../template-contract.ts'
import { activeKinds, type ActiveKind, type CheckKind } from '../../words.ts'
import { useClasses, useClassOptions, useVariables } from '../classes.ts'
import { KindPicker } from '../form/KindPicker.tsx'
import { useKindName } from '../parts.tsx'
import { fieldOfPattern, usePatternFields } from './pattern-fields.tsx'
import { freshPattern, patternOf } from './pattern.ts'
import { Counts, PlanTable } from './plan-table.tsx'

const most = 200

/** Many checks at once: choose items, choose a kind, fill in the pattern, look what comes of it, make them. */
export function FromCisPage() {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const [chosen, setChosen] = useState<string[]>(() => (url['ids'] ?? '').split(',').filter(Boolean))
  const kind = activeKinds.find((one) => one === url['kind'])
  const step = url['step'] === 'pattern' && chosen.length > 0
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.fromCis')}
        sub={t(step ? 'screen.fromCis.chosen' : 'screen.fromCis.choose', { n: chosen.length, most })}
        breadcrumb={[{ label: t('page.list'), to: '/checks' }]}
        actions={
          step ? (
            <Button onClick={() => setUrl({ step: undefined, kind: undefined })}>
              {t('screen.fromCis.back')}
            </Button>
          ) : (
            <Button
              type="primary"
              disabled={chosen.length === 0 || chosen.length > most}
              onClick={() => setUrl({ step: 'pattern' }, { push: true })}
            >
              {t('screen.fromCis.next', { n: chosen.length })}
            </Button>
          )
        }
      />
      {!step ? (
        <Items chosen={chosen} onChange={setChosen} />
      ) : kind ? (
        <PatternStep key={kind} kind={kind} ciIds={chosen} />
      ) : (
        <KindPicker
          kinds={activeKinds as readonly CheckKind[]}
          onChoose={(next) => setUrl({ kind: next }, { push: true })}
        />
      )}
    </div>
  )
}

function Items({ chosen, onChange }: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const classes = useClassOptions()
  const { nameOf } = useClasses()
  const { q, classId, orgId } = url
  const asked = { ...(q ? { q } : {}), ...(classId ? { classId } : {}), ...(orgId ? { orgId } : {}) }
  const list = useInfiniteList(listCis, { ...asked, lifecycle: 'in-use,standby' })
  return (
    <>
      <FilterBar
        filters={[{ key: 'classId', label: t('screen.field.class'), options: classes, width: 170 }]}
        extra={
          <RemoteSelect
            source={orgSource}
            value={orgId ?? null}
            onChange={(value) => setUrl({ orgId: value ?? undefined })}
            placeholder={t('screen.field.org')}
            aria-label={t('screen.field.org')}
            style={{ width: 180 }}
          />
        }
        extraKeys={['orgId']}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('screen.field.ci')}
          filtered={Object.keys(asked).length > 0}
          selection={{ selected: chosen, onChange }}
          onOpen={(row) =>
            onChange(chosen.includes(row.id) ? chosen.filter((one) => one !== row.id) : [...chosen, row.id])
          }
          empty={{ title: t('screen.fromCis.none') }}
          columns={[
            { key: 'name', title: t('screen.field.name'), cut: true },
            { key: 'code', title: t('screen.field.code'), width: 150 },
            {
              key: 'class',
              title: t('screen.field.class'),
              width: 150,
              render: (row) => nameOf(row.classId),
            },
            {
              key: 'org',
              title: t('screen.field.org'),
              width: 180,
              wide: true,
              render: (row) => row.org.name,
            },
            {
              key: 'group',
              title: t('screen.field.group'),
              width: 150,
              wide: true,
              render: (row) => row.group?.name ?? '—',
            },
          ]}
        />
      </section>
    </>
  )
}

function PatternStep({ kind, ciIds }: { kind: ActiveKind; ciIds: string[] }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const kindName = useKindName()
  const [initial] = useState<FormValues>(() => freshPattern(kind, kindName(kind)))
  const [values, setValues] = useState<FormValues>(initial)
  const [all, setAll] = useState(false)
  const [left, setLeft] = useState<PlanLineView[]>([])
  const fields = usePatternFields(kind, {
    known: null,
    onMore: all ? null : () => setAll(true),
    values,
    variables: useCommon(),
  })
  const preview = useMove(previewFromCis, { invalidates: [], onProblem: () => true })
  const create = useMove(createFromCis, {
    onProblem: () => true,
    onDone: (made) => {
      if (made.left.length === 0) void navigate({ to: '/checks' })
      else setLeft(made.left)
    },
    done: t('screen.fromCis.done'),
  })
  const bodyOf = (given: FormValues) =>
    ({
      ciIds,
      kind,
      pattern: patternOf(kind, given, initial, fields),
      ...(given['secrets'] ? { secrets: given['secrets'] } : {}),
    }) as CallInput<typeof previewFromCis>
  const plan = preview.data
  return (
    <>
      <Panel title={kindName(kind)}>
        <RecordForm
          fields={fields}
          initial={initial}
          onValues={setValues}
          fieldOf={fieldOfPattern}
          submitLabel={t('screen.plan.preview')}
          onSubmit={(given) => preview.mutateAsync(bodyOf(given))}
        />
      </Panel>
      {left.length > 0 ? (
        <Panel title={t('screen.fromCis.left', { n: left.length })}>
          <PlanTable lines={left} />
        </Panel>
      ) : plan ? (
        <Panel
          title={<span ref={show}>{t('screen.plan.title')}</span>}
          actions={
            <Button
              type="primary"
              disabled={(plan.counts.create ?? 0) === 0}
              loading={create.isPending}
              onClick={() => create.mutate(bodyOf(values))}
            >
              {t('screen.fromCis.create', { n: plan.counts.create ?? 0 })}
            </Button>
          }
        >
          {create.error ? <Alert type="error" showIcon role="alert" title={create.error.message} /> : null}
          <Counts counts={plan.counts} />
          <PlanTable lines={plan.lines} />
        </Panel>
      ) : null}
    </>
  )
}

/** The answer stands below a long form: it comes into view when it is there. */
const show = (head: HTMLElement | null) => head?.scrollIntoView({ block: 'start' })

/** Attributes of all classes that are often wanted: which classes the chosen items have is not known here. */
function useCommon(): string[] {
  const { classes } = useClasses()
  const wanted = ['hostname', 'ip', 'port', 'url', 'fqdn']
  const known = useVariables(classes.map((one) => one.id))
  return wanted.filter((one) => known.includes(one))
}
