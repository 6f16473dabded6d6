import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listDevices } from '../contract.ts'
import { deviceKinds } from '../inventory-contract.ts'
import { deviceStates } from '../words.ts'
import { StateTag } from './parts.tsx'

const keys = ['q', 'state', 'kind', 'targetId'] as const

/** What was found; the way to what is asked. */
export function DevicesPage() {
  const { t } = useTranslation('discovery')
  const navigate = useNavigate()
  const [url] = useUrlState()
  const asked = Object.fromEntries(keys.filter((key) => url[key]).map((key) => [key, url[key]]))
  const list = useInfiniteList(
    listDevices,
    asked as Parameters<typeof useInfiniteList<typeof listDevices>>[1],
  )
  const targets = (
    <Link to={'/discovery/targets' as never}>
      <Button type="primary">{t('page.targets')}</Button>
    </Link>
  )
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.devices')}
        sub={t('page.devicesSub')}
        actions={
          <>
            <Link to={'/ci-proposals' as never}>
              <Button>{t('do.proposals')}</Button>
            </Link>
            {targets}
          </>
        }
      />
      <FilterBar
        searchPlaceholder={t('field.search')}
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: deviceStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            key: 'kind',
            label: t('field.kind'),
            options: deviceKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
        ]}
        extraKeys={['targetId']}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.devices')}
          filtered={keys.some((key) => url[key])}
          empty={{ title: t('page.emptyDevices'), hint: t('page.emptyDevicesHint'), action: targets }}
          onOpen={(row) =>
            void navigate({ to: '/discovery/devices/$id' as never, params: { id: row.id } as never })
          }
          columns={[
            { key: 'name', title: t('field.name'), cut: true },
            {
              key: 'state',
              title: t('field.state'),
              width: 110,
              render: (row) => <StateTag state={row.state} />,
            },
            { key: 'kind', title: t('field.kind'), width: 110, render: (row) => t(`kind.${row.kind}`) },
            {
              key: 'model',
              title: t('field.model'),
              width: 220,
              render: (row) => [row.vendor, row.model].filter(Boolean).join(' ') || '—',
            },
            {
              key: 'osVersion',
              title: t('field.osVersion'),
              width: 170,
              wide: true,
              render: (row) => row.osVersion ?? '—',
            },
            {
              key: 'serial',
              title: t('field.serial'),
              width: 170,
              wide: true,
              render: (row) => row.serial ?? '—',
            },
            { key: 'address', title: t('field.address'), width: 140 },
            {
              key: 'seenAt',
              title: t('field.seen'),
              width: 160,
              wide: true,
              render: (row) => <TimeText at={row.seenAt} />,
            },
          ]}
        />
      </section>
    </div>
  )
}
