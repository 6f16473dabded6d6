import { App } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { signIn } from '#kernel/identity/me-contract.ts'
import { call } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { meQuery, type CurrentSession } from '#web/session.tsx'
import { getStory, startStory, type Story } from '../contract.ts'

/** The story as the server tells it: every second while it runs. The first run starts by itself. */
export function useStory() {
  const [running, setRunning] = useState(true)
  const query = useCall(getStory, {}, { refetchInterval: running ? 1000 : 4000, staleTime: 0 })
  const story = query.data
  const start = useMove(startStory, { invalidates: ['demo-story'] })
  const first = useRef(true)
  const { mutate } = start
  const state = story?.state
  useEffect(() => setRunning(state === undefined || state === 'running'), [state])
  const byItself = state === 'never' && story?.autoStart === true
  useEffect(() => {
    if (!byItself || !first.current) return
    first.current = false
    mutate({})
  }, [byItself, mutate])
  return { ...query, story, start: () => mutate({}), starting: start.isPending }
}

/** Signs in as somebody of the sample city and goes there; a file is downloaded instead. */
export function useEnter(story: Pick<Story, 'password'>) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const explain = useExplain()
  const { message } = App.useApp()
  const [busy, setBusy] = useState<string | null>(null)
  const enter = async (login: string, to: string): Promise<void> => {
    setBusy(login + to)
    try {
      const me = await client.ensureQueryData(meQuery)
      if (me?.person.login !== login) {
        const next = await call(signIn, { login, password: story.password })
        client.removeQueries({
          predicate: ({ queryKey: [name] }) => name !== 'web.about' && name !== 'demo-story.get',
        })
        client.setQueryData<CurrentSession | null>(meQuery.queryKey, next)
      }
      if (to.startsWith('/api/')) location.assign(to)
      else await navigate({ to })
    } catch (error) {
      message.error(explain(error))
    } finally {
      setBusy(null)
    }
  }
  return { enter, busy }
}
