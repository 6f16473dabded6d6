import { Button } from 'antd'
import { ImportOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { getAssetClass, listAssetClasses, type AssetClassRecord } from '../contract.ts'
import { families, type Family } from '../words.ts'
import { ClassForm } from './ClassForm.tsx'
import './asset-class.css'

/** The tree level by level, or what a search finds anywhere in it; the place is in the address. */
export function ClassesPage() {
  const { t } = useTranslation('asset-class')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const [shown, setShown] = useState<AssetClassRecord | 'new' | null>(null)
  const anywhere = Boolean(url['q'] || url['doubtful'])
  const at = useCall(getAssetClass, { id: url['at'] ?? '' }, { enabled: Boolean(url['at']) && !anywhere })
  const parent = url['at'] && !anywhere ? at.data : undefined
  const list = useInfiniteList(listAssetClasses, {
    limit: 100,
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(url['doubtful'] ? { doubtful: 'true' } : {}),
    ...(url['family'] ? { family: url['family'] as Family } : {}),
    ...(url['at'] && !anywhere ? { parentId: url['at'] } : {}),
  })
  const may = can('asset-class.manage')
  const actions = (
    <>
      <Button icon={<ImportOutlined />} onClick={() => void navigate({ to: '/asset-classes/catalogues' })}>
        {t(may ? 'page.import' : 'page.history')}
      </Button>
      {may ? (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
          {t('page.create')}
        </Button>
      ) : null}
    </>
  )
  return (
    <div className="zy-page">
      <PageHeader title={t('page.title')} sub={t('page.sub')} actions={actions} />
      <FilterBar
        searchPlaceholder={t('page.search')}
        filters={[
          {
            key: 'family',
            label: t('field.family'),
            options: families.map((value) => ({ value, label: t(`family.${value}`) })),
            width: 140,
          },
          {
            key: 'doubtful',
            label: t('page.doubtful'),
            options: [{ value: '1', label: t('page.doubtful') }],
          },
        ]}
      />
      {parent ? (
        <Trail parent={parent} onUp={(id) => setUrl({ at: id ?? undefined }, { push: true })} />
      ) : null}
      <RecordTable
        list={list}
        label={t('page.title')}
        filtered={anywhere || Boolean(url['family'])}
        empty={{ title: t('page.none'), hint: t('page.noneHint') }}
        {...(may ? { onOpen: setShown } : {})}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            cut: true,
            render: (row) => (
              <Name
                row={row}
                anywhere={anywhere}
                onInto={() => setUrl({ at: row.id, q: undefined, doubtful: undefined }, { push: true })}
              />
            ),
          },
          { key: 'code', title: t('field.code'), width: 140 },
          {
            key: 'family',
            title: t('field.family'),
            width: 120,
            wide: true,
            render: (row) => t(`family.${row.family}`),
          },
          { key: 'gbt', title: t('field.gbt14885'), width: 150, wide: true, render: (row) => row.gbt14885 },
          {
            key: 'years',
            title: t('field.serviceYears'),
            width: 150,
            wide: true,
            render: (row) => <Years row={row} />,
          },
          {
            key: 'holds',
            title: t('field.holdsData'),
            width: 100,
            wide: true,
            render: (row) => (row.effectiveHoldsData ? t('field.yes') : ''),
          },
          {
            key: 'state',
            title: '',
            width: 90,
            render: (row) => (
              <>
                {row.doubtful ? <Tag hue="amber">{t('page.doubtful')}</Tag> : null}
                {row.active ? null : <Tag hue="grey">{t('page.inactive')}</Tag>}
              </>
            ),
          },
        ]}
      />
      {shown ? (
        <ClassForm
          one={shown === 'new' ? null : shown}
          parent={parent ?? null}
          onClose={() => setShown(null)}
        />
      ) : null}
    </div>
  )
}

/** Where the level shown lies, each step leading back up. */
function Trail({ parent, onUp }: { parent: AssetClassRecord; onUp: (id: string | null) => void }) {
  const { t } = useTranslation('asset-class')
  return (
    <nav className="zy-class-trail" aria-label={t('field.parent')}>
      <Button type="link" size="small" onClick={() => onUp(null)}>
        {t('page.all')}
      </Button>
      {parent.parentId ? (
        <Button type="link" size="small" onClick={() => onUp(parent.parentId)}>
          {parent.trail.join(' / ')}
        </Button>
      ) : null}
      <strong>
        {parent.code} {parent.name}
      </strong>
    </nav>
  )
}

function Name({ row, anywhere, onInto }: { row: AssetClassRecord; anywhere: boolean; onInto: () => void }) {
  const { t } = useTranslation('asset-class')
  return (
    <span className="zy-class-name">
      {row.hasChildren ? (
        <Button
          type="text"
          size="small"
          icon={<RightOutlined />}
          aria-label={t('page.open', { name: row.name })}
          onClick={(event) => {
            event.stopPropagation()
            onInto()
          }}
        />
      ) : (
        <span className="zy-class-leaf" />
      )}
      <span title={row.description || undefined}>{row.name}</span>
      {anywhere && row.trail.length > 0 ? <small>{row.trail.join(' / ')}</small> : null}
    </span>
  )
}

function Years({ row }: { row: AssetClassRecord }) {
  const { t } = useTranslation('asset-class')
  if (row.effectiveYears === null) return null
  return t(row.serviceYears === null ? 'page.yearsFrom' : 'page.yearsOwn', { n: row.effectiveYears })
}
