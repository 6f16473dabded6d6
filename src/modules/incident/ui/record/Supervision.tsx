import { Button } from 'antd'
import {
  AlertOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { memberSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { useCan, useMe } from '#web/session.tsx'
import { closeSupervision, listSupervisions, replySupervision, supervise } from '../../story-contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import type { Incident } from '../types.ts'

type Instruction = CallOutput<typeof listSupervisions>['items'][number]

/** 督办: a leader's instructions with deadline, owner and reply. */
export function SupervisionPanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const [adding, setAdding] = useState(false)
  const may = incident.abilities.includes('supervise')
  const sees = incident.abilities.includes('work-log') || may
  const list = useCall(listSupervisions, { id: incident.id }, { enabled: sees })
  const items = list.data?.items ?? []
  if (!sees || (items.length === 0 && !may && !list.error)) return null
  return (
    <Panel
      title={t('ui.supervision.title')}
      actions={
        may ? (
          <Button
            size="small"
            type="text"
            icon={<AlertOutlined />}
            className="zy-no-print"
            onClick={() => setAdding(true)}
          >
            {t('ui.supervision.add')}
          </Button>
        ) : null
      }
    >
      {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} small /> : null}
      {items.length === 0 && !list.error ? <p className="zy-inc-none">{t('ui.supervision.none')}</p> : null}
      {items.map((one) => (
        <InstructionCard key={one.id} incident={incident} one={one} />
      ))}
      {adding ? <SuperviseDialog incident={incident} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function InstructionCard({ incident, one }: { incident: Incident; one: Instruction }) {
  const { t } = useTranslation('incident')
  const me = useMe()
  const can = useCan()
  const [replying, setReplying] = useState(false)
  const ids = { id: incident.id, supervisionId: one.id, version: one.version }
  const close = useMove(closeSupervision, { done: t('ui.supervision.closeDone') })
  const reply = useMove(replySupervision, {
    done: t('ui.supervision.replyDone'),
    onDone: () => setReplying(false),
    onProblem: () => true,
  })
  return (
    <article className="zy-inc-card">
      <div className="zy-inc-card-head">
        <InstructionState one={one} />
        <small>
          <TimeText at={one.recordedAt} />
        </small>
      </div>
      <PlainText>{one.instruction}</PlainText>
      <p className="zy-inc-sub">
        {t('ui.supervision.leader', {
          name: one.leader.name,
          owner: one.owner.name,
          at: absoluteTime(one.deadline, { shortYear: true }),
        })}
      </p>
      {one.reply ? (
        <div className="zy-bubble">
          <small>
            {one.owner.name} <TimeText at={one.repliedAt} />
          </small>
          <PlainText>{one.reply}</PlainText>
        </div>
      ) : null}
      {one.closedAt ? null : (
        <div className="zy-inc-card-foot zy-no-print">
          {one.owner.id === me?.person.id ? (
            <Button size="small" type={one.reply ? 'default' : 'primary'} onClick={() => setReplying(true)}>
              {t('ui.supervision.reply')}
            </Button>
          ) : null}
          {can('incident.supervise') ? (
            <Button size="small" loading={close.isPending} onClick={() => close.mutate(ids as never)}>
              {t('ui.supervision.close')}
            </Button>
          ) : null}
        </div>
      )}
      {replying ? (
        <FormDialog
          title={t('ui.supervision.reply')}
          fields={[
            {
              name: 'reply',
              type: 'longtext',
              label: t('ui.supervision.reply'),
              placeholder: t('ui.supervision.replyPlaceholder'),
              required: true,
              autoFocus: true,
            },
          ]}
          initial={{ reply: one.reply ?? '' }}
          submitLabel={t('ui.supervision.reply')}
          onSubmit={(values) => reply.mutateAsync({ ...ids, reply: String(values['reply']) })}
          onClose={() => setReplying(false)}
        />
      ) : null}
    </article>
  )
}

function InstructionState({ one }: { one: Instruction }) {
  const { t } = useTranslation('incident')
  if (one.closedAt) {
    return (
      <Tag hue="green" icon={<CheckCircleOutlined />}>
        {t('ui.supervision.closed')}
      </Tag>
    )
  }
  if (one.overdue) {
    return (
      <Tag hue="red" icon={<ExclamationCircleOutlined />}>
        {t('ui.supervision.overdue')}
      </Tag>
    )
  }
  return (
    <Tag hue={one.reply ? 'blue' : 'amber'} icon={<ClockCircleOutlined />}>
      {t(one.reply ? 'ui.supervision.replied' : 'ui.supervision.waiting')}
    </Tag>
  )
}

function SuperviseDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const send = useMove(supervise, { done: t('ui.supervision.done'), onDone: onClose, onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.supervision.add')}
      fields={[
        {
          name: 'instruction',
          type: 'longtext',
          label: t('ui.supervision.instruction'),
          required: true,
          max: 2000,
          rows: 3,
          autoFocus: true,
        },
        {
          name: 'ownerId',
          type: 'remote',
          label: t('ui.supervision.owner'),
          source: memberSource,
          required: true,
          ...(incident.owner ? { valueLabel: incident.owner.name } : {}),
        },
        {
          name: 'deadline',
          type: 'datetime',
          label: t('ui.supervision.deadline'),
          required: true,
          hint: t('ui.supervision.future'),
        },
      ]}
      initial={incident.owner ? { ownerId: incident.owner.id } : {}}
      submitLabel={t('ui.supervision.add')}
      onSubmit={(values) => send.mutateAsync({ id: incident.id, ...values } as never)}
      onClose={onClose}
    />
  )
}
