import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listSources } from '../contract.ts'
import { kinds } from '../words.ts'
import './alert-source.css'
import { StateTag } from './parts.tsx'

/** Where alerts come from, whether it works, and how much comes. */
export function SourcesPage() {
  const { t } = useTranslation('alert-source')
  const navigate = useNavigate()
  const can = useCan()
  const list = useInfiniteList(listSources, {})
  const add = can('alert-source.manage') ? <AddButton /> : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} sub={t('page.sub')} actions={add} />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.list')}
          empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
          onOpen={(row) =>
            void navigate({ to: '/alert-sources/$id' as never, params: { id: row.id } as never })
          }
          columns={[
            { key: 'name', title: t('screen.field.name'), cut: true },
            {
              key: 'kind',
              title: t('screen.field.kind'),
              width: 120,
              render: (row) => t(`screen.kind.${row.kind}`),
            },
            {
              key: 'state',
              title: t('screen.field.state'),
              width: 120,
              render: (row) => <StateTag source={row} />,
            },
            {
              key: 'org',
              title: t('screen.field.org'),
              width: 170,
              wide: true,
              render: (row) => row.org.name,
            },
            {
              key: 'counts',
              title: t('screen.field.counts'),
              width: 110,
              align: 'right',
              named: true,
              render: (row) => row.counts['received'],
            },
            {
              key: 'alerts',
              title: t('screen.outcome.alert'),
              width: 100,
              align: 'right',
              wide: true,
              render: (row) => row.counts['alerts'],
            },
            { key: 'open', title: t('screen.field.open'), width: 90, align: 'right', named: true },
            {
              key: 'last',
              title: t('screen.field.last'),
              width: 150,
              render: (row) =>
                row.lastAt ? <TimeText at={row.lastAt} mode="relative" /> : t('screen.record.never'),
            },
          ]}
        />
      </section>
    </div>
  )
}

function AddButton() {
  const { t } = useTranslation('alert-source')
  const navigate = useNavigate()
  const items = kinds.map((kind) => ({
    key: kind,
    label: (
      <>
        {t(`screen.kind.${kind}`)}
        <small className="source-dim">{t(`screen.kindHint.${kind}`)}</small>
      </>
    ),
  }))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) =>
          void navigate({ to: '/alert-sources/new/$kind' as never, params: { kind: key } as never }),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {t('screen.do.create')} <DownOutlined />
      </Button>
    </Dropdown>
  )
}
