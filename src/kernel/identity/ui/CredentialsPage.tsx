import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import type { CallInput } from '#kernel/http/endpoint.ts'
import {
  changePassword,
  confirmSecondFactor,
  editMe,
  getMe,
  removeSecondFactor,
  startSecondFactor,
} from '../contract.ts'
import { Enrolment } from './Enrolment.tsx'
import './identity.css'

/** My account: how to reach me, my password, my second factor. */
export function CredentialsPage() {
  const { t } = useTranslation('identity')
  const me = useCall(getMe, {})
  if (me.error) return <ErrorState error={me.error} retry={() => void me.refetch()} />
  if (!me.data) return <Bars rows={8} />
  const { phone, email } = me.data.person
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader
        title={t('account.credentials')}
        sub={`${me.data.person.name} · ${me.data.person.orgName}`}
      />
      <Contact phone={phone} email={email} />
      <Password />
      <SecondFactor set={me.data.secondFactor} owed={me.data.post !== null} />
    </div>
  )
}

function Contact({ phone, email }: { phone: string | null; email: string | null }) {
  const { t } = useTranslation('identity')
  const edit = useMove(editMe, { done: t('account.saved'), onProblem: () => true })
  return (
    <Panel title={t('account.contact')}>
      <RecordForm
        initial={{ phone: phone ?? '', email: email ?? '' }}
        fields={[
          { type: 'text', name: 'phone', label: t('person.phone'), half: true, max: 30 },
          { type: 'text', name: 'email', label: t('person.email'), half: true, max: 200 },
        ]}
        onSubmit={({ phone, email }) =>
          edit.mutateAsync({ phone: phone ? String(phone) : null, email: email ? String(email) : null })
        }
      />
    </Panel>
  )
}

function Password() {
  const { t } = useTranslation('identity')
  const change = useMove(changePassword, { done: t('password.changed'), onProblem: () => true })
  const [turn, setTurn] = useState(0)
  const send = async (values: Record<string, unknown>) => {
    const { current, next, again } = values as { current: string; next: string; again: string }
    if (next !== again) {
      const message = t('password.differs')
      throw new Problem(422, { detail: message, errors: [{ field: 'again', code: 'differs', message }] })
    }
    await change.mutateAsync({ current, next })
    setTurn(turn + 1)
  }
  return (
    <Panel title={t('password.title')}>
      <RecordForm
        key={turn}
        fields={[
          { type: 'password', name: 'current', label: t('password.current'), required: true, max: 128 },
          { type: 'password', name: 'next', label: t('password.new'), required: true, half: true, max: 128 },
          {
            type: 'password',
            name: 'again',
            label: t('password.again'),
            required: true,
            half: true,
            max: 128,
          },
        ]}
        submitLabel={t('password.change')}
        onSubmit={send}
      />
    </Panel>
  )
}

function SecondFactor({ set, owed }: { set: boolean; owed: boolean }) {
  const { t } = useTranslation('identity')
  const { message } = App.useApp()
  const [shown, setShown] = useState<{ secret: string; qrSvg: string } | null>(null)
  const [removing, setRemoving] = useState(false)
  const start = useMove(startSecondFactor, { onProblem: () => true })
  const confirm = useMove(confirmSecondFactor, { onProblem: () => true })
  const remove = useMove(removeSecondFactor, { onProblem: () => true })
  const password = {
    type: 'password' as const,
    name: 'password',
    label: t('password.current'),
    required: true,
    max: 128,
  }
  if (set && !removing)
    return (
      <Panel title={t('secondFactor.title')}>
        <p>{t('secondFactor.set')}</p>
        {owed ? null : <Button onClick={() => setRemoving(true)}>{t('secondFactor.remove')}</Button>}
      </Panel>
    )
  if (set)
    return (
      <Panel title={t('secondFactor.title')}>
        <RecordForm
          fields={[password]}
          submitLabel={t('secondFactor.remove')}
          onCancel={() => setRemoving(false)}
          onSubmit={async (values) => {
            await remove.mutateAsync(values as CallInput<typeof removeSecondFactor>)
            setRemoving(false)
          }}
        />
      </Panel>
    )
  return (
    <Panel title={t('secondFactor.title')}>
      <p>{t('secondFactor.why')}</p>
      {shown ? (
        <>
          <Enrolment {...shown} label={t('secondFactor.scan')} />
          <RecordForm
            fields={[
              {
                type: 'text',
                name: 'code',
                label: t('secondFactor.code'),
                required: true,
                max: 6,
                autoFocus: true,
              },
            ]}
            submitLabel={t('secondFactor.confirm')}
            onCancel={() => setShown(null)}
            onSubmit={async (values) => {
              await confirm.mutateAsync(values as CallInput<typeof confirmSecondFactor>)
              setShown(null)
              message.success(t('secondFactor.done'))
            }}
          />
        </>
      ) : (
        <RecordForm
          fields={[password]}
          submitLabel={t('secondFactor.start')}
          onSubmit={async (values) =>
            setShown(await start.mutateAsync(values as CallInput<typeof startSecondFactor>))
          }
        />
      )}
    </Panel>
  )
}
