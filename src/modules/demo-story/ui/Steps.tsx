import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Button } from 'antd'
import {
  CheckOutlined,
  CloseOutlined,
  DownloadOutlined,
  LoadingOutlined,
  RightOutlined,
} from '@ant-design/icons'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { GradeTag, PriorityTag } from '#web/kit/tags.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { currentLang } from '#web/locales.ts'
import type { Story, StoryStep, StepKey } from '../contract.ts'

/** The fact that a step's whole sentence needs; before it is there, another sentence says what is awaited. */
const complete: Partial<Record<StepKey, string>> = {
  alert: 'number',
  report: 'affected',
  work: 'owner',
  restore: 'seconds',
  resolve: 'affected',
  rate: 'closed',
  faultReport: 'reviewer',
  audit: 'seals',
}

export interface Entering {
  enter: (login: string, to: string) => void
  busy: string | null
}

/** Every step with what it has led to; the one that runs is kept in view. */
export function Steps({ story, enter, busy }: { story: Story } & Entering) {
  return (
    <ol className="zy-steps">
      {story.steps.map((step, index) => (
        <Step key={step.key} step={step} index={index} story={story} enter={enter} busy={busy} />
      ))}
    </ol>
  )
}

interface StepProps extends Entering {
  step: StoryStep
  index: number
  story: Story
}

function Step({ step, index, story, enter, busy }: StepProps) {
  const { t } = useTranslation('demo-story')
  const item = useRef<HTMLLIElement>(null)
  const running = step.state === 'running'
  useEffect(() => {
    if (running) item.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [running, step.facts, step.trail.length])
  const seconds =
    step.startedAt && step.endedAt
      ? Math.max(1, Math.round((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000))
      : null
  return (
    <li ref={item} className={`zy-step zy-step-${step.state}`} aria-current={running ? 'step' : undefined}>
      <span className="zy-step-mark" aria-hidden="true">
        {marks[step.state] ?? index + 1}
      </span>
      <div className="zy-step-body">
        <div className="zy-step-title">
          <h2>{t(`step.${step.key}`)}</h2>
          {seconds ? <span className="zy-num zy-demo-dim">{seconds} s</span> : null}
        </div>
        {step.state === 'waiting' ? null : (
          <>
            <Told step={step} />
            <Detail step={step} story={story} />
            <Links step={step} story={story} enter={enter} busy={busy} />
          </>
        )}
      </div>
    </li>
  )
}

const marks: Partial<Record<StoryStep['state'], ReactNode>> = {
  done: <CheckOutlined />,
  failed: <CloseOutlined />,
  running: <LoadingOutlined />,
}

function Told({ step: { key, facts } }: { step: StoryStep }) {
  const { t } = useTranslation(['demo-story', 'satisfaction'])
  const needs = complete[key]
  if (needs && facts[needs] === undefined)
    return (
      <p>
        {key === 'audit' && facts['entries'] === undefined ? t('told.waiting') : t(`told.${key}Wait`, facts)}
      </p>
    )
  const answer = typeof facts['answer'] === 'string' ? t(`satisfaction:answer.${facts['answer']}`) : ''
  return <p>{t(`told.${key}`, { failures: 0, ...facts, answer })}</p>
}

/** What a sentence cannot hold: tags, clocks with their reasons, notifications, the trail. */
function Detail({ step, story }: { step: StoryStep; story: Story }) {
  const { facts, key, lines, trail } = step
  const said = lines?.[currentLang()] ?? []
  if (key === 'alert' && typeof facts['priority'] === 'number')
    return (
      <div className="zy-step-tags">
        <RecordNumber>{facts['number']}</RecordNumber>
        <PriorityTag priority={facts['priority']} />
        <GradeTag grade={String(facts['grade'])} suggested />
        <span>{facts['title']}</span>
      </div>
    )
  if (key === 'clocks') return <Clocks facts={facts} said={said} />
  if (key === 'resolve')
    return (
      <ul className="zy-step-notes">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )
  if (key === 'audit') return <Trail trail={trail} story={story} />
  return null
}

function Clocks({ facts, said }: { facts: StoryStep['facts']; said: string[] }) {
  const { t } = useTranslation(['demo-story', 'incident'])
  const metrics = Object.keys(facts)
  return (
    <div className="zy-step-clocks">
      {metrics.map((metric, n) => (
        <div key={metric}>
          <b>
            {t(`incident:metric.${metric}`)}
            <time className="zy-num" dateTime={String(facts[metric])}>
              {absoluteTime(String(facts[metric]), { shortYear: true })}
            </time>
          </b>
          <p>{said[n]}</p>
        </div>
      ))}
    </div>
  )
}

function Trail({ trail, story }: { trail: StoryStep['trail']; story: Story }) {
  const { t } = useTranslation('demo-story')
  const names = new Map(story.logins.map((one) => [one.login, one.name]))
  return (
    <ul className="zy-step-trail">
      {trail.map((entry, n) => (
        <li key={n}>
          <time className="zy-num" dateTime={entry.at}>
            {absoluteTime(entry.at, { seconds: true }).slice(-8)}
          </time>
          <span>
            {names.get(entry.who) ?? t(entry.who.startsWith('system:') ? 'who.system' : 'who.machine')}
          </span>
          <b>{t(`${entry.action.split('.')[0]}:action.${entry.action}`)}</b>
        </li>
      ))}
    </ul>
  )
}

function Links({ step, story, enter, busy }: { step: StoryStep; story: Story } & Entering) {
  const { t } = useTranslation('demo-story')
  const names = new Map(story.logins.map((one) => [one.login, one.name]))
  if (step.links.length === 0) return null
  return (
    <div className="zy-step-links">
      {step.links.map(({ key, to, as }) => {
        const name = names.get(as) ?? as
        return (
          <Button
            key={key}
            size="small"
            loading={busy === as + to}
            icon={key === 'pdf' ? <DownloadOutlined /> : <RightOutlined />}
            title={t('linkAs', { name, login: as })}
            onClick={() => enter(as, to)}
          >
            {t(`link.${key}`)}
            <small>{t('asPerson', { name })}</small>
          </Button>
        )
      })}
    </div>
  )
}
