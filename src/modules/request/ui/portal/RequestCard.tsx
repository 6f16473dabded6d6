import { Link } from '@tanstack/react-router'
import { TimeText } from '#web/kit/TimeText.tsx'
import { StateTag, useName, useTitle } from '../parts/tags.tsx'
import type { Brief } from '../types.ts'

/** One of my requests: its items and where each of them stands. */
export function RequestCard({ row }: { row: Brief }) {
  const name = useName()
  const title = useTitle()
  return (
    <Link to="/portal/requests/$id" params={{ id: row.id }} className="zy-req-mine">
      <div>
        <b dir="auto">{title(row)}</b>
        <StateTag of="request" state={row.state} />
      </div>
      {row.items.length > 1 ? (
        <ul>
          {row.items.map((item) => (
            <li key={item.no}>
              {name(item)} <StateTag of="line" state={item.state} />
            </li>
          ))}
        </ul>
      ) : null}
      <small>
        {row.number} · <TimeText at={row.recordedAt} />
      </small>
    </Link>
  )
}
