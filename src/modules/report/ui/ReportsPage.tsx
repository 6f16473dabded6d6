import { Button, Segmented } from 'antd'
import { ExclamationCircleOutlined, PlusOutlined, SettingOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { createReport, listReports, listReportTemplates, measureReport } from '../contract.ts'
import { kinds, states, type Kind, type State } from '../words.ts'
import { ReportState } from './parts.tsx'

/** Reports of the units that the reader is responsible for, and those that were sent to the reader. */
export function ReportsPage() {
  const { t } = useTranslation('report')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const [creating, setCreating] = useState(false)
  const mine = url['mine'] === 'true'
  const list = useInfiniteList(listReports, {
    ...(mine ? { mine: 'true' as const } : {}),
    ...(url['state'] ? { state: url['state'] as State } : {}),
    ...(url['kind'] ? { kind: url['kind'] as Kind } : {}),
  })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.list')}
        sub={t('ui.sub')}
        actions={
          <>
            <Link to={'/report-templates' as never}>
              <Button icon={<SettingOutlined />}>{t('ui.templates')}</Button>
            </Link>
            {can('report.make') ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
                {t('ui.create')}
              </Button>
            ) : null}
          </>
        }
      />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('ui.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            key: 'kind',
            label: t('ui.kind'),
            options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
        ]}
        right={
          <Segmented
            value={mine ? 'mine' : 'all'}
            aria-label={t('ui.mine')}
            options={[
              { value: 'all', label: t('ui.all') },
              { value: 'mine', label: t('ui.mine') },
            ]}
            onChange={(next) => setUrl({ mine: next === 'mine' ? 'true' : undefined })}
          />
        }
      />
      <RecordTable
        list={list}
        label={t('ui.page.list')}
        filtered={mine || Boolean(url['state'] ?? url['kind'])}
        empty={{ title: t('ui.empty'), hint: t('ui.emptyHint') }}
        onOpen={(row) => void navigate({ to: '/reports/$id' as never, params: { id: row.id } as never })}
        columns={[
          {
            key: 'title',
            title: t('ui.title'),
            cut: true,
            render: (row) => (
              <>
                {row.title} {row.unread ? <Tag hue="blue">{t('ui.unread')}</Tag> : null}
              </>
            ),
          },
          { key: 'number', title: t('ui.number'), width: 160, wide: true },
          { key: 'kind', title: t('ui.kind'), width: 90, render: (row) => t(`kind.${row.kind}`) },
          { key: 'org', title: t('ui.org'), width: 180, wide: true, render: (row) => row.org.name },
          {
            key: 'state',
            title: t('ui.state'),
            width: 110,
            render: (row) => <ReportState state={row.state} />,
          },
          {
            key: 'measured',
            title: t('ui.measuredAt'),
            width: 170,
            wide: true,
            render: (row) =>
              row.measuredAt ? (
                <TimeText at={row.measuredAt} />
              ) : (
                <Tag hue="amber" icon={<ExclamationCircleOutlined />}>
                  {t('ui.notMeasured')}
                </Tag>
              ),
          },
        ]}
      />
      {creating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
    </div>
  )
}

/** By which template, about which unit, for the period in which a day lies: the last one that is over, unless said otherwise. */
function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('report')
  const navigate = useNavigate()
  const templates = useCall(listReportTemplates, {})
  const problem = { onProblem: () => true as const }
  const create = useMove(createReport, problem)
  const measure = useMove(measureReport)
  const open = (id: string) => void navigate({ to: '/reports/$id' as never, params: { id } as never })
  return (
    <FormDialog
      title={t('ui.create')}
      onClose={onClose}
      submitLabel={t('ui.create')}
      fields={[
        {
          type: 'select',
          name: 'templateId',
          label: t('ui.template'),
          required: true,
          options: (templates.data?.items ?? []).map((one) => ({
            value: one.id,
            label: `${one.name} · ${t(`kind.${one.kind}`)} · ${one.org.name}`,
          })),
        },
        { type: 'date', name: 'day', label: t('ui.day'), required: true, half: true },
        {
          type: 'remote',
          name: 'orgId',
          label: t('ui.org'),
          source: orgSource,
          half: true,
          hint: t('ui.orgHint'),
        },
      ]}
      initial={{ day: dayjs().startOf('month').subtract(1, 'day').format('YYYY-MM-DD') }}
      onSubmit={async (values) => {
        const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value))
        const made = await create.mutateAsync(given as CallInput<typeof createReport>)
        measure.mutate({ id: made.id, version: made.version })
        open(made.id)
      }}
    />
  )
}
