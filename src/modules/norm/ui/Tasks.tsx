import { Button } from 'antd'
import { ExclamationCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { colon } from '#web/kit/marks.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import * as work from '../work-contract.ts'
import type { ClauseRecord } from './ClausePage.tsx'
import { answererSource, dayFromNow, useText } from './parts.tsx'

type Task = CallOutput<typeof work.listTasks>['items'][number]
type Ability = Task['abilities'][number]
const hues: Record<Task['state'], Hue> = { open: 'blue', done: 'amber', verified: 'green', cancelled: 'grey' }

/** The rectification of one clause. */
export function ClauseTasks({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const [creating, setCreating] = useState(false)
  const at = { adoptionId: record.adoption.id, clauseId: record.clause.id }
  const list = useCall(work.listTasks, at)
  return (
    <Panel
      title={t('ui.task.title')}
      actions={
        record.abilities.includes('manage') ? (
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('ui.task.create')}
          </Button>
        ) : null
      }
    >
      {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} small /> : null}
      {list.data?.items.length === 0 ? <p className="zy-norm-quiet">{t('ui.task.none')}</p> : null}
      <TaskList items={list.data?.items ?? []} />
      {creating ? <CreateDialog record={record} onClose={() => setCreating(false)} /> : null}
    </Panel>
  )
}

function CreateDialog({ record, onClose }: { record: ClauseRecord; onClose: () => void }) {
  const { t } = useTranslation('norm')
  const create = useMove(work.createTask, { done: t('ui.task.created'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.task.create')}
      fields={[
        { name: 'title', type: 'text', label: t('ui.task.name'), required: true, max: 200, autoFocus: true },
        { name: 'what', type: 'longtext', label: t('ui.task.what'), max: 4000 },
        {
          name: 'ownerId',
          type: 'remote',
          label: t('ui.task.owner'),
          required: true,
          source: answererSource,
          half: true,
        },
        { name: 'dueOn', type: 'date', label: t('ui.task.due'), required: true, half: true },
      ]}
      initial={{ dueOn: dayFromNow(14) }}
      onClose={onClose}
      onSubmit={(values) =>
        create.mutateAsync({
          ...values,
          id: record.adoption.id,
          clauseId: record.clause.id,
          dueOn: String(values['dueOn']).slice(0, 10),
        } as CallInput<typeof work.createTask>)
      }
    />
  )
}

/** Tasks with what the reader can do with each. */
export function TaskList({ items, linked = false }: { items: readonly Task[]; linked?: boolean }) {
  return (
    <ul className="zy-norm-list">
      {items.map((one) => (
        <TaskItem key={one.id} task={one} linked={linked} />
      ))}
    </ul>
  )
}

function TaskItem({ task, linked }: { task: Task; linked: boolean }) {
  const { t } = useTranslation('norm')
  const text = useText()
  const [doing, setDoing] = useState<Ability | null>(null)
  return (
    <li id={task.id}>
      <div className="zy-norm-row">
        <Tag hue={hues[task.state]}>{t(`taskState.${task.state}`)}</Tag>
        <b>{task.title}</b>
        {task.overdue ? (
          <Tag hue="red" icon={<ExclamationCircleOutlined />}>
            {t('ui.task.overdue')}
          </Tag>
        ) : null}
        <span className="zy-norm-quiet">
          {task.owner.name} · {t('ui.task.due')} {task.dueOn}
        </span>
        <span className="zy-norm-end zy-norm-row zy-no-print">
          {task.abilities.map((one) => (
            <Button
              key={one}
              size="small"
              type={one === 'done' || one === 'verify' ? 'primary' : 'default'}
              onClick={() => setDoing(one)}
            >
              {t(`ui.task.${one}`)}
            </Button>
          ))}
        </span>
      </div>
      {linked ? (
        <Link
          to="/norm-adoptions/$id/clauses/$clauseId"
          params={{ id: task.adoptionId, clauseId: task.clauseId }}
        >
          {text(task.norm, task.normEn)} {task.article}
        </Link>
      ) : null}
      {task.what ? <PlainText>{task.what}</PlainText> : null}
      {task.result ? (
        <p>
          {t('ui.task.result')}
          {colon()}
          {task.result}
        </p>
      ) : null}
      {task.note ? (
        <p className="zy-norm-quiet">{[task.verifiedBy?.name, task.note].filter(Boolean).join(colon())}</p>
      ) : null}
      {task.supervision.map((one) => (
        <p key={one.id} className="zy-norm-quiet">
          {t('ui.task.supervise')} {one.leader.name}：{one.instruction} — {t('ui.task.replied')}：
          {one.reply ?? t('ui.task.unanswered')}
        </p>
      ))}
      {doing ? <MoveDialog task={task} ability={doing} onClose={() => setDoing(null)} /> : null}
    </li>
  )
}

const asks = {
  done: 'result',
  verify: 'note',
  return: 'returnNote',
  cancel: 'reason',
  supervise: 'instruction',
  reply: 'replied',
} as const

function MoveDialog({ task, ability, onClose }: { task: Task; ability: Ability; onClose: () => void }) {
  const { t } = useTranslation('norm')
  const options = { done: t('ui.task.saved'), onDone: onClose, onProblem: () => true } as const
  const finish = useMove(work.finishTask, options)
  const verify = useMove(work.verifyTask, options)
  const give = useMove(work.returnTask, options)
  const cancel = useMove(work.cancelTask, options)
  const supervise = useMove(work.superviseTask, options)
  const answer = useMove(work.answerTask, options)
  const at = { id: task.id, version: task.version }
  const supervisionId = task.supervision.find((one) => one.reply === null)?.id ?? ''
  const go: Record<Ability, (words: string) => void> = {
    done: (result) => finish.mutate({ ...at, result }),
    verify: (note) => verify.mutate({ ...at, note }),
    return: (note) => give.mutate({ ...at, note }),
    cancel: (reason) => cancel.mutate({ ...at, reason }),
    supervise: (instruction) => supervise.mutate({ ...at, instruction }),
    reply: (reply) => answer.mutate({ ...at, supervisionId, reply }),
  }
  const all = [finish, verify, give, cancel, supervise, answer]
  return (
    <ConfirmMove
      open
      title={t(`ui.task.${ability}`)}
      description={task.title}
      reason={ability === 'verify' ? 'optional' : 'required'}
      reasonLabel={t(`ui.task.${asks[ability]}`)}
      danger={ability === 'cancel'}
      busy={all.some((one) => one.isPending)}
      error={all.find((one) => one.error)?.error ?? null}
      onCancel={onClose}
      onConfirm={go[ability]}
    />
  )
}
