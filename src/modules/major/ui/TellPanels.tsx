import { Button } from 'antd'
import { EyeOutlined, NotificationOutlined, SendOutlined, StopOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { groupSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { callPeople, publishNotice, withdrawNotice } from '../contract.ts'
import { calledRoles } from '../words.ts'
import type { Major } from './types.ts'

/** 公告: what requesters read on the portal, and how it was before. */
export function NoticePanel({ major }: { major: Major }) {
  const { t } = useTranslation('major')
  const [writing, setWriting] = useState(false)
  const [asking, setAsking] = useState(false)
  const { id, service } = major.incident
  const publish = useMove(publishNotice, {
    done: t('notice.published'),
    onDone: () => setWriting(false),
    onProblem: () => true,
  })
  const withdraw = useMove(withdrawNotice, { done: t('notice.withdrawn'), onDone: () => setAsking(false) })
  const [last] = major.notices
  const shown = last?.body != null && major.incident.open
  const may = major.abilities.includes('publish')
  return (
    <Panel
      title={t('notice.title')}
      actions={
        shown ? (
          <Tag hue="green" icon={<EyeOutlined />}>
            {t('notice.shown')}
          </Tag>
        ) : null
      }
    >
      {!last ? <p className="zy-page-sub">{t('notice.none')}</p> : null}
      <ul className="zy-major-told">
        {major.notices.map((one) => (
          <li key={one.id}>
            <small>
              <TimeText at={one.recordedAt} /> {one.person.name}
            </small>
            {one.body === null ? <p>{t('notice.wasWithdrawn')}</p> : <PlainText>{one.body}</PlainText>}
          </li>
        ))}
      </ul>
      {may && !service ? <p className="zy-page-sub">{t('notice.noService')}</p> : null}
      <div className="zy-major-do zy-no-print">
        {may && service ? (
          <Button icon={<NotificationOutlined />} onClick={() => setWriting(true)}>
            {t(shown ? 'notice.update' : 'notice.publish')}
          </Button>
        ) : null}
        {major.abilities.includes('withdraw') && shown ? (
          <Button icon={<StopOutlined />} onClick={() => setAsking(true)}>
            {t('notice.withdraw')}
          </Button>
        ) : null}
      </div>
      {writing ? (
        <FormDialog
          title={t(shown ? 'notice.update' : 'notice.publish')}
          above={`${t('notice.service', { name: service?.name })} ${t('notice.hint')}`}
          fields={[
            {
              ...{ name: 'body', type: 'longtext', label: t('notice.body') },
              ...{ required: true, max: 500, rows: 4, autoFocus: true },
            },
          ]}
          initial={shown ? { body: last.body } : {}}
          submitLabel={t(shown ? 'notice.update' : 'notice.publish')}
          onSubmit={(values) => publish.mutateAsync({ id, body: String(values['body'] ?? '') })}
          onClose={() => setWriting(false)}
        />
      ) : null}
      <ConfirmMove
        open={asking}
        title={t('notice.withdraw')}
        description={t('notice.withdrawAsk')}
        reason="none"
        okText={t('notice.withdraw')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onCancel={() => setAsking(false)}
        onConfirm={() => withdraw.mutate({ id })}
      />
    </Panel>
  )
}

/** Groups and roles that were told at once: the text, and who was told when. */
export function CallsPanel({ major }: { major: Major }) {
  const { t } = useTranslation('major')
  const [telling, setTelling] = useState(false)
  const { id } = major.incident
  const send = useMove(callPeople, {
    done: t('call.done'),
    onDone: () => setTelling(false),
    onProblem: () => true,
  })
  return (
    <Panel title={t('call.title')}>
      {major.calls.length === 0 ? <p className="zy-page-sub">{t('call.none')}</p> : null}
      <ul className="zy-major-told">
        {major.calls.map((one) => (
          <li key={one.id}>
            <small>
              <TimeText at={one.calledAt} /> {one.calledBy.name} → {one.group ?? t(`role.${one.role}`)}
            </small>
            <PlainText>{one.message}</PlainText>
            <details>
              <summary>{t('call.told', { n: one.told.length })}</summary>
              {one.told
                .map((who) => `${who.name} ${absoluteTime(who.toldAt, { shortYear: true })}`)
                .join(comma())}
            </details>
          </li>
        ))}
      </ul>
      {major.abilities.includes('call') ? (
        <Button block icon={<SendOutlined />} className="zy-no-print" onClick={() => setTelling(true)}>
          {t('call.add')}
        </Button>
      ) : null}
      {telling ? (
        <FormDialog
          title={t('call.add')}
          fields={[
            {
              name: 'whom',
              type: 'radio',
              label: t('call.whom'),
              options: (['group', 'role'] as const).map((value) => ({ value, label: t(`call.${value}`) })),
            },
            {
              ...{ name: 'groupId', type: 'remote', label: t('call.group'), source: groupSource },
              ...{ required: true, when: (values) => values['whom'] === 'group' },
            },
            {
              ...{ name: 'role', type: 'select', label: t('call.role'), required: true },
              options: calledRoles.map((value) => ({ value, label: t(`role.${value}`) })),
              when: (values) => values['whom'] === 'role',
            },
            {
              ...{ name: 'message', type: 'longtext', label: t('call.message') },
              ...{ required: true, max: 500, rows: 3 },
            },
          ]}
          initial={{ whom: 'group' }}
          submitLabel={t('call.send')}
          onSubmit={({ whom, groupId, role, message }) =>
            send.mutateAsync({ id, message, ...(whom === 'group' ? { groupId } : { role }) } as never)
          }
          onClose={() => setTelling(false)}
        />
      ) : null}
    </Panel>
  )
}
