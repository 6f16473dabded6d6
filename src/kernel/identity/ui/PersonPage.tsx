import { Button, Modal } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import {
  activatePerson,
  disablePerson,
  editPerson,
  getPerson,
  requirePasswordChange,
  resetPassword,
  resetSecondFactor,
} from '../contract.ts'
import { LinkNotice, OneTimeLinkBox } from './OneTimeLinkBox.tsx'
import { RolesPanel } from './RolesPanel.tsx'
import { AccountState } from './states.tsx'
import './identity.css'

type Person = CallOutput<typeof getPerson>
const moves = {
  activate: activatePerson,
  disable: disablePerson,
  'require-password-change': requirePasswordChange,
  'reset-second-factor': resetSecondFactor,
  'reset-password': resetPassword,
} as const
type Move = keyof typeof moves

/** One account: its data, its state, its roles, and what the caller may do with it. */
export function PersonPage() {
  const { t } = useTranslation('identity')
  const { id = '' } = useParams({ strict: false })
  const person = useCall(getPerson, { id })
  const [editing, setEditing] = useState(false)
  if (person.error) return <ErrorState error={person.error} retry={() => void person.refetch()} />
  if (!person.data) return <Bars rows={8} />
  const p = person.data
  return (
    <RecordPage
      title={p.name}
      sub={`${p.login} · ${p.orgName}`}
      breadcrumb={[{ label: t('people.title'), to: '/people' }]}
      tags={<AccountState state={p.state} />}
      actions={<Moves person={p} onEdit={() => setEditing(true)} />}
      story={
        <>
          {editing ? (
            <EditPanel person={p} onClose={() => setEditing(false)} />
          ) : (
            <Panel title={t('person.data')}>
              <FactList
                facts={[
                  { label: t('person.kind'), value: t(`kind.${p.kind}`) },
                  { label: t('person.title'), value: p.title },
                  { label: t('person.phone'), value: p.phone },
                  { label: t('person.email'), value: p.email },
                ]}
              />
            </Panel>
          )}
          <RolesPanel person={p} />
        </>
      }
      facts={<AccountFacts person={p} />}
    />
  )
}

function AccountFacts({ person: p }: { person: Person }) {
  const { t } = useTranslation('identity')
  const yes = (value: boolean) => t(value ? 'person.yes' : 'person.no')
  return (
    <FactList
      title={t('person.account')}
      facts={[
        { label: t('person.passwordSet'), value: yes(p.passwordSet), when: p.kind === 'person' },
        { label: t('secondFactor.title'), value: yes(p.secondFactor), when: p.kind === 'person' },
        { label: t('person.createdBy'), value: p.createdBy ?? t('person.system') },
        { label: t('person.activatedBy'), value: p.activatedBy },
        { label: t('person.recordedAt'), value: <TimeText at={p.recordedAt} /> },
        { label: t('session.lastSeen'), value: p.lastSeenAt ? <TimeText at={p.lastSeenAt} /> : null },
      ]}
    />
  )
}

function EditPanel({ person: p, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation('identity')
  const edit = useMove(editPerson, { done: t('account.saved'), onProblem: () => true })
  const send = async (values: Record<string, unknown>) => {
    const optional = (key: string) => (values[key] ? String(values[key]) : null)
    const changed = {
      name: values['name'],
      orgId: values['orgId'],
      phone: optional('phone'),
      email: optional('email'),
      title: optional('title'),
    }
    await edit.mutateAsync({ id: p.id, version: p.version, ...changed } as CallInput<typeof editPerson>)
    onClose()
  }
  return (
    <Panel title={t('person.data')}>
      <RecordForm
        initial={{
          name: p.name,
          orgId: p.orgId,
          phone: p.phone ?? '',
          email: p.email ?? '',
          title: p.title ?? '',
        }}
        fields={[
          {
            type: 'text',
            name: 'name',
            label: t('person.name'),
            required: true,
            half: true,
            max: 50,
            autoFocus: true,
          },
          {
            type: 'remote',
            name: 'orgId',
            label: t('person.org'),
            required: true,
            half: true,
            source: orgSource,
            valueLabel: p.orgName,
          },
          { type: 'text', name: 'title', label: t('person.title'), half: true, max: 50 },
          { type: 'text', name: 'phone', label: t('person.phone'), half: true, max: 30 },
          { type: 'text', name: 'email', label: t('person.email'), half: true, max: 200 },
        ]}
        onSubmit={send}
        onCancel={onClose}
      />
    </Panel>
  )
}

function Moves({ person: p, onEdit }: { person: Person; onEdit: () => void }) {
  const { t } = useTranslation('identity')
  const [asked, setAsked] = useState<Move | null>(null)
  const [link, setLink] = useState<{ token: string; expiresAt: string } | null>(null)
  const run = useMove(moves[asked ?? 'activate'], {
    onProblem: () => true,
    onDone: (output) => {
      setAsked(null)
      if ('link' in output && output.link) setLink(output.link as { token: string; expiresAt: string })
    },
  })
  const possible = (Object.keys(moves) as Move[]).filter((move) => p.abilities.includes(move))
  return (
    <div className="zy-row-buttons">
      {p.abilities.includes('edit') ? <Button onClick={onEdit}>{t('move.edit')}</Button> : null}
      {possible.map((move) => (
        <Button
          key={move}
          type={move === 'activate' ? 'primary' : 'default'}
          danger={move === 'disable'}
          onClick={() => {
            run.reset()
            setAsked(move)
          }}
        >
          {t(`move.${move}`)}
        </Button>
      ))}
      <ConfirmMove
        open={asked !== null}
        title={asked ? t(`move.${asked}`) : ''}
        description={asked ? t(`moveHint.${asked}`, { name: p.name }) : ''}
        reason="none"
        danger={asked === 'disable'}
        busy={run.isPending}
        error={run.error}
        onCancel={() => setAsked(null)}
        onConfirm={() => run.mutate({ id: p.id, version: p.version })}
      />
      <Modal
        open={link !== null}
        onCancel={() => setLink(null)}
        footer={null}
        title={t('move.reset-password')}
        width={640}
      >
        <LinkNotice />
        {link ? <OneTimeLinkBox who={`${p.name} (${p.login})`} link={link} /> : null}
      </Modal>
    </div>
  )
}
