import { Button, Checkbox, Input, Modal } from 'antd'
import { ExclamationCircleOutlined, LinkOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { finishTask, giveUpTask, reopenTask } from '#modules/ticket/task-contract.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { memberSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { addAction, linkAction } from '../contract.ts'
import type { Problem } from './parts.tsx'

type Action = Problem['actions'][number]
const both = { invalidates: ['problem', 'task'] }

/** Corrective actions: who does what until when, and the ticket that carries it out. */
export function ActionsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const [open, setOpen] = useState<{ what: 'add' } | { what: 'give-up' | 'link'; action: Action } | null>(
    null,
  )
  const close = () => setOpen(null)
  const mayAdd = problem.abilities.includes('act')
  if (problem.actions.length === 0 && !mayAdd) return null
  return (
    <Panel
      title={t('ui.action.title')}
      actions={
        mayAdd ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            className="zy-no-print"
            onClick={() => setOpen({ what: 'add' })}
          >
            {t('ui.action.add')}
          </Button>
        ) : null
      }
    >
      {problem.actions.length === 0 ? <p className="zy-prb-none">{t('ui.action.none')}</p> : null}
      <ul className="zy-prb-list">
        {problem.actions.map((action) => (
          <Line
            key={action.id}
            action={action}
            onGiveUp={() => setOpen({ what: 'give-up', action })}
            onLink={() => setOpen({ what: 'link', action })}
          />
        ))}
      </ul>
      {open?.what === 'add' ? <AddDialog id={problem.id} onClose={close} /> : null}
      {open?.what === 'give-up' ? <GiveUp action={open.action} onClose={close} /> : null}
      {open?.what === 'link' ? <LinkDialog id={problem.id} action={open.action} onClose={close} /> : null}
    </Panel>
  )
}

function Line({ action, onGiveUp, onLink }: { action: Action; onGiveUp: () => void; onLink: () => void }) {
  const { t } = useTranslation('problem')
  const finish = useMove(finishTask, both)
  const reopen = useMove(reopenTask, both)
  const may = (ability: Action['abilities'][number]) => action.abilities.includes(ability)
  const target = { id: action.id, version: action.version }
  const done = action.state === 'done'
  return (
    <li className={action.state === 'open' ? '' : 'zy-prb-over'}>
      {action.state === 'given-up' ? (
        <StopOutlined aria-hidden="true" />
      ) : (
        <Checkbox
          checked={done}
          disabled={!may('done') && !(done && may('reopen'))}
          aria-label={t('ui.action.finish', { title: action.title })}
          onChange={() => (done ? reopen.mutate(target) : finish.mutate(target))}
        />
      )}
      <div className="zy-prb-grow">
        <span dir="auto">{action.title}</span>{' '}
        {action.overdue ? (
          <Tag hue="red" icon={<ExclamationCircleOutlined />}>
            {t('ui.action.overdue')}
          </Tag>
        ) : null}{' '}
        {action.ticket ? <TicketLink ticket={action.ticket} /> : null}
        <small>
          {t(`ui.action.state.${action.state}`)} · {action.owner?.name ?? t('ui.action.nobody')}
          {action.dueAt ? (
            <>
              {' · '}
              {t('ui.action.due')} <TimeText at={action.dueAt} />
            </>
          ) : null}
          {action.reason ? ` · ${action.reason}` : ''}
        </small>
      </div>
      <span className="zy-no-print">
        {may('link') ? (
          <Button
            size="small"
            type="text"
            icon={<LinkOutlined />}
            aria-label={`${t('ui.action.link')} ${action.title}`}
            title={t('ui.action.link')}
            onClick={onLink}
          />
        ) : null}
        {may('give-up') ? (
          <Button size="small" type="text" onClick={onGiveUp}>
            {t('ui.action.giveUp')}
          </Button>
        ) : null}
        {action.state === 'given-up' && may('reopen') ? (
          <Button size="small" type="text" onClick={() => reopen.mutate(target)}>
            {t('ui.action.reopen')}
          </Button>
        ) : null}
      </span>
    </li>
  )
}

/** Every kind of ticket has its page at the plural of its name. */
function TicketLink({ ticket }: { ticket: NonNullable<Action['ticket']> }) {
  return (
    <Link
      to={`/${ticket.kind}s/${ticket.id}` as never}
      className="zy-num"
      {...(ticket.title ? { title: ticket.title } : {})}
    >
      {ticket.number}
    </Link>
  )
}

function AddDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const add = useMove(addAction, { ...both, done: t('ui.action.added'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.action.add')}
      fields={[
        {
          name: 'title',
          type: 'text',
          label: t('ui.action.what'),
          required: true,
          max: 200,
          autoFocus: true,
        },
        { name: 'ownerId', type: 'remote', label: t('ui.field.owner'), source: memberSource, half: true },
        { name: 'dueAt', type: 'datetime', label: t('ui.action.due'), half: true },
        {
          name: 'ticketNumber',
          type: 'text',
          label: t('ui.action.ticket'),
          hint: t('ui.action.ticketHint'),
          placeholder: 'CHG-20261121-0001',
          max: 60,
        },
      ]}
      onClose={onClose}
      onSubmit={(values) => add.mutateAsync({ id, ...values } as CallInput<typeof addAction>)}
    />
  )
}

function GiveUp({ action, onClose }: { action: Action; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const give = useMove(giveUpTask, { ...both, onDone: onClose, onProblem: () => true })
  return (
    <ConfirmMove
      open
      title={t('ui.action.giveUp')}
      description={action.title}
      reason="required"
      danger
      busy={give.isPending}
      error={give.error}
      onCancel={onClose}
      onConfirm={(reason) => give.mutate({ id: action.id, version: action.version, reason })}
    />
  )
}

function LinkDialog({ id, action, onClose }: { id: string; action: Action; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const explain = useExplain()
  const [number, setNumber] = useState(action.ticket?.number ?? '')
  const link = useMove(linkAction, { ...both, onDone: onClose, onProblem: () => true })
  return (
    <Modal
      open
      title={t('ui.action.link')}
      onCancel={onClose}
      confirmLoading={link.isPending}
      onOk={() => link.mutate({ id, actionId: action.id, ticketNumber: number.trim() || null })}
    >
      <p>{action.title}</p>
      <Input
        autoFocus
        value={number}
        onChange={(event) => setNumber(event.target.value)}
        placeholder="CHG-20261121-0001"
        aria-label={t('ui.action.ticket')}
        maxLength={60}
        status={link.error ? 'error' : ''}
      />
      {link.error ? <p role="alert">{explain(link.error)}</p> : <small>{t('ui.action.ticketHint')}</small>}
    </Modal>
  )
}
