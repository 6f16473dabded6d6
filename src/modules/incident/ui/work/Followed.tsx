import { AlertOutlined, PhoneOutlined, RightOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listReports } from '#modules/fault-report/contract.ts'
import { listCallbackTasks } from '#modules/satisfaction/contract.ts'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'

export function useCallbacks() {
  return useCall(
    listCallbackTasks,
    { state: 'open', limit: 20 },
    { enabled: useCan()('satisfaction.callback') },
  )
}

/** People who were not satisfied wait for a call. */
export function Callbacks({ found }: { found: ReturnType<typeof useCallbacks> }) {
  const { t } = useTranslation('incident')
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Panel
      flush
      title={
        <>
          <PhoneOutlined aria-hidden="true" /> {t('ui.mywork.callbacks')}{' '}
          <span className="zy-inc-count zy-num">{items.length}</span>
        </>
      }
      actions={
        <Link to="/call-backs">
          {t('ui.mywork.all')} <RightOutlined aria-hidden="true" />
        </Link>
      }
    >
      <ul className="zy-inc-rows">
        {items.slice(0, 5).map(({ id, survey }) => (
          <li key={id}>
            <Link to="/call-backs">
              <b dir="auto">{survey.person?.name ?? survey.callerName}</b>
              <small>
                {survey.ticketNumber} · {survey.ticketTitle}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function useReports() {
  return useCall(listReports, { queue: 'mine', limit: 20 }, { enabled: useCan()('fault-report.read') })
}

/** Fault reports that I owe. */
export function Reports({ found }: { found: ReturnType<typeof useReports> }) {
  const { t } = useTranslation('incident')
  const items = (found.data?.items ?? []).filter(({ state }) => state === 'draft' || state === 'returned')
  if (items.length === 0) return null
  return (
    <Panel
      flush
      title={
        <>
          <AlertOutlined aria-hidden="true" /> {t('ui.mywork.reports')}{' '}
          <span className="zy-inc-count zy-num">{items.length}</span>
        </>
      }
    >
      <ul className="zy-inc-rows">
        {items.slice(0, 8).map((one) => (
          <li key={one.ticketId}>
            <Link to={`/fault-reports/${one.ticketId}`}>
              <b dir="auto">{one.ticketTitle}</b>
              <small>
                {one.ticketNumber}
                {one.dueAt ? (
                  <>
                    {' · '}
                    <TimeText at={one.dueAt} mode="relative" />
                  </>
                ) : null}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
