import { Button } from 'antd'
import { BookOutlined, CheckOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { useSuggestionQuery } from '#web/kit/useSuggestionQuery.ts'
import type { SuggestionProps } from '#web/page.ts'
import { suggestArticles } from '../contract.ts'
import { LevelTag, Marked } from './parts.tsx'

/** Asked after a pause in typing; what was found for the text before stays until the next answer. */
function useSuggestions(props: SuggestionProps) {
  const { enabled: asked, query } = useSuggestionQuery(props)
  const found = useCall(suggestArticles, query, { enabled: asked, keepPrevious: true })
  // not being able to suggest anything must not disturb who is on the phone
  return { asked, items: asked ? (found.data?.items ?? []) : [] }
}

/** At the service desk: what may solve it, and one click to say that it did. */
export function DeskSuggestions(props: SuggestionProps) {
  const { t } = useTranslation('knowledge')
  const { asked, items } = useSuggestions(props)
  return (
    <Panel title={t('ui.suggest.title')}>
      {items.length === 0 ? (
        <p className="zy-kn-none">{t(asked ? 'ui.suggest.none' : 'ui.suggest.hint')}</p>
      ) : (
        <ul className="zy-kn-list">
          {items.map((one) => (
            <li key={one.id}>
              <Link to="/articles/$id" params={{ id: one.id }} target="_blank">
                <Marked parts={one.title} />
              </Link>
              {one.summary ? <small>{one.summary}</small> : null}
              <span className="zy-kn-row">
                <small className="zy-num">{one.number}</small>
                <LevelTag level={one.classification} />
                {props.onSolution ? (
                  <Button
                    size="small"
                    type="link"
                    icon={<CheckOutlined />}
                    title={t('ui.suggest.useHint')}
                    onClick={() =>
                      props.onSolution?.(
                        t('ui.suggest.solution', {
                          number: one.number,
                          title: one.title.map((part) => part.text).join(''),
                        }),
                      )
                    }
                  >
                    {t('ui.suggest.use')}
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** In the portal: perhaps there is nothing to report. Empty until there is something to offer. */
export function PortalSuggestions(props: SuggestionProps) {
  const { t } = useTranslation('knowledge')
  const { items } = useSuggestions(props)
  if (items.length === 0) return null
  return (
    <aside className="zy-kn-help" aria-label={t('ui.suggest.portal')}>
      <b>
        <BookOutlined aria-hidden="true" /> {t('ui.suggest.portal')}
      </b>
      {items.slice(0, 3).map((one) => (
        <Link
          key={one.id}
          to="/portal/knowledge/$id"
          params={{ id: one.id }}
          target="_blank"
          className="zy-kn-card"
        >
          <span>
            <Marked parts={one.title} />
          </span>
          {one.summary ? <small>{one.summary}</small> : null}
        </Link>
      ))}
    </aside>
  )
}
