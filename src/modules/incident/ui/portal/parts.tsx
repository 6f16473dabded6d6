import { CheckOutlined, UsergroupAddOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { joinIncident } from '../../contract.ts'
import type { Known, Line } from '../types.ts'
import { dayAndTime, dueOf, nextOf, stepOf } from './plain.ts'

const steps = ['filed', 'assigned', 'working', 'resolved'] as const

/** State of a report in plain words. */
export function PlainState({ state }: { state: string }) {
  const { t } = useTranslation('incident')
  return <StatusTag state={state} label={t(`ui.portal.plain.${state}`)} />
}

/** Four steps; the ones behind are ticked, the present one is named to screen readers. */
export function Progress({ state }: { state: Line['state'] }) {
  const { t } = useTranslation('incident')
  const at = stepOf(state)
  if (at < 0) return null
  const done = at === steps.length - 1
  return (
    <ol className="zy-inc-steps">
      {steps.map((step, index) => {
        const passed = index < at || done
        return (
          <li
            key={step}
            className={passed ? 'zy-inc-step-done' : index === at ? 'zy-inc-step-now' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            <i aria-hidden="true">{passed ? <CheckOutlined /> : index + 1}</i>
            {t(`ui.portal.steps.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}

/** One of my reports: what it is, where it stands, what happens next. */
export function ReportCard({ row }: { row: Line }) {
  const { t, i18n } = useTranslation('incident')
  const due = dueOf(row, t, i18n.language)
  return (
    <Link to="/portal/incidents/$id" params={{ id: row.id }} className="zy-inc-report">
      <div className="zy-inc-report-head">
        <b dir="auto">{row.title}</b>
        <PlainState state={row.merged ? 'merged' : row.state} />
      </div>
      <p>{nextOf(row, t)}</p>
      <small>
        {row.number} · {dayAndTime(row.recordedAt, i18n.language)}
        {due ? <span className={due.late ? 'zy-inc-late' : ''}> · {due.text}</span> : null}
      </small>
    </Link>
  )
}

/** A fault that is known already, and "it hits me too". */
export function KnownCard({ one, onJoined }: { one: Known; onJoined?: (one: Known) => void }) {
  const { t, i18n } = useTranslation('incident')
  const { message } = App.useApp()
  const join = useMove(joinIncident, {
    onDone: () => {
      message.success(t('ui.portal.joined'))
      onJoined?.(one)
    },
  })
  return (
    <div className="zy-inc-known">
      <div>
        <b dir="auto">{one.title ?? one.serviceName}</b>
        <small>
          {[
            one.number,
            one.title === null ? null : one.serviceName,
            t('ui.portal.since', { at: dayAndTime(one.occurredAt, i18n.language) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        <PlainState state={one.state} />
      </div>
      {one.joined ? (
        <Tag hue="green" icon={<CheckOutlined />}>
          {t('ui.portal.joinedTag')}
        </Tag>
      ) : (
        <Button
          icon={<UsergroupAddOutlined />}
          loading={join.isPending}
          onClick={() => join.mutate({ id: one.id })}
        >
          {t('ui.portal.me')}
        </Button>
      )}
    </div>
  )
}
