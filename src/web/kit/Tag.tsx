import type { ReactNode } from 'react'

/** Hues of state. A hue never comes without an icon and a word. */
export type Hue = 'blue' | 'green' | 'amber' | 'red' | 'violet' | 'grey'

/** Icon, word and hue in one piece; the base of all tags. */
export function Tag({
  hue,
  icon,
  children,
  strong,
}: {
  hue: Hue
  icon?: ReactNode
  children: ReactNode
  strong?: boolean
}) {
  return (
    <span className={`zy-tag zy-tag-${hue}${strong ? ' zy-tag-strong' : ''}`}>
      {icon ? <span aria-hidden="true">{icon}</span> : null}
      {children}
    </span>
  )
}
