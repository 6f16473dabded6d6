import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainText } from './PlainText.tsx'
import { Tag, type Hue } from './tags.tsx'
import { TimeText } from './TimeText.tsx'

export interface TimelineItem {
  id: string
  /** When it happened. */
  at: string
  /** When it was written down, shown when it differs by more than a minute. */
  recordedAt?: string
  actor?: string
  icon?: ReactNode
  hue?: Hue
  /** One line: "派单给 网络组 · 李敏". */
  title: ReactNode
  /** A comment's text; shown as a bubble. */
  text?: string | null
  /** Internal comments look different and say so. */
  internal?: boolean
  /** Anything under it: before and after, attachments. */
  extra?: ReactNode
}

/** Everything that happened to a record, oldest first or as given. */
export function Timeline({ items }: { items: TimelineItem[] }) {
  const { t } = useTranslation('web')
  return (
    <ol className="zy-timeline">
      {items.map((item) => (
        <li key={item.id} className={item.text ? 'zy-timeline-said' : undefined}>
          <span className={`zy-timeline-dot zy-tag-${item.hue ?? 'grey'}`} aria-hidden="true">
            {item.icon}
          </span>
          <div className="zy-timeline-head">
            {item.actor ? <b>{item.actor}</b> : null} <span>{item.title}</span>
            {item.internal ? <Tag hue="amber">{t('kit.internal')}</Tag> : null}
            <span className="zy-timeline-at">
              <TimeText at={item.at} />
              {late(item) ? (
                <small>
                  {' '}
                  ({t('kit.recorded')} <TimeText at={item.recordedAt} />)
                </small>
              ) : null}
            </span>
          </div>
          {item.text ? (
            <div className={item.internal ? 'zy-bubble zy-bubble-internal' : 'zy-bubble'}>
              <PlainText>{item.text}</PlainText>
            </div>
          ) : null}
          {item.extra ? <div className="zy-timeline-extra">{item.extra}</div> : null}
        </li>
      ))}
    </ol>
  )
}

function late(item: TimelineItem): boolean {
  return item.recordedAt !== undefined && Math.abs(Date.parse(item.recordedAt) - Date.parse(item.at)) > 60_000
}
