import { Button } from 'antd'
import { PhoneOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { callbacksOfTicket } from '../contract.ts'
import { CallbackActions } from './actions.tsx'
import { ScheduleDialog, type Callback } from './dialogs.tsx'
import { CallbackTags } from './tags.tsx'
import './callback.css'

/** The call-backs of a ticket, what is open first, with every attempt. */
export function CallbacksOfTicket({ id }: { id: string }) {
  const { t } = useTranslation('callback')
  const found = useCall(callbacksOfTicket, { id })
  const [adding, setAdding] = useState(false)
  // 404: a ticket that only shows itself in part
  if (found.error)
    return found.error.status === 404 ? null : (
      <ErrorState error={found.error} retry={() => void found.refetch()} small />
    )
  if (!found.data) return null
  const { items, mayAdd, contacts } = found.data
  if (items.length === 0 && !mayAdd) return null
  return (
    <Panel
      title={
        <>
          <PhoneOutlined aria-hidden="true" /> {t('page.list')}
        </>
      }
      actions={
        mayAdd ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            className="zy-no-print"
            onClick={() => setAdding(true)}
          >
            {t('do.add')}
          </Button>
        ) : null
      }
    >
      {items.length > 0 ? (
        <ul className="zy-callbacks">
          {items.map((callback) => (
            <CallbackLine key={callback.id} callback={callback} />
          ))}
        </ul>
      ) : (
        <span className="zy-callback-none">{t('empty.open')}</span>
      )}
      {adding ? <ScheduleDialog ticketId={id} contacts={contacts} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function CallbackLine({ callback }: { callback: Callback }) {
  const { t } = useTranslation('callback')
  const who = callback.owner?.name ?? callback.group?.name ?? '—'
  return (
    <li>
      <div className="zy-callback-head">
        <b>{callback.contact.name}</b>
        <a href={`tel:${callback.contact.phone}`}>{callback.contact.phone}</a>
        <CallbackTags callback={callback} />
        <CallbackActions callback={callback} />
      </div>
      <div dir="auto" className="zy-text">
        {callback.reason}
      </div>
      <small>
        <TimeText at={callback.dueAt} /> · {t('field.calls', { who })}
        {callback.createdBy ? ` · ${t('field.by', { who: callback.createdBy.name })}` : ''}
      </small>
      {callback.steps.length > 0 ? (
        <ol>
          {callback.steps.map((step) => (
            <li key={step.recordedAt}>
              <small>
                <TimeText at={step.calledAt ?? step.recordedAt} /> {step.by} · {t(`step.${step.what}`)}{' '}
                {step.nextAt ? absoluteTime(step.nextAt, { shortYear: true }) : ''}
              </small>
              <div dir="auto" className="zy-text">
                {step.note}
              </div>
            </li>
          ))}
        </ol>
      ) : null}
    </li>
  )
}
