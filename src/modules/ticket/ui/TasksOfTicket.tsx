import { App, Button, Checkbox, Dropdown, Input } from 'antd'
import {
  CheckSquareOutlined,
  ExclamationCircleOutlined,
  MoreOutlined,
  PlusOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { addTask, finishTask, giveUpTask, listTasks, orderTasks, reopenTask } from '../task-contract.ts'
import { TaskDialog } from './TaskDialog.tsx'
import './tasks.css'

export type Task = CallOutput<typeof listTasks>['items'][number]

/** The tasks of a ticket, in their order: ticked off here, the details behind the menu. */
export function TasksOfTicket({ id }: { id: string }) {
  const { t } = useTranslation('ticket')
  const found = useCall(listTasks, { id })
  const [edited, setEdited] = useState<Task | 'new' | null>(null)
  const [given, setGiven] = useState<Task | null>(null)
  // 404: somebody who sees the ticket and none of its tasks
  if (found.error)
    return found.error.status === 404 ? null : (
      <ErrorState error={found.error} retry={() => void found.refetch()} small />
    )
  if (!found.data) return null
  const { items, mayAdd } = found.data
  if (items.length === 0 && !mayAdd) return null
  const over = items.filter((task) => task.state !== 'open').length
  return (
    <Panel
      title={
        <>
          <CheckSquareOutlined aria-hidden="true" /> {t('task.title')}{' '}
          {items.length > 0 ? (
            <small className="zy-num">{t('task.progress', { done: over, all: items.length })}</small>
          ) : null}
        </>
      }
      actions={
        mayAdd ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            className="zy-no-print"
            onClick={() => setEdited('new')}
          >
            {t('task.add')}
          </Button>
        ) : null
      }
    >
      <ul className="zy-tasks">
        {items.map((task, at) => (
          <TaskLine
            key={task.id}
            task={task}
            order={mayAdd && at > 0 ? items.map((one) => one.id) : null}
            onEdit={() => setEdited(task)}
            onGiveUp={() => setGiven(task)}
          />
        ))}
      </ul>
      {mayAdd ? <QuickAdd id={id} /> : null}
      {edited ? (
        <TaskDialog ticketId={id} task={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
      <GiveUp task={given} onClose={() => setGiven(null)} />
    </Panel>
  )
}

function TaskLine({
  task,
  order,
  onEdit,
  onGiveUp,
}: {
  task: Task
  order: string[] | null
  onEdit: () => void
  onGiveUp: () => void
}) {
  const { t } = useTranslation('ticket')
  const finish = useMove(finishTask)
  const reopen = useMove(reopenTask)
  const turn = useMove(orderTasks)
  const target = { id: task.id, version: task.version }
  const may = (ability: Task['abilities'][number]) => task.abilities.includes(ability)
  const up = () => {
    const ids = order ?? []
    const at = ids.indexOf(task.id)
    turn.mutate({ id: task.ticketId, ids: ids.with(at, ids[at - 1]!).with(at - 1, task.id) })
  }
  const menu = [
    ...(may('edit') ? [{ key: 'edit', label: t('task.edit'), onClick: onEdit }] : []),
    ...(order && may('edit') ? [{ key: 'up', label: t('task.up'), onClick: up }] : []),
    ...(may('give-up') ? [{ key: 'give-up', label: t('task.giveUp'), onClick: onGiveUp }] : []),
    ...(may('reopen')
      ? [{ key: 'reopen', label: t('task.reopen'), onClick: () => reopen.mutate(target) }]
      : []),
  ]
  return (
    <li className={task.state === 'open' ? '' : 'zy-task-over'}>
      {task.state === 'given-up' ? (
        <StopOutlined aria-hidden="true" />
      ) : (
        <Checkbox
          // ticked at once, corrected by the answer
          checked={finish.isPending || (task.state === 'done' && !reopen.isPending)}
          disabled={!may('done') && !(task.state === 'done' && may('reopen'))}
          aria-label={t('task.finish', { title: task.title })}
          onChange={() => (task.state === 'done' ? reopen.mutate(target) : finish.mutate(target))}
        />
      )}
      <div>
        <span dir="auto" className="zy-task-title">
          {task.title}
        </span>{' '}
        {task.required ? <Tag hue="amber">{t('task.required')}</Tag> : null}{' '}
        {task.overdue ? (
          <Tag hue="red" icon={<ExclamationCircleOutlined />}>
            {t('task.overdue')}
          </Tag>
        ) : null}
        <small>
          <Facts task={task} />
        </small>
      </div>
      {menu.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items: menu }}>
          <Button
            size="small"
            type="text"
            className="zy-no-print"
            icon={<MoreOutlined />}
            aria-label={`${t('task.edit')} ${task.title}`}
          />
        </Dropdown>
      ) : null}
    </li>
  )
}

function Facts({ task }: { task: Task }) {
  const { t } = useTranslation('ticket')
  if (task.state !== 'open') {
    const values = {
      who: task.endedBy?.name ?? '—',
      at: task.endedAt ? absoluteTime(task.endedAt, { shortYear: true }) : '',
      reason: task.reason ?? '',
    }
    return t(task.state === 'done' ? 'task.doneBy' : 'task.givenUpBy', values)
  }
  return (
    <>
      {task.owner?.name ?? t('task.nobody')}
      {task.dueAt ? (
        <>
          {' · '}
          {t('task.due')} <TimeText at={task.dueAt} />
        </>
      ) : null}
    </>
  )
}

/** One line, Enter: a checklist is typed as fast as it is thought of. */
function QuickAdd({ id }: { id: string }) {
  const { t } = useTranslation('ticket')
  const [title, setTitle] = useState('')
  const add = useMove(addTask, { onDone: () => setTitle('') })
  return (
    <Input
      size="small"
      variant="borderless"
      className="zy-no-print"
      prefix={<PlusOutlined aria-hidden="true" />}
      value={title}
      disabled={add.isPending}
      maxLength={200}
      placeholder={t('task.what')}
      aria-label={t('task.what')}
      onChange={(event) => setTitle(event.target.value)}
      onPressEnter={() => title.trim().length > 1 && add.mutate({ id, title: title.trim() })}
    />
  )
}

function GiveUp({ task, onClose }: { task: Task | null; onClose: () => void }) {
  const { t } = useTranslation('ticket')
  const { message } = App.useApp()
  const give = useMove(giveUpTask, {
    onDone: () => {
      onClose()
      message.success(t('task.saved'))
    },
    onProblem: () => true,
  })
  return (
    <ConfirmMove
      open={task !== null}
      title={t('task.giveUpTitle')}
      description={
        <>
          {task?.title}
          <br />
          {t('task.giveUpHint')}
        </>
      }
      reason="required"
      danger
      busy={give.isPending}
      error={give.error}
      onCancel={onClose}
      onConfirm={(reason) => task && give.mutate({ id: task.id, version: task.version, reason })}
    />
  )
}
