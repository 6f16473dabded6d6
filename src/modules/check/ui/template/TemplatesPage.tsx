import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { listTemplates, type TemplateLineView } from '../../template-contract.ts'
import { useClasses } from '../classes.ts'
import { useKindName } from '../parts.tsx'

/** Templates: what is checked at every item of some classes, and how far they have come. */
export function TemplatesPage() {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const can = useCan()
  const kindName = useKindName()
  const { nameOf } = useClasses()
  const { input, filtered } = useListQuery(listTemplates)
  const list = useInfiniteList(listTemplates, input)
  const add = can('check.manage') ? (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => void navigate({ to: '/check-templates/new' as never })}
    >
      {t('page.newTemplate')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.templates')}
        sub={t('screen.template.help')}
        breadcrumb={[{ label: t('page.list'), to: '/checks' }]}
        actions={add}
      />
      <FilterBar searchPlaceholder={t('screen.template.search')} />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.templates')}
          filtered={filtered}
          onOpen={(row) =>
            void navigate({ to: '/check-templates/$id' as never, params: { id: row.id } as never })
          }
          empty={{ title: t('screen.template.empty'), hint: t('screen.template.emptyHint'), action: add }}
          columns={[
            { key: 'name', title: t('screen.field.name'), cut: true },
            { key: 'kind', title: t('screen.field.kind'), width: 130, render: (row) => kindName(row.kind) },
            {
              key: 'classes',
              title: t('screen.field.class'),
              width: 200,
              render: (row) => row.classIds.map(nameOf).join(comma()),
            },
            {
              key: 'figures',
              title: t('screen.template.stands'),
              width: 280,
              render: (row) => <Figures of={row} />,
            },
            {
              key: 'org',
              title: t('screen.field.org'),
              width: 150,
              wide: true,
              render: (row) => row.org.name,
            },
            { key: 'state', title: t('screen.field.state'), width: 100, render: (row) => <State of={row} /> },
          ]}
        />
      </section>
    </div>
  )
}

export function State({ of }: { of: Pick<TemplateLineView, 'active' | 'applied'> }) {
  const { t } = useTranslation('check')
  if (!of.active) return <StatusTag state="inactive" label={t('screen.template.off')} />
  return of.applied ? (
    <StatusTag state="active" label={t('screen.template.on')} />
  ) : (
    <StatusTag state="new" label={t('screen.template.fresh')} />
  )
}

const hues = { overridden: 'violet', problems: 'amber', declined: 'grey', behind: 'blue' } as const

/** At how many items it stands; what is not as the template says is named. */
export function Figures({ of }: { of: Pick<TemplateLineView, 'figures'> }) {
  const { t } = useTranslation('check')
  const { figures } = of
  return (
    <>
      {t('screen.template.figure.checks', { n: figures.checks })}{' '}
      {(Object.keys(hues) as (keyof typeof hues)[])
        .filter((key) => figures[key] > 0)
        .map((key) => (
          <Tag key={key} hue={hues[key]}>
            {t(`screen.template.figure.${key}`, { n: figures[key] })}
          </Tag>
        ))}
    </>
  )
}
