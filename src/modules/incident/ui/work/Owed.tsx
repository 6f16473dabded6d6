import {
  AlertOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { mySupervisions } from '../../story-contract.ts'

/** 督办: what a leader has told me to do, and by when; asked by the page, which shows all of its lists at once. */
export function useOwed() {
  return useCall(mySupervisions, {}, { enabled: useCan()('incident.work') })
}

/** What `useOwed` found. Takes no room while there is nothing. */
export function Owed({ found }: { found: ReturnType<typeof useOwed> }) {
  const { t } = useTranslation('incident')
  const items = found.data?.items ?? []
  if (items.length === 0 && !found.error) return null
  return (
    <Panel
      flush
      title={
        <>
          <AlertOutlined aria-hidden="true" /> {t('ui.mywork.supervision')}{' '}
          <span className="zy-inc-count zy-num">{items.length}</span>
        </>
      }
    >
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} small /> : null}
      <ul className="zy-inc-rows">
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/incidents/$id" params={{ id: one.incident.id }}>
              <b dir="auto">{one.instruction}</b>
              <small>
                {one.incident.number} · {one.leader.name} · <TimeText at={one.deadline} mode="relative" />
              </small>
            </Link>
            {one.overdue ? (
              <Tag hue="red" icon={<ExclamationCircleOutlined />}>
                {t('ui.supervision.overdue')}
              </Tag>
            ) : (
              <Tag
                hue={one.reply ? 'green' : 'amber'}
                icon={one.reply ? <CheckCircleOutlined /> : <ClockCircleOutlined />}
              >
                {t(one.reply ? 'ui.supervision.replied' : 'ui.supervision.waiting')}
              </Tag>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
