import { ImportOutlined, MonitorOutlined, PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useCan } from '#web/session.tsx'
import { useUrlState, type UrlState } from '#web/url.ts'
import { useState } from 'react'
import { confirmCis, healthFigures, listCis } from '../contract.ts'
import { lifecycles, liveStates } from '../words.ts'
import { CreateDialog } from './EditDialog.tsx'
import { LiveTag, StageTag, useCatalogue } from './parts.tsx'

const keys = ['q', 'classId', 'orgId', 'lifecycle', 'liveState', 'health'] as const

function asked(url: UrlState) {
  return Object.fromEntries(keys.filter((key) => url[key]).map((key) => [key, url[key]])) as Omit<
    Parameters<typeof useInfiniteList<typeof listCis>>[1],
    'limit'
  >
}

/** Items that an address can name. */
const mostLinked = 50

/** Configuration items that one may see; filters in the address. */
export function CisPage() {
  const { t } = useTranslation(['ci', 'check'])
  const navigate = useNavigate()
  const can = useCan()
  const catalogue = useCatalogue()
  const [url, setUrl] = useUrlState()
  const [chosen, setChosen] = useState<string[]>([])
  const list = useInfiniteList(listCis, asked(url))
  const confirm = useMove(confirmCis, { done: t('ui.list.confirmed'), onDone: () => setChosen([]) })
  const options = (values: readonly string[], at: string) =>
    values.map((value) => ({ value, label: t(`ui.${at}.${value}`) }))
  const add = can('ci.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setUrl({ new: '1' })}>
      {t('ui.create.title')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.list')}
        sub={t('ui.list.help')}
        actions={
          add ? (
            <>
              <Button
                icon={<ImportOutlined />}
                onClick={() =>
                  void navigate({
                    to: '/ci-import' as never,
                    search: (url['classId'] ? { classId: url['classId'] } : {}) as never,
                  })
                }
              >
                {t('ui.import.open')}
              </Button>
              {add}
            </>
          ) : null
        }
      />
      <FilterBar
        searchPlaceholder={t('ui.list.search')}
        filters={[
          { key: 'classId', label: t('ui.field.class'), options: catalogue.classOptions(false), width: 170 },
          { key: 'liveState', label: t('ui.field.liveState'), options: options(liveStates, 'live') },
          {
            key: 'lifecycle',
            label: t('ui.field.lifecycle'),
            options: options(lifecycles, 'stage'),
            multiple: true,
          },
          { key: 'health', label: t('ui.page.health'), options: options(healthFigures, 'health') },
        ]}
        extra={
          <RemoteSelect
            source={orgSource}
            value={url['orgId'] ?? null}
            onChange={(value) => setUrl({ orgId: value ?? undefined }, { push: true })}
            placeholder={t('ui.field.orgId')}
            aria-label={t('ui.field.orgId')}
            style={{ width: 180 }}
          />
        }
        extraKeys={['orgId']}
        right={
          chosen.length > 0 ? (
            <>
              {can('check.manage') && chosen.length <= mostLinked ? (
                <Link to={'/checks/from-cis' as never} search={{ ids: chosen.join(',') } as never}>
                  <Button icon={<MonitorOutlined />}>{t('check:page.new')}</Button>
                </Link>
              ) : null}
              <Button loading={confirm.isPending} onClick={() => confirm.mutate({ ids: chosen })}>
                {t('ui.list.confirm', { n: chosen.length })}
              </Button>
            </>
          ) : null
        }
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('ui.page.list')}
          filtered={keys.some((key) => url[key])}
          {...(can('ci.manage') ? { selection: { selected: chosen, onChange: setChosen } } : {})}
          onOpen={(row) => void navigate({ to: '/cis/$id' as never, params: { id: row.id } as never })}
          empty={{ title: t('ui.list.empty'), hint: t('ui.list.emptyHint'), action: add }}
          columns={[
            { key: 'name', title: t('ui.field.name'), cut: true },
            {
              key: 'class',
              title: t('ui.field.class'),
              width: 120,
              render: (row) => catalogue.className(row.classId),
            },
            {
              key: 'liveState',
              title: t('ui.field.liveState'),
              width: 100,
              render: (row) => <LiveTag state={row.liveState} />,
            },
            {
              key: 'lifecycle',
              title: t('ui.field.lifecycle'),
              width: 100,
              render: (row) => <StageTag state={row.lifecycle} />,
            },
            { key: 'code', title: t('ui.field.code'), width: 130, wide: true },
            { key: 'org', title: t('ui.field.orgId'), width: 150, wide: true, render: (row) => row.org.name },
            {
              key: 'group',
              title: t('ui.field.groupId'),
              width: 130,
              wide: true,
              render: (row) => row.group?.name ?? '—',
            },
            { key: 'location', title: t('ui.field.location'), width: 140, wide: true },
          ]}
        />
      </section>
      {url['new'] && can('ci.manage') ? <CreateDialog onClose={() => setUrl({ new: undefined })} /> : null}
    </div>
  )
}
