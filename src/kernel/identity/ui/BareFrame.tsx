import type { ReactNode } from 'react'
import { Mark } from '#web/shell/Mark.tsx'
import { Switches } from '#web/shell/Switches.tsx'
import './identity.css'

/** A page for somebody who has no session yet: the mark, language and theme, one thing to do. */
export function BareFrame({ title, sub, children }: { title: string; sub?: ReactNode; children: ReactNode }) {
  return (
    <div className="zy-bare">
      <header>
        <Mark size={32} />
        <b>政运 Zhengyun</b>
        <span />
        <Switches />
      </header>
      <main>
        <h1>{title}</h1>
        {sub ? <p className="zy-bare-sub">{sub}</p> : null}
        {children}
      </main>
    </div>
  )
}
