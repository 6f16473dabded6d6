import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { listCodeLists } from '../contract.ts'

type List = CallOutput<typeof listCodeLists>['items'][number]

/** What a list is called: the fields that take their values from it; a list has no other name. */
export const listName = ({ list, usedBy }: Pick<List, 'list' | 'usedBy'>): string =>
  usedBy.length === 0 ? list : [...new Set(usedBy.map((one) => one.field))].join(comma())

/** Administered code lists, and where each of them is used. */
export function CodeListsPage() {
  const { t } = useTranslation('ledger')
  const navigate = useNavigate()
  const { data, error, isPending, refetch } = useCall(listCodeLists, {})
  return (
    <div className="zy-page">
      <PageHeader title={t('codeLists')} sub={t('screen.codes.help')} />
      <RecordTable
        list={plainList({ data: data?.items, error, isPending, refetch })}
        rowKey={(row) => row.list}
        label={t('codeLists')}
        onOpen={(row) => void navigate({ to: `/code-lists/${row.list}` })}
        columns={[
          {
            key: 'name',
            title: t('screen.codes.list'),
            lead: true,
            render: (row) => (
              <Link to={'/code-lists/$list' as never} params={{ list: row.list } as never}>
                {listName(row)}
              </Link>
            ),
          },
          {
            key: 'usedBy',
            title: t('screen.codes.usedBy'),
            render: (row) =>
              row.usedBy.length === 0
                ? t('screen.codes.unused')
                : row.usedBy.map((one) => `${one.ledger} · ${one.field}`).join(comma()),
          },
          {
            key: 'list',
            title: t('screen.codes.code'),
            width: 220,
            render: (row) => <code>{row.list}</code>,
          },
          {
            key: 'count',
            title: t('screen.codes.count'),
            width: 150,
            named: true,
            render: (row) =>
              row.disabled > 0
                ? `${row.count} (${t('screen.codes.disabled', { n: row.disabled })})`
                : row.count,
          },
        ]}
      />
    </div>
  )
}
