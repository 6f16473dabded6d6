import { Link } from '@tanstack/react-router'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import type { Search } from './links.ts'

interface FigureProps<T> {
  title: string
  /** which tickets it counts */
  scope: string
  query: UseQueryResult<T>
  area: string
  children: (data: T) => ReactNode
}

/** A panel of the page: its own loading and error states, so that one slow figure holds up no other. */
export function Figure<T extends { imported: number }>({
  title,
  scope,
  query,
  area,
  children,
}: FigureProps<T>) {
  const { t } = useTranslation('dashboard')
  const { data, error, refetch } = query
  return (
    <section className={`zy-panel zy-fig zy-fig-${area}`} aria-label={title} aria-busy={query.isFetching}>
      <div className="zy-panel-head">
        <h2>{title}</h2>
        <span className="zy-fig-scope">
          {data?.imported ? <span>{t('imported', { n: data.imported })}</span> : null}
          <span>{scope}</span>
        </span>
      </div>
      <div className={query.isPlaceholderData ? 'zy-fig-body zy-stale' : 'zy-fig-body'}>
        {data ? (
          children(data)
        ) : error ? (
          <ErrorState error={error} retry={() => void refetch()} small />
        ) : (
          <Bars rows={6} />
        )}
      </div>
    </section>
  )
}

/** A number with its word; leads to the tickets it counts. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className="zy-fig-numbers">{children}</div>
}

export function NumberLink({
  value,
  label,
  to,
  page,
  tone,
  title,
}: {
  value: string | number
  label: string
  to?: Search
  page?: TicketPage
  tone?: 'bad' | 'warn' | 'good'
  title?: string
}) {
  const body = (
    <>
      <b className={tone ? `zy-num zy-fig-${tone}` : 'zy-num'}>{value}</b>
      <span>{label}</span>
    </>
  )
  return to && value !== 0 ? (
    <ToTickets to={to} {...(page ? { page } : {})} className="zy-fig-number" {...(title ? { title } : {})}>
      {body}
    </ToTickets>
  ) : (
    <span className="zy-fig-number" title={title}>
      {body}
    </span>
  )
}

/** The list that a figure leads to: incidents, unless it counts requests. */
export type TicketPage = '/incidents' | '/requests'

/** A link to the queue with filters; `share` makes it a bar of that part of its track. */
export function ToTickets({
  to,
  page = '/incidents',
  children,
  share,
  ...rest
}: {
  to: Search
  page?: TicketPage
  children?: ReactNode
  share?: number
  className?: string
  title?: string
  'aria-label'?: string
}) {
  return (
    <Link
      to={page}
      search={to as never}
      {...rest}
      {...(share === undefined ? {} : { style: { width: `calc((100% - 84px) * ${share.toFixed(4)})` } })}
    >
      {children}
    </Link>
  )
}

/** 0.9333 → 93.3 %; a dash when nothing has been counted, because 0 % of nothing is not 0 %. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '—'
  return `${(Math.floor((part / whole) * 1000) / 10).toLocaleString('en', { minimumFractionDigits: 1 })}%`
}
