import { RightOutlined, StarOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { EmptyState } from '#web/kit/states.tsx'
import type { Card } from '../types.ts'
import { useName, useTargetText } from './tags.tsx'

interface Found {
  items: Card[]
  categories: { id: string; name: string; nameEn: string }[]
  searching: boolean
  /** the way to the form of an item, around its card */
  wrap: (item: Card, card: ReactNode) => ReactNode
  /** where one asks in plain words instead: the portal's way */
  inWords?: boolean
}

/** What may be asked for: the popular first, then by category. */
export function CatalogueCards(props: Found) {
  const { items, categories, searching, wrap } = props
  const { t, i18n } = useTranslation('request')
  const plain = props.inWords ? (
    <Link to="/portal/report" search={{ type: 'request' } as never}>
      {t('ui.portal.inWords')} <RightOutlined aria-hidden="true" />
    </Link>
  ) : null
  if (items.length === 0)
    return (
      <EmptyState
        title={t(searching ? 'ui.portal.nothing' : 'ui.portal.none')}
        {...(plain ? { hint: plain } : {})}
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
          <Cards items={popular} wrap={wrap} />
        </section>
      ) : null}
      {categories.map((category) => {
        const own = items.filter((one) => one.categoryId === category.id)
        return own.length > 0 ? (
          <section key={category.id}>
            <h2>{inWords(i18n.language, category.name, category.nameEn)}</h2>
            <Cards items={own} wrap={wrap} />
          </section>
        ) : null
      })}
      {plain ? <p className="zy-req-words">{plain}</p> : null}
    </>
  )
}

function Cards({ items, wrap }: Pick<Found, 'items' | 'wrap'>) {
  return (
    <div className="zy-req-cards">
      {items.map((one) => (
        <Fragment key={one.id}>{wrap(one, <CardText item={one} />)}</Fragment>
      ))}
    </div>
  )
}

function CardText({ item }: { item: Card }) {
  const { t, i18n } = useTranslation('request')
  const name = useName()
  const target = useTargetText()
  return (
    <>
      <b>{name(item)}</b>
      <span>{inWords(i18n.language, item.summary, item.summaryEn)}</span>
      <small>
        {[item.target ? target(item.target) : '', item.needsApproval ? t('ui.portal.needsApproval') : '']
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  )
}
