import type { ReactNode } from 'react'
import { PageHeader, type PageHeaderProps } from './PageHeader.tsx'

export interface RecordPageProps extends PageHeaderProps {
  /** Left: description, timeline, reply. */
  story: ReactNode
  /** Right: state, clocks, people, links; sticky while the story scrolls. */
  facts: ReactNode
  /** On a narrow screen the story comes first: where it is what one opens the record for. */
  storyFirst?: boolean
}

/** A record in two columns; one column on a narrow screen, facts first unless `storyFirst`. */
export function RecordPage({ story, facts, storyFirst, ...head }: RecordPageProps) {
  return (
    <div className="zy-page">
      <PageHeader {...head} />
      <div className={storyFirst ? 'zy-record zy-record-told' : 'zy-record'}>
        <div className="zy-record-story">{story}</div>
        <aside className="zy-record-facts">{facts}</aside>
      </div>
    </div>
  )
}

/** A titled panel of a page. */
export function Panel({ title, actions, children, flush }: PanelProps) {
  return (
    <section className="zy-panel">
      {title ? (
        <div className="zy-panel-head">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      <div className={flush ? undefined : 'zy-pad'}>{children}</div>
    </section>
  )
}

export interface PanelProps {
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** No padding, for tables. */
  flush?: boolean
}
