import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listServices } from '../contract.ts'

/** The information systems; filters in the address. */
export function ServicesPage() {
  const { t } = useTranslation('service')
  const navigate = useNavigate()
  const can = useCan()
  const [url] = useUrlState()
  const active = url['active'] === 'true' || url['active'] === 'false' ? url['active'] : undefined
  const list = useInfiniteList(listServices, {
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(active ? { active } : {}),
  })
  const add = can('service.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/services/new' })}>
      {t('page.new')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.title')} sub={t('page.help')} actions={add} />
      <FilterBar
        searchPlaceholder={t('page.search')}
        filters={[
          {
            key: 'active',
            label: t('field.status'),
            options: [
              { value: 'true', label: t('page.activeOnly') },
              { value: 'false', label: t('page.inactiveOnly') },
            ],
          },
        ]}
      />
      <RecordTable
        list={list}
        filtered={Boolean(url['q'] ?? active)}
        onOpen={(row) => void navigate({ to: '/services/$id' as never, params: { id: row.id } as never })}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint'), action: add }}
        columns={[
          { key: 'code', title: t('field.code'), width: 130, render: (row) => <code>{row.code}</code> },
          { key: 'name', title: t('field.name'), cut: true },
          { key: 'ownerOrgName', title: t('field.ownerOrg'), width: 170, wide: true },
          {
            key: 'groupName',
            title: t('field.group'),
            width: 140,
            wide: true,
            render: (row) => row.groupName ?? '—',
          },
          {
            key: 'vendorOrgName',
            title: t('field.vendor'),
            width: 140,
            wide: true,
            render: (row) => row.vendorOrgName ?? '—',
          },
          {
            key: 'protectionGrade',
            title: t('field.protectionGrade'),
            width: 100,
            render: (row) =>
              row.protectionGrade ? t('field.protectionGradeN', { grade: row.protectionGrade }) : '—',
          },
          {
            key: 'public',
            title: t('field.public'),
            width: 90,
            wide: true,
            render: (row) => t(row.public ? 'field.yes' : 'field.no'),
          },
          {
            key: 'matcherCount',
            title: t('field.matchers'),
            width: 100,
            wide: true,
            render: (row) => (row.matcherCount ? t('matcher.count', { count: row.matcherCount }) : '—'),
          },
          {
            key: 'active',
            title: t('field.status'),
            width: 90,
            render: (row) => (
              <StatusTag
                state={row.active ? 'active' : 'inactive'}
                label={t(row.active ? 'page.active' : 'page.inactive')}
              />
            ),
          },
        ]}
      />
    </div>
  )
}
