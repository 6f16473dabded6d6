import type { ReactNode } from 'react'

/** The number of a record (`INC-20261123-0001`), the same way on every page: in figures of equal width, never broken. */
export function RecordNumber({ children }: { children: ReactNode }) {
  return <span className="zy-num zy-nowrap">{children}</span>
}
