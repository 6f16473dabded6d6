import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invalidate, useMove } from '#web/hooks.ts'
import { runCheck, type CheckView } from '../../contract.ts'
import { isPassive } from '../../words.ts'

/** So long the result is waited for beyond the check's own time limit. */
const patienceMs = 15_000

/** Asks for a run and looks until its result has come. */
export function useRunNow(check: CheckView): { possible: boolean; waiting: boolean; start: () => void } {
  const { t } = useTranslation('check')
  const { message } = App.useApp()
  const client = useQueryClient()
  // the result before the run, and when it was asked for
  const [asked, setAsked] = useState<{ last: string | null; at: number } | null>(null)
  const waiting = asked !== null && check.lastAt === asked.last
  const run = useMove(runCheck, {
    onDone: () => setAsked({ last: check.lastAt, at: Date.now() }),
  })
  useEffect(() => {
    if (!waiting || !asked) return
    const timer = setInterval(() => {
      void invalidate(client, 'check')
      if (Date.now() - asked.at < check.timeoutMs + patienceMs) return
      setAsked(null)
      message.warning(t('screen.runLate'))
    }, 700)
    return () => clearInterval(timer)
  }, [waiting, asked, check.timeoutMs, client, message, t])
  const possible = !isPassive(check.kind) && check.enabled && check.pausedUntil === null
  return { possible, waiting: run.isPending || waiting, start: () => run.mutate({ id: check.id }) }
}
