import { Badge, Button, Input } from 'antd'
import { SearchOutlined, ShoppingOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { browseCatalogue } from '#modules/catalogue/contract.ts'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useSettled } from '#web/kit/useSettled.ts'
import { listRequests } from '../../contract.ts'
import { CatalogueCards } from '../parts/Cards.tsx'
import { useBasket } from './basket.ts'
import { RequestCard } from './RequestCard.tsx'
import '../request.css'

/** What I may ask for: by words, the popular first, then by category; and what I asked for. */
export function CataloguePage() {
  const { t } = useTranslation('request')
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
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
        <CatalogueCards
          {...found.data}
          searching={q !== ''}
          inWords
          wrap={(item, card) => (
            <Link to="/portal/catalogue/$id" params={{ id: item.id }} className="zy-req-card">
              {card}
            </Link>
          )}
        />
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
