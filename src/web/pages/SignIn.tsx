import { Alert, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, request } from '../api.ts'
import { useExplain } from '../hooks.ts'
import { languageHeader, meQuery, useAbout } from '../session.tsx'
import { Mark } from '../shell/Mark.tsx'
import { Switches } from '../shell/Switches.tsx'
import { useUrlState } from '../url.ts'
import { CodeForm, NewPasswordForm, PasswordForm } from './sign-in-forms.tsx'
import '../styles/sign-in.css'

interface Attempt {
  login: string
  password: string
  code?: string
  newPassword?: string
}
type Step = 'password' | 'code' | 'new-password'

/** Sign-in: account and password, then the second factor and the first password change when the server asks. */
export function SignIn() {
  const { t } = useTranslation('web')
  const about = useAbout()
  return (
    <div className="zy-sign">
      <section className="zy-sign-story">
        <div className="zy-sign-brand">
          <Mark size={44} />
          <span>
            <b>政运</b>
            <i>Zhengyun</i>
          </span>
        </div>
        <div className="zy-sign-words">
          <h1>{about?.unitName ?? ' '}</h1>
          <p>{t('signIn.slogan')}</p>
          <ul>
            <li>{t('signIn.point1')}</li>
            <li>{t('signIn.point2')}</li>
            <li>{t('signIn.point3')}</li>
          </ul>
        </div>
        <Waves />
      </section>
      <section className="zy-sign-side">
        <div className="zy-sign-switches">
          <Switches />
        </div>
        <main className="zy-sign-box">
          <Steps />
          {about?.demo ? <p className="zy-sign-demo">{t('signIn.demo')}</p> : null}
        </main>
        <footer>
          <span>{t('signIn.notice')}</span>
          {about ? <span>{t('signIn.version', { version: about.version })}</span> : null}
        </footer>
      </section>
    </div>
  )
}

function Steps() {
  const { t } = useTranslation('web')
  const { step, busy, trouble, submit, restart } = useSignIn()
  const title = step === 'new-password' ? t('newPassword.title') : t('signIn.title')
  return (
    <>
      <h2>{title}</h2>
      {trouble ? (
        <Alert type="error" showIcon title={trouble} role="alert" className="zy-sign-trouble" />
      ) : null}
      {step === 'password' ? <PasswordForm busy={busy} onSubmit={submit} /> : null}
      {step === 'code' ? <CodeForm busy={busy} onSubmit={(code) => submit({ code })} /> : null}
      {step === 'new-password' ? (
        <NewPasswordForm busy={busy} onSubmit={(newPassword) => submit({ newPassword })} />
      ) : null}
      {step === 'password' ? null : (
        <Button type="link" onClick={restart} className="zy-sign-other">
          {t('signIn.other')}
        </Button>
      )}
    </>
  )
}

function useSignIn() {
  const { t } = useTranslation('web')
  const explain = useExplain()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [url] = useUrlState()
  const [attempt, setAttempt] = useState<Attempt>({ login: '', password: '' })
  const [step, setStep] = useState<Step>('password')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const enter = async () => {
    client.clear()
    await client.fetchQuery(meQuery)
    // Only a path of this site: `//host` and `https:` would lead a person away.
    const back = url['return']
    await navigate({ to: back && /^\/(?![/\\])/.test(back) ? back : '/', replace: true })
  }
  const refused = (problem: unknown, tried: Attempt) => {
    const code = problem instanceof Problem ? problem.code : ''
    if (code === 'identity.code_required') return setStep('code')
    if (code === 'identity.password_change_required') return setStep('new-password')
    if (code === 'identity.bad_credentials')
      return setTrouble(t(tried.code ? 'signIn.badCode' : 'signIn.bad'))
    if (code === 'identity.locked') return setTrouble(t('signIn.locked'))
    setTrouble(fieldText(problem) ?? explain(problem))
  }
  const submit = async (part: Partial<Attempt>) => {
    const tried = { ...attempt, ...part }
    setAttempt(tried)
    setBusy(true)
    setTrouble(null)
    try {
      await request('/api/v1/session', {
        method: 'POST',
        quiet401: true,
        headers: { ...languageHeader(), 'content-type': 'application/json' },
        body: JSON.stringify(tried),
      })
      await enter()
    } catch (problem) {
      refused(problem, tried)
    } finally {
      setBusy(false)
    }
  }
  const restart = () => {
    setAttempt({ login: '', password: '' })
    setStep('password')
    setTrouble(null)
  }
  return { step, busy, trouble, submit, restart }
}

function fieldText(problem: unknown): string | undefined {
  return problem instanceof Problem ? problem.errors.find((one) => one.message)?.message : undefined
}

/** A quiet picture of many lines kept in order; drawn, not fetched. */
function Waves() {
  return (
    <svg className="zy-sign-waves" viewBox="0 0 800 400" preserveAspectRatio="none" aria-hidden="true">
      {Array.from({ length: 14 }, (_, n) => {
        const y = 40 + n * 24
        const lift = 70 - n * 4
        return (
          <path
            key={n}
            d={`M0 ${y + 60} C 180 ${y - lift}, 340 ${y + 120}, 520 ${y + 20} S 720 ${y - lift}, 800 ${y}`}
          />
        )
      })}
    </svg>
  )
}
