import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { takeTask } from '../../contract.ts'
import type { Line, Request, Task } from '../types.ts'
import { AnswerDialog } from './AnswerDialog.tsx'
import { AnswerList } from './AnswerList.tsx'
import { AskDialog, AssignDialog, FinishDialog } from './TaskDialogs.tsx'
import { StateTag, useName } from './tags.tsx'

/** The tasks of a line by stages: where each stands, who has it, what came of it. */
export function TaskList({ request, line, staff }: { request: Request; line: Line; staff: boolean }) {
  const { t } = useTranslation('request')
  const stages = [...new Set(line.tasks.map((task) => task.stage))]
  return (
    <ol className="zy-req-stages" aria-label={t('ui.task.list')}>
      {stages.map((stage) => {
        const tasks = line.tasks.filter((task) => task.stage === stage)
        return (
          <li key={stage}>
            {tasks.length > 1 ? <small>{t('ui.task.together', { n: tasks.length })}</small> : null}
            {tasks.map((task) => (
              <TaskCard key={task.id} request={request} line={line} task={task} staff={staff} />
            ))}
          </li>
        )
      })}
    </ol>
  )
}

function TaskCard({
  request,
  line,
  task,
  staff,
}: {
  request: Request
  line: Line
  task: Task
  staff: boolean
}) {
  const { t } = useTranslation('request')
  const name = useName()
  const active = task.state === 'open' || task.state === 'returned'
  const late = task.state === 'open' && task.dueAt !== null && new Date(task.dueAt) < new Date()
  const who = [task.group?.name, task.owner?.name].filter(Boolean).join(' / ')
  return (
    <article className="zy-req-task" aria-label={name(task)}>
      <header>
        <b>{name(task)}</b> <StateTag of="task" state={task.state} />
        {late ? <Tag hue="red">{t('ui.task.late')}</Tag> : null}
      </header>
      <small>
        {task.state === 'done'
          ? t('ui.task.doneBy', { who: task.doneBy?.name })
          : who || t(active ? 'ui.task.nobody' : 'ui.task.later')}
        {task.doneAt ? (
          <>
            {' '}
            · <TimeText at={task.doneAt} />
          </>
        ) : active && task.dueAt ? (
          <>
            {' '}
            · {t('ui.task.due')} <TimeText at={task.dueAt} />
          </>
        ) : null}
      </small>
      {staff && task.instructions && active ? <PlainText>{task.instructions}</PlainText> : null}
      {task.question && task.state === 'returned' ? (
        <div className="zy-req-question">
          <b>{t('ui.task.question')}</b>
          <PlainText>{task.question}</PlainText>
        </div>
      ) : null}
      {task.note ? <PlainText>{task.note}</PlainText> : null}
      <AnswerList requestId={request.id} form={task.resultForm} answers={task.results} names={line.names} />
      <TaskMoves line={line} task={task} />
    </article>
  )
}

type Dialog = 'assign' | 'ask' | 'answer' | 'finish'

function TaskMoves({ line, task }: { line: Line; task: Task }) {
  const { t } = useTranslation('request')
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const take = useMove(takeTask, { done: t('ui.moved') })
  const has = (ability: Task['abilities'][number]) => task.abilities.includes(ability)
  if (task.abilities.length === 0) return null
  const close = () => setDialog(null)
  const dialogs: Dialog[] = ['finish', 'answer', 'ask', 'assign']
  return (
    <div className="zy-req-buttons">
      {has('take') ? (
        <Button loading={take.isPending} onClick={() => take.mutate({ id: task.id, version: task.version })}>
          {t('ui.move.take')}
        </Button>
      ) : null}
      {dialogs.filter(has).map((one) => (
        <Button
          key={one}
          type={one === 'finish' || one === 'answer' ? 'primary' : 'default'}
          onClick={() => setDialog(one)}
        >
          {t(`ui.move.${one}`)}
        </Button>
      ))}
      {dialog === 'assign' ? <AssignDialog task={task} onClose={close} /> : null}
      {dialog === 'ask' ? <AskDialog task={task} onClose={close} /> : null}
      {dialog === 'finish' ? <FinishDialog line={line} task={task} onClose={close} /> : null}
      {dialog === 'answer' ? <AnswerDialog line={line} task={task} onClose={close} /> : null}
    </div>
  )
}
