import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listIndicators } from '../scheme-contract.ts'
import { dimensions, ruleKinds } from '../words.ts'
import { IndicatorDialog } from './IndicatorDialog.tsx'
import { useRuleText } from './parts.tsx'
import { TryDialog } from './TryDialog.tsx'

export type Indicator = CallOutput<typeof listIndicators>['items'][number]

/** The library: what can be scored, and how. */
export function IndicatorsPage() {
  const { t, i18n } = useTranslation('evaluation')
  const can = useCan()
  const ruleText = useRuleText()
  const [url] = useUrlState()
  const [edited, setEdited] = useState<Indicator | 'new' | null>(null)
  const [tried, setTried] = useState<Indicator | null>(null)
  const query = useCall(listIndicators, {})
  const shown = query.data?.items.filter(
    (one) =>
      (!url['dimension'] || one.dimension === url['dimension']) &&
      (!url['kind'] || one.rule.kind === url['kind']),
  )
  const keeps = can('evaluation.manage')
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.indicators')}
        sub={t('page.indicatorsHelp')}
        breadcrumb={[{ label: t('page.list'), to: '/evaluations' }, { label: t('page.indicators') }]}
        actions={
          keeps ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
              {t('page.newIndicator')}
            </Button>
          ) : null
        }
      />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'dimension',
            label: t('field.dimension'),
            options: dimensions.map((value) => ({ value, label: t(`dimension.${value}`) })),
          },
          {
            key: 'kind',
            label: t('field.kind'),
            options: ruleKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={plainList({ ...query, data: shown })}
        label={t('page.indicators')}
        filtered={Boolean(url['dimension'] ?? url['kind'])}
        {...(keeps ? { onOpen: (row: Indicator) => setEdited(row) } : {})}
        empty={{ title: t('page.noIndicators') }}
        columns={[
          {
            key: 'name',
            title: t('field.indicator'),
            width: 230,
            lead: true,
            render: (row) => (
              <>
                {i18n.language === 'en' && row.nameEn ? row.nameEn : row.name}{' '}
                {row.active ? null : <Tag hue="grey">{t('schemeState.withdrawn')}</Tag>}
              </>
            ),
          },
          {
            key: 'dimension',
            title: t('field.dimension'),
            width: 150,
            wide: true,
            render: (row) => t(`dimension.${row.dimension}`),
          },
          { key: 'kind', title: t('field.kind'), width: 120, render: (row) => t(`kind.${row.rule.kind}`) },
          { key: 'rule', title: t('field.measured'), cut: true, render: (row) => ruleText(row.rule) },
          {
            key: 'used',
            title: t('field.scheme'),
            width: 140,
            wide: true,
            render: (row) => t('usedIn', { n: row.used }),
          },
          ...(keeps
            ? [
                {
                  key: 'try',
                  title: '',
                  width: 80,
                  render: (row: Indicator) =>
                    row.facts.length > 0 ? (
                      <Button
                        size="small"
                        onClick={(event) => {
                          event.stopPropagation()
                          setTried(row)
                        }}
                      >
                        {t('move.try')}
                      </Button>
                    ) : null,
                },
              ]
            : []),
        ]}
      />
      {edited ? (
        <IndicatorDialog {...(edited === 'new' ? {} : { known: edited })} onClose={() => setEdited(null)} />
      ) : null}
      {tried ? <TryDialog of={tried} onClose={() => setTried(null)} /> : null}
    </div>
  )
}
