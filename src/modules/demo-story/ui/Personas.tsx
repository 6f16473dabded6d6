import { useTranslation } from 'react-i18next'
import type { Story } from '../contract.ts'
import type { Entering } from './Steps.tsx'

/** Every account of the sample city, to be entered with one click. */
export function Personas({ story, enter, busy }: { story: Story } & Entering) {
  const { t } = useTranslation('demo-story')
  return (
    <section className="zy-personas">
      <h2>{t('explore')}</h2>
      <p>{t('exploreHint', { password: story.password })}</p>
      <div>
        {story.logins.map(({ login, name, title }) => (
          <button
            key={login}
            type="button"
            disabled={busy !== null}
            onClick={() => enter(login, '/')}
            aria-label={`${t('enter')} ${name} ${login}`}
          >
            <i aria-hidden="true">{name.slice(0, 1)}</i>
            <span>
              <b>{name}</b>
              <small>{title}</small>
            </span>
            <code>{login}</code>
          </button>
        ))}
      </div>
    </section>
  )
}
