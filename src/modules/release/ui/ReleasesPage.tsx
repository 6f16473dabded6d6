import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { ListViews } from '#web/kit/ListViews.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { createRelease, listReleases } from '../contract.ts'
import { itemKeys, states } from '../words.ts'
import { ReleaseState, useReleaseFields } from './parts.tsx'

/** Versions on their way live, and those that are. */
export function ReleasesPage() {
  const { t } = useTranslation('release')
  const navigate = useNavigate()
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const fields = useReleaseFields()
  const create = useMove(createRelease, { onProblem: () => true })
  const { query, input, filtered } = useListQuery(listReleases)
  const list = useInfiniteList(listReleases, input)
  const open = (id: string) => void navigate({ to: '/releases/$id' as never, params: { id } as never })
  const add = can('release.keep') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('page.new')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} sub={t('page.help')} actions={add} />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        right={<ListViews list="releases" query={query} />}
      />
      <RecordTable
        list={list}
        filtered={filtered}
        label={t('page.list')}
        onOpen={(row) => open(row.id)}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint'), action: add }}
        columns={[
          { key: 'number', title: t('field.number'), width: 165 },
          { key: 'title', title: t('field.title'), cut: true, lead: true },
          { key: 'service', title: t('field.service'), width: 180, render: (row) => row.service.name },
          { key: 'versionName', title: t('field.versionName'), width: 110 },
          {
            key: 'state',
            title: t('field.state'),
            width: 110,
            render: (row) => <ReleaseState state={row.state} />,
          },
          {
            key: 'progress',
            title: t('field.progress'),
            width: 90,
            render: (row) => (
              <span className="zy-num">
                {row.confirmed} / {itemKeys.length}
              </span>
            ),
          },
          {
            key: 'plannedAt',
            title: t('field.plannedAt'),
            width: 130,
            wide: true,
            render: (row) => <TimeText at={row.liveAt ?? row.plannedAt} />,
          },
        ]}
      />
      {adding ? (
        <FormDialog
          title={t('page.new')}
          fields={[
            {
              name: 'serviceId',
              label: t('field.service'),
              type: 'remote',
              source: serviceSource,
              required: true,
            },
            ...fields,
          ]}
          onSubmit={async (values) => {
            const made = await create.mutateAsync(values as CallInput<typeof createRelease>)
            open(made.id)
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}
