import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem, request } from '../api.ts'
import { useExplain } from '../hooks.ts'
import { setLang } from '../locales.ts'
import { languageHeader, meQuery, signOut, type CurrentSession } from '../session.tsx'
import { useUrlState } from '../url.ts'

interface Attempt {
  login: string
  password: string
  code?: string
}

/** What `POST /me/second-factor` answers: the secret to type and the picture to scan. */
export interface EnrolmentData {
  secret: string
  qrSvg: string
}

/** The names are translation keys below `signIn`. */
export type SignInStep = 'title' | 'code' | 'newPassword' | 'enrol'

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' }
  const response = await request(`/api/v1${path}`, {
    method: 'POST',
    quiet401: true,
    headers,
    body: JSON.stringify(body),
  })
  return (await response.json()) as T
}

/**
 * The steps of signing in: account and password; the code when the server asks for it; a password change and the
 * enrolment of a second factor when the session is restricted to them; then to where the person wanted to go.
 */
export function useSignIn() {
  const explain = useExplain()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [url] = useUrlState()
  const [attempt, setAttempt] = useState<Attempt>({ login: '', password: '' })
  const [step, setStep] = useState<SignInStep>('title')
  const [enrolment, setEnrolment] = useState<EnrolmentData | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const enter = async (me: CurrentSession, password: string) => {
    if (me.restricted === 'password') return setStep('newPassword')
    if (me.restricted === 'second-factor') {
      setEnrolment(await post<EnrolmentData>('/me/second-factor', { password }))
      return setStep('enrol')
    }
    client.clear()
    client.setQueryData(meQuery.queryKey, me)
    // A choice made in this browser stands; otherwise the person's own language.
    if (me.locale && localStorage.getItem('zy.lang') === null) await setLang(me.locale)
    // Only a path of this site: `//host` and `https:` would lead a person away.
    const back = url['return']
    await navigate({ to: back && /^\/(?![/\\])/.test(back) ? back : '/', replace: true })
  }
  const refused = (problem: unknown) => {
    const code = problem instanceof Problem ? problem.code : ''
    if (code === 'identity.code_required') return setStep('code')
    const named = problem instanceof Problem ? problem.errors.find((one) => one.message)?.message : undefined
    setTrouble(named ?? explain(problem))
  }
  /** One attempt at a time; what it throws is shown, never lost. */
  const attempting = async (act: () => Promise<void>) => {
    setBusy(true)
    setTrouble(null)
    try {
      await act()
    } catch (problem) {
      refused(problem)
    } finally {
      setBusy(false)
    }
  }
  const submit = (part: Partial<Attempt>) => {
    const tried = { ...attempt, ...part }
    setAttempt(tried)
    return attempting(async () => enter(await post<CurrentSession>('/session', tried), tried.password))
  }
  const again = async (password: string) => {
    const me = await client.fetchQuery({ ...meQuery, staleTime: 0 })
    // Some policies end the session with the old password: then the new one signs in at once.
    await enter(me ?? (await post<CurrentSession>('/session', { ...attempt, password })), password)
  }
  const changePassword = (next: string) =>
    attempting(async () => {
      await post('/me/password', { current: attempt.password, next })
      setAttempt({ ...attempt, password: next })
      await again(next)
    })
  const confirmFactor = (code: string) =>
    attempting(async () => {
      await post('/me/second-factor/confirm', { code })
      await again(attempt.password)
    })
  const restart = () => {
    if (step === 'newPassword' || step === 'enrol') void attempting(signOut)
    setAttempt({ login: '', password: '' })
    setStep('title')
    setTrouble(null)
  }
  return { step, busy, trouble, enrolment, submit, changePassword, confirmFactor, restart }
}
