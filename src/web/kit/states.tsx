import { Button } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CloudServerOutlined, CompassOutlined, InboxOutlined, LockOutlined } from '@ant-design/icons'
import { Problem } from '../api.ts'
import { useExplain } from '../hooks.ts'

interface StateProps {
  icon: ReactNode
  title: string
  hint?: ReactNode
  action?: ReactNode
  small?: boolean
  role?: 'status' | 'alert'
}

function State({ icon, title, hint, action, small, role = 'status' }: StateProps) {
  return (
    <div className={small ? 'zy-state zy-state-small' : 'zy-state'} role={role}>
      <span className="zy-state-icon" aria-hidden="true">
        {icon}
      </span>
      <p className="zy-state-title">{title}</p>
      {hint ? <p className="zy-state-hint">{hint}</p> : null}
      {action ? <div className="zy-state-action">{action}</div> : null}
    </div>
  )
}

export interface EmptyStateProps {
  /** What is empty: "No open incidents". */
  title?: string
  /** What to do next; an empty page without this is not finished. */
  hint?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  small?: boolean
}

/** Nothing here yet, and what to do next. */
export function EmptyState({ title, hint, action, icon, small }: EmptyStateProps) {
  const { t } = useTranslation('web')
  return (
    <State
      icon={icon ?? <InboxOutlined />}
      title={title ?? t('state.empty')}
      hint={hint}
      action={action}
      small={small ?? false}
    />
  )
}

/** The person may not see this page; says who can change that. */
export function NoPermission() {
  const { t } = useTranslation('web')
  const navigate = useNavigate()
  return (
    <State
      icon={<LockOutlined />}
      title={t('state.noPermission')}
      hint={t('state.noPermissionHint')}
      action={<Button onClick={() => void navigate({ to: '/' })}>{t('action.home')}</Button>}
    />
  )
}

/** No such page or record (a record one may not see looks the same). */
export function NotFound() {
  const { t } = useTranslation('web')
  const navigate = useNavigate()
  return (
    <State
      icon={<CompassOutlined />}
      title={t('state.notFound')}
      hint={t('state.notFoundHint')}
      action={<Button onClick={() => void navigate({ to: '/' })}>{t('action.home')}</Button>}
    />
  )
}

/** Something failed: one sentence, the trace id to quote, and a way to try again. 403 and 404 get their own words. */
export function ErrorState({ error, retry, small }: { error: unknown; retry?: () => void; small?: boolean }) {
  const { t } = useTranslation('web')
  const explain = useExplain()
  if (error instanceof Problem && error.status === 404) return <NotFound />
  if (error instanceof Problem && error.status === 403) return <NoPermission />
  const trace = error instanceof Problem ? error.traceId : undefined
  return (
    <State
      role="alert"
      icon={<CloudServerOutlined />}
      title={t('state.error')}
      hint={
        <>
          {explain(error)}
          {trace ? <span className="zy-trace">{t('state.trace', { trace })}</span> : null}
        </>
      }
      action={retry ? <Button onClick={retry}>{t('action.retry')}</Button> : undefined}
      small={small ?? false}
    />
  )
}
