import { Alert, Button } from 'antd'
import { PlayCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAbout } from '../session.tsx'
import { Mark } from '../shell/Mark.tsx'
import { Switches } from '../shell/Switches.tsx'
import { CodeForm, Enrolment, NewPasswordForm, PasswordForm } from './sign-in-forms.tsx'
import { useSignIn } from './use-sign-in.ts'
import '../styles/sign-in.css'

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
          <Steps demo={about?.demo ?? false} />
        </main>
        <footer>
          <span>{t('signIn.notice')}</span>
          {about ? <span>{t('signIn.version', { version: about.version })}</span> : null}
        </footer>
      </section>
    </div>
  )
}

function Steps({ demo }: { demo: boolean }) {
  const { t } = useTranslation('web')
  const { step, busy, trouble, enrolment, submit, changePassword, confirmFactor, restart } = useSignIn()
  return (
    <>
      <h2>{t(`signIn.${step}`)}</h2>
      {trouble ? (
        <Alert type="error" showIcon title={trouble} role="alert" className="zy-sign-trouble" />
      ) : null}
      {step === 'title' ? <PasswordForm busy={busy} onSubmit={(part) => void submit(part)} /> : null}
      {step === 'code' ? <CodeForm busy={busy} onSubmit={(code) => void submit({ code })} /> : null}
      {step === 'newPassword' ? (
        <NewPasswordForm busy={busy} onSubmit={(next) => void changePassword(next)} />
      ) : null}
      {step === 'enrol' && enrolment ? (
        <>
          <Enrolment {...enrolment} />
          <CodeForm busy={busy} onSubmit={(code) => void confirmFactor(code)} />
        </>
      ) : null}
      {step === 'title' && demo ? (
        <div className="zy-sign-demo">
          <Link to="/demo">
            <PlayCircleOutlined />
            <span>
              <b>{t('signIn.watch')}</b>
              <small>{t('signIn.watchHint')}</small>
            </span>
          </Link>
          <p>{t('signIn.demo')}</p>
        </div>
      ) : null}
      {step === 'title' ? null : (
        <Button type="link" onClick={restart} className="zy-sign-other">
          {t('signIn.other')}
        </Button>
      )}
    </>
  )
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
