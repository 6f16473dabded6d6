import type { ReactNode } from 'react'
import { ToTickets, percent, type TicketPage } from './Figure.tsx'
import type { Search } from './links.ts'

export interface BarRow {
  key: string
  name: ReactNode
  title: string
  count: number
  /** parts of the bar, in order; together at most `count` */
  parts: {
    key: string
    count: number
    tone: 'blue' | 'soft' | 'good' | 'mild' | 'warn' | 'bad'
    label: string
    to: Search
  }[]
  to: Search
  /** small text behind the number: a rate of its own */
  note?: string
}

/** Bars as a table: name, bar, number; each a link to its tickets, readable without seeing the bars. */
export function BarList({
  rows,
  caption,
  whole,
  page,
}: {
  rows: BarRow[]
  caption: string
  whole?: number
  page?: TicketPage
}) {
  const list = page ? { page } : {}
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <table className="zy-fig-bars" aria-label={caption}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" title={row.title}>
              <ToTickets to={row.to} {...list}>
                {row.name}
              </ToTickets>
            </th>
            <td>
              <div className="zy-fig-track">
                {row.parts.map((part) =>
                  part.count > 0 ? (
                    <ToTickets
                      key={part.key}
                      to={part.to}
                      {...list}
                      className={`zy-fig-part zy-fig-part-${part.tone}`}
                      title={`${row.title} · ${part.label} ${part.count}`}
                      aria-label={`${part.label} ${part.count}`}
                      share={part.count / most}
                    />
                  ) : null,
                )}
                <b className="zy-num">{row.count}</b>
                {row.note === undefined && whole === undefined ? null : (
                  <small className="zy-num">{row.note ?? percent(row.count, whole ?? 0)}</small>
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
