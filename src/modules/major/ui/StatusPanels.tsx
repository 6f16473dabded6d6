import { Button } from 'antd'
import {
  ClockCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  LoginOutlined,
  LogoutOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { personSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { useNow } from '#web/kit/useNow.ts'
import { useMe } from '#web/session.tsx'
import { joinBridge, leadMajor, leaveBridge } from '../contract.ts'
import { SettingButton } from './SettingButton.tsx'
import type { Major } from './types.ts'

/** Who leads, and when the status is to be told next. */
export function StatusPanel({ major }: { major: Major }) {
  const { t } = useTranslation('major')
  const [editing, setEditing] = useState(false)
  const lead = useMove(leadMajor, {
    done: t('status.saved'),
    onDone: () => setEditing(false),
    onProblem: () => true,
  })
  const begun = major.version > 0
  return (
    <Panel
      title={t('status.title')}
      actions={
        major.abilities.includes('lead') ? (
          <Button size="small" type="text" icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t('status.change')}
          </Button>
        ) : null
      }
    >
      {begun ? <NextUpdate major={major} /> : <p className="zy-page-sub">{t('status.notBegun')}</p>}
      <FactList
        facts={[
          { label: t('status.leader'), value: major.leader?.name, when: begun },
          { label: t('status.every'), value: t('status.minutes', { n: major.updateMinutes }) },
          { label: t('status.started'), value: <TimeText at={major.startedAt} />, when: begun },
          { label: t('status.last'), value: <TimeText at={major.lastUpdateAt} />, when: begun },
        ]}
      />
      <SettingButton />
      {editing ? (
        <FormDialog
          title={t('status.change')}
          fields={[
            {
              name: 'leaderId',
              type: 'remote',
              label: t('status.leader'),
              source: personSource,
              required: true,
              ...(major.leader ? { valueLabel: major.leader.name } : {}),
            },
            {
              ...{ name: 'updateMinutes', type: 'number', label: t('status.every') },
              ...{ required: true, min: 5, max: 1440 },
            },
          ]}
          initial={{
            updateMinutes: major.updateMinutes,
            ...(major.leader ? { leaderId: major.leader.id } : {}),
          }}
          submitLabel={t('web:action.save')}
          onSubmit={(values) =>
            lead.mutateAsync({ id: major.incident.id, version: major.version, ...values } as never)
          }
          onClose={() => setEditing(false)}
        />
      ) : null}
    </Panel>
  )
}

function NextUpdate({ major }: { major: Major }) {
  const { t } = useTranslation('major')
  const now = useNow()
  if (!major.updateDueAt) return <p className="zy-page-sub">{t('status.over')}</p>
  const late = Date.parse(major.updateDueAt) < now
  return (
    <p role="status">
      <Tag
        hue={late ? 'red' : 'blue'}
        icon={late ? <ExclamationCircleOutlined /> : <ClockCircleOutlined />}
        strong={late}
      >
        {late
          ? t('status.overdue')
          : t('status.dueIn', { at: absoluteTime(major.updateDueAt, { shortYear: true }) })}
      </Tag>
    </p>
  )
}

/** Who takes part, since when; who has left is only counted. */
export function BridgePanel({ major }: { major: Major }) {
  const { t } = useTranslation('major')
  const me = useMe()?.person.id
  const [bringing, setBringing] = useState(false)
  const { id } = major.incident
  const join = useMove(joinBridge, { done: t('bridge.joined'), onDone: () => setBringing(false) })
  const leave = useMove(leaveBridge, { done: t('bridge.left') })
  const there = major.bridge.filter((one) => !one.leftAt)
  const gone = new Set(major.bridge.filter((one) => one.leftAt).map((one) => one.person.id))
  for (const one of there) gone.delete(one.person.id)
  return (
    <Panel
      title={t('bridge.title')}
      actions={
        major.abilities.includes('bring') ? (
          <Button size="small" type="text" icon={<UserAddOutlined />} onClick={() => setBringing(true)}>
            {t('bridge.bring')}
          </Button>
        ) : null
      }
    >
      {there.length === 0 ? <p className="zy-page-sub">{t('bridge.none')}</p> : null}
      <ul className="zy-major-people">
        {there.map((one) => (
          <li key={one.id}>
            <b>{one.person.name}</b>
            <small>
              {t('bridge.since', { at: absoluteTime(one.joinedAt, { shortYear: true }) })}
              {one.broughtBy ? ` · ${t('bridge.broughtBy', { name: one.broughtBy.name })}` : ''}
            </small>
            {one.person.id === me || major.abilities.includes('bring') ? (
              <Button
                size="small"
                type="text"
                icon={<LogoutOutlined />}
                loading={leave.isPending && leave.variables.bridgeId === one.id}
                onClick={() => leave.mutate({ id, bridgeId: one.id })}
              >
                {t(one.person.id === me ? 'bridge.leave' : 'bridge.takeOff')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {gone.size > 0 ? <p className="zy-page-sub">{t('bridge.former', { n: gone.size })}</p> : null}
      {major.abilities.includes('join') ? (
        <Button
          block
          icon={<LoginOutlined />}
          loading={join.isPending && !bringing}
          onClick={() => join.mutate({ id })}
        >
          {t('bridge.join')}
        </Button>
      ) : null}
      {bringing ? (
        <FormDialog
          title={t('bridge.bring')}
          fields={[
            {
              ...{ name: 'personId', type: 'remote', label: t('bridge.person') },
              ...{ source: personSource, required: true, autoFocus: true },
            },
          ]}
          submitLabel={t('bridge.bring')}
          onSubmit={(values) => join.mutateAsync({ id, ...values } as never)}
          onClose={() => setBringing(false)}
        />
      ) : null}
    </Panel>
  )
}
