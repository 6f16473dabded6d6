import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { ListViews } from '#web/kit/ListViews.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listArticles, listTags } from '../contract.ts'
import { getFigures } from '../ticket-contract.ts'
import { kinds, states } from '../words.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { ArticleState, LevelTag, Marked, Usefulness, type Line } from './parts.tsx'

/** Everything one may read, by words, kind, state, tag and information system. */
export function KnowledgePage() {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const { query, input, filtered } = useListQuery(listArticles)
  const list = useInfiniteList(listArticles, input)
  const tags = useCall(listTags, {}, { staleTime: 60_000 })
  const options = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${family}.${value}`) }))
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.list')}
        sub={<Figures />}
        actions={
          can('knowledge.write') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setUrl({ new: 'article' })}>
              {t('ui.create.article')}
            </Button>
          ) : null
        }
      />
      <FilterBar
        searchPlaceholder={t('ui.list.search')}
        filters={[
          { key: 'kind', label: t('ui.field.kind'), options: options('kind', kinds) },
          { key: 'state', label: t('ui.field.state'), options: options('state', states), width: 130 },
          {
            key: 'tag',
            label: t('ui.field.tag'),
            options: (tags.data?.items ?? []).map(({ tag, count }) => ({
              value: tag,
              label: `${tag} (${count})`,
            })),
            width: 130,
          },
          { key: 'mine', label: t('ui.list.whose'), options: [{ value: 'true', label: t('ui.list.mine') }] },
        ]}
        extra={
          <RemoteSelect
            source={serviceSource}
            value={url['serviceId'] ?? null}
            onChange={(serviceId) => setUrl({ serviceId: serviceId ?? undefined }, { push: true })}
            placeholder={t('ui.field.service')}
            aria-label={t('ui.field.service')}
            style={{ width: 180 }}
          />
        }
        extraKeys={['serviceId']}
        right={<ListViews list="knowledge" query={query} />}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={columnsOf(t)}
          onOpen={(row) => void navigate({ to: '/articles/$id', params: { id: row.id } })}
          filtered={filtered}
          empty={{ title: t('ui.list.empty'), hint: t('ui.list.emptyHint') }}
          label={t('ui.page.list')}
        />
      </section>
      <CreateDialog />
    </div>
  )
}

/** How much of what was solved had an article at hand. */
function Figures() {
  const { t } = useTranslation('knowledge')
  const figures = useCall(getFigures, {}, { staleTime: 60_000 })
  if (!figures.data) return null
  const { published, due, resolved, withArticle } = figures.data
  const rate = resolved > 0 ? `${Math.round((100 * withArticle) / resolved)}%` : '—'
  return (
    <span className="zy-kn-figures">
      <span>
        <b className="zy-num">{published}</b>
        {t('ui.figures.published')}
      </span>
      <span>
        <b className="zy-num">{due}</b>
        {t('ui.figures.due')}
      </span>
      <span title={t('ui.figures.rateHint', { resolved, withArticle })}>
        <b className="zy-num">{rate}</b>
        {t('ui.figures.rate')}
      </span>
    </span>
  )
}

function columnsOf(t: (key: string) => string): Column<Line>[] {
  return [
    { key: 'number', title: t('ui.field.number'), width: 150, wide: true },
    {
      key: 'title',
      title: t('ui.field.title'),
      cut: true,
      render: (row) => (
        <>
          {row.found ? <Marked parts={row.found.title} /> : row.title} <LevelTag level={row.classification} />
          {row.found ? (
            <small className="zy-kn-found">
              <Marked parts={row.found.text} />
            </small>
          ) : null}
        </>
      ),
    },
    {
      key: 'state',
      title: t('ui.field.state'),
      width: 110,
      render: (row) => <ArticleState state={row.state} />,
    },
    {
      key: 'audience',
      title: t('ui.field.audience'),
      width: 100,
      wide: true,
      render: (row) => t(`audience.${row.audience}`),
    },
    {
      key: 'service',
      title: t('ui.field.service'),
      width: 150,
      wide: true,
      render: (row) => row.service?.name ?? '—',
    },
    { key: 'owner', title: t('ui.field.owner'), width: 90, wide: true, render: (row) => row.owner.name },
    {
      key: 'useful',
      title: t('ui.field.useful'),
      width: 150,
      named: true,
      sort: '-useful',
      render: (row) => <Usefulness row={row} />,
    },
    { key: 'views', title: t('ui.field.views'), width: 80, align: 'right', sort: '-views', wide: true },
    {
      key: 'updated',
      title: t('ui.field.updated'),
      width: 130,
      wide: true,
      render: (row) => <TimeText at={row.updatedAt} mode="relative" />,
    },
  ]
}
