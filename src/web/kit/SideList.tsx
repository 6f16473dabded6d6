import type { ReactNode } from 'react'

export interface SideItem {
  id: string
  name: string
  /** Tags and small words below the name. */
  note?: ReactNode
}

/**
 * A short list at the left and the chosen record at the right; below each other where there is no room. For a few
 * records that are looked at one by one; a list that grows is a `RecordTable`.
 */
export function SideList({
  label,
  items,
  chosen,
  onChoose,
  empty,
  children,
}: {
  label: string
  items: readonly SideItem[]
  chosen: string | undefined
  onChoose: (id: string) => void
  /** Shown in place of the list when there is nothing in it. */
  empty?: ReactNode
  /** The chosen record. */
  children: ReactNode
}) {
  return (
    <div className="zy-side">
      <nav className="zy-panel zy-side-list" aria-label={label}>
        {items.length === 0 ? empty : null}
        {items.map(({ id, name, note }) => (
          <button
            key={id}
            type="button"
            aria-current={id === chosen ? 'true' : undefined}
            onClick={() => onChoose(id)}
          >
            <strong>{name}</strong>
            {note ? <span className="zy-side-note">{note}</span> : null}
          </button>
        ))}
      </nav>
      <div className="zy-side-record">{children}</div>
    </div>
  )
}
