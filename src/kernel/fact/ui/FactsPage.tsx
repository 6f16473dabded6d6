import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { useUrlState } from '#web/url.ts'
import { listFacts } from '../contract.ts'
import { factKinds } from '../words.ts'

type Row = CallOutput<typeof listFacts>['items'][number]

/** What a fact is about: the first part of its key. */
const aboutOf = (row: Row): string => row.key.split('.')[0]!

/** All facts with what each counts, by what they are about. */
export function FactsPage() {
  const { t } = useTranslation('fact')
  const navigate = useNavigate()
  const [url] = useUrlState()
  const list = useCall(listFacts, {})
  const nameOf = (about: string) => t(`about.${about}`, { defaultValue: t('about.other') })
  const abouts = [...new Set(list.data?.items.map(aboutOf))].map((value) => ({ value, label: nameOf(value) }))
  const found = list.data?.items.filter((row) => wanted(row, url))
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page')} sub={t('ui.sub')} />
      <FilterBar
        searchPlaceholder={t('ui.search')}
        filters={[
          { key: 'about', label: t('ui.about'), options: abouts, width: 140 },
          {
            key: 'kind',
            label: t('ui.kind'),
            options: factKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          },
        ]}
      />
      <section className="zy-panel">
        <RecordTable
          list={plainList({ ...list, data: found })}
          rowKey={(row) => row.key}
          label={t('ui.page')}
          filtered={Boolean(url['q'] ?? url['about'] ?? url['kind'])}
          empty={{ title: t('ui.none') }}
          onOpen={(row) => void navigate({ to: '/facts/$key', params: { key: row.key } })}
          columns={[
            {
              key: 'name',
              title: t('ui.name'),
              width: 210,
              lead: true,
              render: (row) => (
                <Link to="/facts/$key" params={{ key: row.key }}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'about', title: t('ui.about'), width: 110, render: (row) => nameOf(aboutOf(row)) },
            {
              key: 'words',
              title: t('ui.words'),
              cut: true,
              render: (row) => <span title={row.words}>{row.words}</span>,
            },
            { key: 'kind', title: t('ui.kind'), width: 100, render: (row) => t(`kind.${row.kind}`) },
          ]}
        />
      </section>
    </div>
  )
}

function wanted(row: Row, url: Record<string, string | undefined>): boolean {
  const q = (url['q'] ?? '').toLowerCase()
  return (
    (url['about'] === undefined || url['about'] === aboutOf(row)) &&
    (url['kind'] === undefined || url['kind'] === row.kind) &&
    [row.key, row.name, row.words].some((text) => text.toLowerCase().includes(q))
  )
}
