import { CheckOutlined, DeleteOutlined, EditOutlined, EyeOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Radio, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import {
  applyTemplate,
  deleteTemplate,
  getTemplate,
  listTemplateChecks,
  previewTemplate,
  resetToTemplate,
  type TemplateView,
} from '../../template-contract.ts'
import { useClasses } from '../classes.ts'
import { useKindName, useSettingNames } from '../parts.tsx'
import { Counts, PlanTable, useProblem } from './plan-table.tsx'
import { Figures, State } from './TemplatesPage.tsx'

/** One template: what applying it would do, and at which items checks stand and differ. */
export function TemplatePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getTemplate, { id })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} template={record.data} />
}

function Loaded({ template }: { template: TemplateView }) {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  const { nameOf } = useClasses()
  const [previewed, setPreviewed] = useState(false)
  return (
    <RecordPage
      title={template.name}
      breadcrumb={[
        { label: t('page.list'), to: '/checks' },
        { label: t('page.templates'), to: '/check-templates' },
      ]}
      tags={<State of={template} />}
      sub={template.description || kindName(template.kind)}
      actions={<Actions template={template} onPreview={() => setPreviewed(true)} />}
      story={
        <>
          {template.figures.behind > 0 || (template.active && !template.applied) ? (
            <Alert
              type="info"
              showIcon
              title={t(template.applied ? 'screen.template.behind' : 'screen.template.notApplied')}
            />
          ) : null}
          {previewed ? <Preview id={template.id} version={template.version} /> : null}
          <ChecksPanel template={template} />
        </>
      }
      facts={
        <Panel>
          <FactList
            facts={[
              { label: t('screen.field.kind'), value: kindName(template.kind) },
              {
                label: t('screen.field.class'),
                value: template.classIds.map(nameOf).join(comma()),
                block: true,
              },
              { label: t('screen.field.org'), value: template.org.name },
              {
                label: t('screen.template.pattern'),
                value: <code>{template.pattern.name}</code>,
                block: true,
              },
              ...Object.entries(template.pattern.spec)
                .filter(([, value]) => typeof value === 'string' && value !== '')
                .slice(0, 6)
                .map(([key, value]) => ({
                  label: t(`probe:field.${key}`, { defaultValue: key }),
                  value: <code>{String(value)}</code>,
                  block: true,
                })),
              {
                label: t('screen.field.interval'),
                value: t('screen.seconds', { n: template.pattern.intervalSeconds }),
              },
              { label: t('screen.field.group'), value: template.group?.name ?? t('screen.template.ofCi') },
              { label: t('screen.template.stands'), value: <Figures of={template} />, block: true },
              { label: t('screen.field.recordedAt'), value: <TimeText at={template.recordedAt} /> },
            ]}
          />
        </Panel>
      }
    />
  )
}

function Actions({ template, onPreview }: { template: TemplateView; onPreview: () => void }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState(false)
  const { id, version } = template
  const apply = useMove(applyTemplate, { done: t('screen.template.appliedNow') })
  if (!template.abilities.includes('manage')) return null
  return (
    <>
      <Button icon={<DeleteOutlined />} onClick={() => setDeleting(true)}>
        {t('screen.delete')}
      </Button>
      <Button
        icon={<EditOutlined />}
        onClick={() => void navigate({ to: '/check-templates/$id/edit' as never, params: { id } as never })}
      >
        {t('screen.edit')}
      </Button>
      <Button icon={<EyeOutlined />} onClick={onPreview}>
        {t('screen.plan.preview')}
      </Button>
      <Button
        type="primary"
        icon={<CheckOutlined />}
        loading={apply.isPending}
        onClick={() => apply.mutate({ id, version })}
      >
        {t('screen.template.apply')}
      </Button>
      {deleting ? <DeleteDialog template={template} onClose={() => setDeleting(false)} /> : null}
    </>
  )
}

