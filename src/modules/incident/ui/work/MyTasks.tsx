import { Checkbox } from 'antd'
import { CheckSquareOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { finishTask, myTasks } from '#modules/ticket/task-contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'

/** Open tasks that are mine, of any kind of ticket; asked by the page, which shows all of its lists at once. */
export function useMyTasks() {
  return useCall(myTasks, {}, { enabled: useCan()('ticket.tasks') })
}

/** What `useMyTasks` found. Takes no room while there is nothing. */
export function MyTasks({ found }: { found: ReturnType<typeof useMyTasks> }) {
  const { t } = useTranslation('ticket')
  const finish = useMove(finishTask)
  const items = found.data?.items ?? []
  if (items.length === 0 && !found.error) return null
  return (
    <Panel
      flush
      title={
        <>
          <CheckSquareOutlined aria-hidden="true" /> {t('task.mine')}{' '}
          <span className="zy-inc-count zy-num">{items.length}</span>
        </>
      }
    >
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} small /> : null}
      <ul className="zy-inc-rows">
        {items.map((task) => (
          <li key={task.id}>
            <Checkbox
              checked={false}
              disabled={finish.isPending}
              aria-label={t('task.finish', { title: task.title })}
              onChange={() => finish.mutate({ id: task.id, version: task.version })}
            />
            <Link to={`/${task.ticket.kind}s/${task.ticket.id}`}>
              <b dir="auto">{task.title}</b>
              <small>
                {task.ticket.number} · {task.ticket.title}
                {task.dueAt ? (
                  <>
                    {' · '}
                    <TimeText at={task.dueAt} mode="relative" />
                  </>
                ) : null}
              </small>
            </Link>
            {task.overdue ? (
              <Tag hue="red" icon={<ExclamationCircleOutlined />}>
                {t('task.overdue')}
              </Tag>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
