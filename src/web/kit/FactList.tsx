import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
  /** Value under the label instead of beside it (long text). */
  block?: boolean
  /** Left out altogether when false. */
  when?: boolean
}

/** Label and value pairs of a record's right column; an absent value shows as a dash. */
export function FactList({ facts, title }: { facts: Fact[]; title?: string }) {
  return (
    <section className="zy-facts">
      {title ? <h3>{title}</h3> : null}
      <dl>
        {facts
          .filter((fact) => fact.when !== false)
          .map((fact) => (
            <div key={fact.label} className={fact.block ? 'zy-fact-block' : undefined}>
              <dt>{fact.label}</dt>
              <dd>
                {fact.value === null || fact.value === undefined || fact.value === '' ? '—' : fact.value}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
