import { NotificationOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { listServiceNotices } from '../contract.ts'
import './major.css'

/** What the unit tells everybody about services that are disturbed; nothing when all is well. */
export function ServiceNotices() {
  const { t } = useTranslation('major')
  const items = useCall(listServiceNotices, {}, { refetchInterval: 60_000 }).data?.items ?? []
  if (items.length === 0) return null
  const at = (iso: string) => absoluteTime(iso, { shortYear: true })
  return (
    <section aria-label={t('portal.title')} className="zy-major-notices" role="status">
      {items.map((one) => (
        <article key={one.id} className="zy-major-notice">
          <NotificationOutlined aria-hidden="true" />
          <div>
            <b dir="auto">{one.serviceName}</b>
            <PlainText>{one.body}</PlainText>
            <small>
              {t('portal.since', { at: at(one.since) })}
              {one.earlier.length > 0 ? ` · ${t('portal.updated', { at: at(one.updatedAt) })}` : null}
            </small>
            {one.earlier.length > 0 ? (
              <details>
                <summary>{t('portal.earlier', { n: one.earlier.length })}</summary>
                <ul>
                  {one.earlier.map((former) => (
                    <li key={former.at}>
                      <small>{at(former.at)}</small> {former.body}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </div>
        </article>
      ))}
    </section>
  )
}
