import { Alert, Button } from 'antd'
import { CaretRightOutlined, LoginOutlined, RedoOutlined, RollbackOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/api.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { meQuery, useAbout } from '#web/session.tsx'
import { Mark } from '#web/shell/Mark.tsx'
import { Switches } from '#web/shell/Switches.tsx'
import type { Story } from '../contract.ts'
import { Personas } from './Personas.tsx'
import { Station } from './Station.tsx'
import { Steps } from './Steps.tsx'
import { useEnter, useStory } from './use-story.ts'
import './story.css'

/** The demo told live: the service that fails on the left, what the system does about it on the right. */
export function StoryPage() {
  const { t } = useTranslation('demo-story')
  const { story, error, refetch, start, starting } = useStory()
  if (error instanceof Problem && error.status === 404)
    return <EmptyState title={t('notHere')} hint={t('notHereHint')} />
  return (
    <div className="zy-demo">
      <Head />
      {story ? (
        <Body story={story} start={start} starting={starting} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </div>
  )
}

function Head() {
  const { t } = useTranslation('demo-story')
  const { t: words } = useTranslation('web')
  const about = useAbout()
  const me = useQuery(meQuery).data
  const navigate = useNavigate()
  return (
    <header className="zy-demo-top">
      <Link to="/" className="zy-brand">
        <Mark size={28} />
        <span className="zy-brand-words">
          <b>{words('product')}</b>
          <small>{about?.unitName ?? ' '}</small>
        </span>
      </Link>
      <span className="zy-top-gap" />
      <Switches />
      <Button
        icon={me ? <RollbackOutlined /> : <LoginOutlined />}
        onClick={() => void navigate({ to: me ? '/' : '/sign-in' })}
      >
        {me ? t('back') : t('signIn')}
      </Button>
    </header>
  )
}

interface BodyProps {
  story: Story
  start: () => void
  starting: boolean
}

function Body({ story, start, starting }: BodyProps) {
  const { t } = useTranslation('demo-story')
  const { enter, busy } = useEnter(story)
  const over = story.state !== 'running'
  return (
    <main className="zy-demo-body" id="zy-main">
      <div className="zy-demo-head">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </div>
      <aside className="zy-demo-side">
        <Station story={story} />
        <Progress story={story} />
        {over ? (
          <Button
            type="primary"
            size="large"
            block
            loading={starting}
            icon={story.run === 0 ? <CaretRightOutlined /> : <RedoOutlined />}
            onClick={start}
          >
            {t(story.run === 0 ? 'play' : 'again')}
          </Button>
        ) : null}
      </aside>
      <div className="zy-demo-story">
        <Trouble story={story} />
        <Steps story={story} enter={(login, to) => void enter(login, to)} busy={busy} />
        <Personas story={story} enter={(login, to) => void enter(login, to)} busy={busy} />
      </div>
    </main>
  )
}

function Trouble({ story }: { story: Story }) {
  const { t } = useTranslation('demo-story')
  if (story.state === 'interrupted') return <Alert type="warning" showIcon title={t('interruptedHint')} />
  if (story.state !== 'failed') return null
  const step = story.steps.findIndex((one) => one.state === 'failed') + 1
  return <Alert type="error" showIcon title={t('failedHint', { step, trouble: story.trouble ?? '' })} />
}

function Progress({ story }: { story: Story }) {
  const { t } = useTranslation('demo-story')
  const done = story.steps.filter((step) => step.state === 'done').length
  const all = story.steps.length
  const end = story.endedAt ?? story.now
  const seconds = story.startedAt ? Math.round((Date.parse(end) - Date.parse(story.startedAt)) / 1000) : 0
  return (
    <div className="zy-demo-progress" role="status">
      <div className="zy-demo-progress-words">
        <b>{t(`state.${story.state}`)}</b>
        {story.run > 0 ? (
          <span className="zy-num">{t(story.endedAt ? 'took' : 'elapsed', { seconds })}</span>
        ) : null}
      </div>
      <div className="zy-demo-bar" aria-hidden="true">
        <i style={{ width: `${(done / all) * 100}%` }} />
      </div>
      <div className="zy-demo-progress-words zy-demo-dim">
        <span className="zy-num">{t('progress', { at: Math.min(all, done + 1), all })}</span>
        {story.run > 0 ? <span className="zy-num">{t('run', { n: story.run })}</span> : null}
      </div>
    </div>
  )
}