function DeleteDialog({ template, onClose }: { template: TemplateView; onClose: () => void }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const [checks, setChecks] = useState<'keep' | 'delete'>('keep')
  const remove = useMove(deleteTemplate, {
    done: t('screen.done.deleted'),
    onDone: () => navigate({ to: '/check-templates' as never }),
    onProblem: () => true,
  })
  return (
    <ConfirmMove
      open
      title={t('screen.delete')}
      description={t('screen.template.deleteHelp', { name: template.name })}
      reason="none"
      danger
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ id: template.id, version: template.version, checks })}
    >
      <Radio.Group
        value={checks}
        onChange={(event) => setChecks(event.target.value as 'keep' | 'delete')}
        options={[
          { value: 'keep', label: t('screen.template.keepChecks') },
          { value: 'delete', label: t('screen.template.deleteChecks', { n: template.figures.checks }) },
        ]}
      />
    </ConfirmMove>
  )
}

function Preview({ id, version }: { id: string; version: number }) {
  const { t } = useTranslation('check')
  const found = useCall(previewTemplate, { id })
  return (
    <Panel title={t('screen.plan.title')} key={version}>
      {found.error ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} small />
      ) : found.data ? (
        <>
          <Counts counts={found.data.counts} />
          {found.data.more ? (
            <p className="zy-check-dim">{t('screen.plan.more', { n: found.data.seen })}</p>
          ) : null}
          <PlanTable lines={found.data.lines} />
        </>
      ) : (
        <Bars rows={4} />
      )}
    </Panel>
  )
}

const filters = ['all', 'overridden', 'problems', 'declined', 'behind'] as const
type Filter = (typeof filters)[number]

function ChecksPanel({ template }: { template: TemplateView }) {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const problem = useProblem()
  const settings = useSettingNames()
  const only = filters.find((one) => one === url['only']) ?? 'all'
  const [chosen, setChosen] = useState<string[]>([])
  const list = useInfiniteList(listTemplateChecks, {
    id: template.id,
    ...(only === 'all' ? {} : { only }),
  })
  const reset = useMove(resetToTemplate, {
    onDone: () => setChosen([]),
    done: t('screen.template.resetDone'),
  })
  const manages = template.abilities.includes('manage')
  return (
    <Panel
      title={t('screen.template.checks')}
      flush
      actions={
        <>
          {chosen.length > 0 ? (
            <Button
              size="small"
              loading={reset.isPending}
              onClick={() => reset.mutate({ id: template.id, ciIds: chosen })}
            >
              {t('screen.template.reset', { n: chosen.length })}
            </Button>
          ) : null}
          <Segmented<Filter>
            size="small"
            value={only}
            onChange={(value) => {
              setChosen([])
              setUrl({ only: value === 'all' ? undefined : value })
            }}
            options={filters.map((value) => ({ value, label: t(`screen.template.only.${value}`) }))}
          />
        </>
      }
    >
      <RecordTable
        list={list}
        keys={false}
        label={t('screen.template.checks')}
        rowKey={(row) => row.ci.id}
        filtered={only !== 'all'}
        {...(manages ? { selection: { selected: chosen, onChange: setChosen } } : {})}
        empty={{ title: t('screen.template.nowhere'), hint: t('screen.template.nowhereHint'), small: true }}
        columns={[
          {
            key: 'ci',
            title: t('screen.field.ci'),
            width: 220,
            render: (row) => (
              <Link to={'/cis/$id' as never} params={{ id: row.ci.id } as never}>
                {row.ci.name}
              </Link>
            ),
          },
          {
            key: 'check',
            title: t('page.record'),
            cut: true,
            lead: true,
            render: (row) =>
              row.check ? (
                <Link to={'/checks/$id' as never} params={{ id: row.check.id } as never}>
                  {row.check.name}
                </Link>
              ) : (
                t(row.problem ? 'screen.template.noCheck' : 'screen.template.declinedOne')
              ),
          },
          {
            key: 'note',
            title: t('screen.plan.note'),
            width: 280,
            render: (row) =>
              row.problem
                ? problem(row.problem)
                : row.overridden.length > 0
                  ? t('screen.template.differs', { fields: settings(row.overridden) })
                  : row.behind
                    ? t('screen.template.only.behind')
                    : '—',
          },
          {
            key: 'appliedAt',
            title: t('screen.template.appliedAt'),
            width: 130,
            wide: true,
            render: (row) => <TimeText at={row.appliedAt} />,
          },
        ]}
      />
    </Panel>
  )
}
