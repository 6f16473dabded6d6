import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { openLink, useLink } from '../contract.ts'
import { BareFrame } from './BareFrame.tsx'
import { Enrolment } from './Enrolment.tsx'

type Opened = CallOutput<typeof openLink>

/** Where a one-time link leads: its holder chooses the password, and an administrator the second factor. */
export function WelcomePage() {
  const { t } = useTranslation('identity')
  const explain = useExplain()
  const token = window.location.hash.slice(1)
  const link = useCall(openLink, { token }, { enabled: token !== '', staleTime: Infinity })
  const [result, setResult] = useState<{ login: string; active: boolean } | null>(null)
  if (result) return <Done {...result} />
  if (token === '' || link.error)
    return (
      <BareFrame title={t('welcome.title')}>
        <Alert type="error" showIcon title={link.error ? explain(link.error) : t('error.link_invalid')} />
      </BareFrame>
    )
  if (!link.data) return <Bars rows={6} />
  return <Choose token={token} link={link.data} onDone={setResult} />
}

function Choose({
  token,
  link,
  onDone,
}: {
  token: string
  link: Opened
  onDone: (done: { login: string; active: boolean }) => void
}) {
  const { t } = useTranslation('identity')
  // the link is used up afterwards: nothing of it is to be read again
  const use = useMove(useLink, { invalidates: [], onProblem: () => true })
  const [differs, setDiffers] = useState(false)
  const fields: FormField[] = [
    {
      type: 'password',
      name: 'password',
      label: t('password.new'),
      required: true,
      hint: t('password.rule', { length: link.policy.minLength, classes: link.policy.minClasses }),
      max: 128,
      autoFocus: true,
    },
    { type: 'password', name: 'again', label: t('password.again'), required: true, max: 128 },
    {
      type: 'text',
      name: 'code',
      label: t('secondFactor.code'),
      required: true,
      max: 6,
      when: () => link.secondFactor !== null,
    },
  ]
  const send = async (values: Record<string, unknown>) => {
    const { password, again, code } = values as { password: string; again: string; code?: string }
    setDiffers(password !== again)
    if (password !== again) return
    onDone(await use.mutateAsync({ token, password, ...(code ? { code } : {}) }))
  }
  const sub = t(`welcome.${link.purpose}`, { name: link.name, login: link.login, unit: link.unitName })
  return (
    <BareFrame title={t('welcome.hello', { name: link.name })} sub={sub}>
      {link.secondFactor ? <Enrolment {...link.secondFactor} label={t('secondFactor.scan')} /> : null}
      {differs ? (
        <Alert
          type="error"
          showIcon
          title={t('password.differs')}
          style={{ marginBottom: 16 }}
          role="alert"
        />
      ) : null}
      <RecordForm fields={fields} submitLabel={t('welcome.submit')} onSubmit={send} />
    </BareFrame>
  )
}

function Done({ login, active }: { login: string; active: boolean }) {
  const { t } = useTranslation('identity')
  const navigate = useNavigate()
  return (
    <BareFrame title={t('welcome.done')}>
      <Alert
        type={active ? 'success' : 'info'}
        showIcon
        title={t(active ? 'welcome.active' : 'welcome.waiting', { login })}
        style={{ marginBottom: 16 }}
      />
      <Button type="primary" onClick={() => void navigate({ to: '/sign-in' })}>
        {t('setup.toSignIn')}
      </Button>
    </BareFrame>
  )
}
