import { Badge, Button, Input } from 'antd'
import { RightOutlined, SearchOutlined, ShoppingOutlined, StarOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { browseCatalogue } from '#modules/catalogue/contract.ts'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { listRequests } from '../../contract.ts'
import { useName, useTargetText } from '../parts/tags.tsx'
import type { Card } from '../types.ts'
import { useBasket } from './basket.ts'
import { RequestCard } from './RequestCard.tsx'
import '../request.css'

/** What I may ask for: by words, the popular first, then by category; and what I asked for. */
export function CataloguePage() {
  const { t } = useTranslation('request')
  const [text, setText] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), 200)
    return () => clearTimeout(timer)
  }, [text])
  const found = useCall(browseCatalogue, q ? { q } : {}, { keepPrevious: true, staleTime: 60_000 })
  return (
    <div className="zy-req-portal">
      <PageHeader title={t('ui.portal.title')} sub={t('ui.portal.sub')} actions={<BasketLink />} />
      <Input
        size="large"
        allowClear
        prefix={<SearchOutlined aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('ui.portal.search')}
        aria-label={t('ui.portal.search')}
      />
      {q === '' ? <Mine /> : null}
      {found.error ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      ) : !found.data ? (
        <Bars rows={8} />
      ) : (
        <Items {...found.data} searching={q !== ''} />
      )}
    </div>
  )
}

function BasketLink() {
  const { t } = useTranslation('request')
  const { lines } = useBasket()
  if (lines.length === 0) return null
  return (
    <Link to="/portal/basket">
      <Badge count={lines.length} size="small">
        <Button icon={<ShoppingOutlined />} tabIndex={-1}>
          {t('ui.basket.title')}
        </Button>
      </Badge>
    </Link>
  )
}

interface Found {
  items: Card[]
  categories: { id: string; name: string; nameEn: string }[]
  searching: boolean
}

function Items({ items, categories, searching }: Found) {
  const { t, i18n } = useTranslation('request')
  if (items.length === 0)
    return (
      <EmptyState
        title={t(searching ? 'ui.portal.nothing' : 'ui.portal.none')}
        hint={
          <Link to="/portal/report" search={{ type: 'request' } as never}>
            {t('ui.portal.inWords')}
          </Link>
        }
      />
    )
  const popular = searching ? [] : items.filter((one) => one.popular)
  return (
    <>
      {popular.length > 0 ? (
        <section>
          <h2>
            <StarOutlined aria-hidden="true" /> {t('ui.portal.popular')}
          </h2>
          <Cards items={popular} />
        </section>
      ) : null}
      {categories.map((category) => {
        const own = items.filter((one) => one.categoryId === category.id)
        return own.length > 0 ? (
          <section key={category.id}>
            <h2>{inWords(i18n.language, category.name, category.nameEn)}</h2>
            <Cards items={own} />
          </section>
        ) : null
      })}
      <p className="zy-req-words">
        <Link to="/portal/report" search={{ type: 'request' } as never}>
          {t('ui.portal.inWords')} <RightOutlined aria-hidden="true" />
        </Link>
      </p>
    </>
  )
}

function Cards({ items }: { items: Card[] }) {
  const { t, i18n } = useTranslation('request')
  const name = useName()
  const target = useTargetText()
  return (
    <div className="zy-req-cards">
      {items.map((one) => (
        <Link key={one.id} to="/portal/catalogue/$id" params={{ id: one.id }} className="zy-req-card">
          <b>{name(one)}</b>
          <span>{inWords(i18n.language, one.summary, one.summaryEn)}</span>
          <small>
            {[one.target ? target(one.target) : '', one.needsApproval ? t('ui.portal.needsApproval') : '']
              .filter(Boolean)
              .join(' · ')}
          </small>
        </Link>
      ))}
    </div>
  )
}

/** As many as fit above what people come here for. */
const firstFew = 3

function Mine() {
  const { t } = useTranslation('request')
  const [all, setAll] = useState(false)
  const mine = useInfiniteList(listRequests, { mine: 'true', limit: 20 })
  if (mine.error) return <ErrorState error={mine.error} retry={() => void mine.refetch()} small />
  if (mine.items.length === 0) return null
  const more = all ? mine.hasNextPage : mine.items.length > firstFew
  return (
    <section>
      <h2>{t('ui.portal.mine')}</h2>
      <div className="zy-req-list">
        {(all ? mine.items : mine.items.slice(0, firstFew)).map((row) => (
          <RequestCard key={row.id} row={row} />
        ))}
      </div>
      {more ? (
        <Button type="link" onClick={() => (all ? void mine.fetchNextPage() : setAll(true))}>
          {t('ui.portal.more')}
        </Button>
      ) : null}
    </section>
  )
}
