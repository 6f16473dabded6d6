import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listEvaluations } from '../contract.ts'
import { states } from '../lifecycle.ts'
import { periodKinds, subjectKinds } from '../words.ts'
import { Score, StateTag } from './parts.tsx'

/** Evaluations, the newest first. */
export function EvaluationsPage() {
  const { t } = useTranslation('evaluation')
  const navigate = useNavigate()
  const can = useCan()
  const [url] = useUrlState()
  const chosen = <T extends string>(key: string, of: readonly T[]) => of.find((one) => one === url[key])
  const [state, subjectKind, periodKind] = [
    chosen('state', states),
    chosen('subjectKind', subjectKinds),
    chosen('periodKind', periodKinds),
  ]
  const list = useInfiniteList(listEvaluations, {
    ...(state ? { state } : {}),
    ...(subjectKind ? { subjectKind } : {}),
    ...(periodKind ? { periodKind } : {}),
  })
  const add = can('evaluation.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/evaluations/new' })}>
      {t('page.new')}
    </Button>
  ) : null
  const filter = <T extends string>(key: string, label: string, of: readonly T[], words: string) => ({
    key,
    label,
    options: of.map((value) => ({ value, label: t(`${words}.${value}` as 'state.draft') })),
  })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.help')}
        actions={
          <>
            <Button onClick={() => void navigate({ to: '/evaluation-indicators' })}>
              {t('page.indicators')}
            </Button>
            <Button onClick={() => void navigate({ to: '/evaluation-schemes' })}>{t('page.schemes')}</Button>
            {add}
          </>
        }
      />
      <FilterBar
        searchKey={null}
        filters={[
          filter('state', t('field.state'), states, 'state'),
          filter('subjectKind', t('field.subjectKind'), subjectKinds, 'subjectKind'),
          filter('periodKind', t('field.periodKind'), periodKinds, 'period'),
        ]}
      />
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={Boolean(state ?? subjectKind ?? periodKind)}
        onOpen={(row) => void navigate({ to: `/evaluations/${row.id}` })}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint'), action: add }}
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            width: 160,
            wide: true,
            render: (row) => <RecordNumber>{row.number}</RecordNumber>,
          },
          { key: 'title', title: t('field.title'), cut: true, lead: true },
          { key: 'subject', title: t('field.subject'), width: 190, render: (row) => row.subject.name },
          {
            key: 'period',
            title: t('field.period'),
            width: 250,
            wide: true,
            render: (row) => `${t(`period.${row.periodKind}`)} ${row.from} – ${row.to}`,
          },
          {
            key: 'forms',
            title: t('field.handedIn'),
            width: 100,
            wide: true,
            render: (row) => (row.forms.all > 0 ? `${row.forms.handedIn} / ${row.forms.all}` : '—'),
          },
          { key: 'score', title: t('field.score'), width: 150, render: (row) => <Score of={row} /> },
          {
            key: 'state',
            title: t('field.state'),
            width: 110,
            render: (row) => <StateTag state={row.state} />,
          },
        ]}
      />
    </div>
  )
}
