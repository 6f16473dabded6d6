import { Button, Input } from 'antd'
import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

function Field({ id, label, error, hint, children }: FieldProps) {
  return (
    <div className="zy-sign-field">
      <label htmlFor={id}>{label}</label>
      {children}
      <p
        id={`${id}-note`}
        className={error ? 'zy-sign-error' : 'zy-sign-hint'}
        role={error ? 'alert' : undefined}
      >
        {error ?? hint ?? ' '}
      </p>
    </div>
  )
}

interface FieldProps {
  id: string
  label: string
  error?: string | undefined
  hint?: string | undefined
  children: ReactNode
}

const submitting = (act: () => void) => (event: FormEvent) => {
  event.preventDefault()
  act()
}

/** Account and password; the first sign of Caps Lock is shown, because the password is not. */
export function PasswordForm({
  busy,
  onSubmit,
}: {
  busy: boolean
  onSubmit: (part: { login: string; password: string }) => void
}) {
  const { t } = useTranslation('web')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [caps, setCaps] = useState(false)
  const noLogin = tried && !login.trim() ? t('signIn.loginRequired') : undefined
  const noPassword = tried && !password ? t('signIn.passwordRequired') : undefined
  const send = submitting(() => {
    setTried(true)
    if (login.trim() && password) onSubmit({ login: login.trim(), password })
  })
  return (
    <form onSubmit={send} noValidate>
      <Field id="login" label={t('signIn.login')} error={noLogin}>
        <Input
          id="login"
          size="large"
          prefix={<UserOutlined aria-hidden="true" />}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          maxLength={100}
          aria-invalid={noLogin !== undefined}
          aria-describedby="login-note"
        />
      </Field>
      <Field
        id="password"
        label={t('signIn.password')}
        error={noPassword}
        hint={caps ? t('signIn.capsLock') : undefined}
      >
        <Input.Password
          id="password"
          size="large"
          prefix={<LockOutlined aria-hidden="true" />}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
          autoComplete="current-password"
          maxLength={200}
          aria-invalid={noPassword !== undefined}
          aria-describedby="password-note"
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}

/** The six digits of the second factor; complete digits are sent by themselves. */
export function CodeForm({ busy, onSubmit }: { busy: boolean; onSubmit: (code: string) => void }) {
  const { t } = useTranslation('web')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const send = (value: string) => {
    setTried(true)
    if (/^\d{6}$/.test(value)) onSubmit(value)
  }
  const error = tried && !/^\d{6}$/.test(code) ? t('signIn.codeRequired') : undefined
  return (
    <form onSubmit={submitting(() => send(code))} noValidate>
      <Field id="code" label={t('signIn.code')} error={error} hint={t('signIn.codeHint')}>
        <Input
          id="code"
          size="large"
          className="zy-sign-code"
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          autoFocus
          aria-describedby="code-note"
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '')
            setCode(digits)
            if (digits.length === 6 && !busy) send(digits)
          }}
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('signIn.verify')}
      </Button>
    </form>
  )
}

/** The password change that a first sign-in asks for. */
export function NewPasswordForm({ busy, onSubmit }: { busy: boolean; onSubmit: (fresh: string) => void }) {
  const { t } = useTranslation('web')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const missing = tried && !fresh ? t('signIn.passwordRequired') : undefined
  const differs = tried && fresh !== again ? t('newPassword.mismatch') : undefined
  const send = submitting(() => {
    setTried(true)
    if (fresh && fresh === again) onSubmit(fresh)
  })
  const common = { size: 'large' as const, autoComplete: 'new-password', maxLength: 200 }
  return (
    <form onSubmit={send} noValidate>
      <Field id="fresh" label={t('newPassword.fresh')} error={missing} hint={t('newPassword.hint')}>
        <Input.Password
          id="fresh"
          {...common}
          autoFocus
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
        />
      </Field>
      <Field id="again" label={t('newPassword.again')} error={differs}>
        <Input.Password
          id="again"
          {...common}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('newPassword.submit')}
      </Button>
    </form>
  )
}

/** The second factor's secret: a picture to scan, and the letters for where nothing can scan. */
export function Enrolment({ secret, qrSvg }: { secret: string; qrSvg: string }) {
  const { t } = useTranslation('web')
  // As an image, so that nothing in the drawing could ever run.
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(qrSvg)}`
  return (
    <div className="zy-sign-enrol">
      <p>{t('signIn.enrolHint')}</p>
      <img src={picture} width={168} height={168} alt={t('signIn.enrol')} />
      <code>{secret.replace(/(.{4})/g, '$1 ')}</code>
    </div>
  )
}
