import { SyncOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { invalidate, useCall, useMove } from '#web/hooks.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { askEvaluation, readEvaluation } from '../contract.ts'

type Evaluation = NonNullable<CallOutput<typeof readEvaluation>['evaluation']>

const goesOn = (one: Evaluation | null) => one?.state === 'waiting' || one?.state === 'running'

export interface Whole {
  /** what goes on, or was the last */
  evaluation: Evaluation | null
  ask: () => void
  busy: boolean
}

/**
 * The evaluation of a whole norm, watched while it goes on, whoever asked for it; the page then shows what came of it. Who asks
 * while one goes on joins it.
 */
export function useWholeEvaluation(id: string): Whole {
  const { t } = useTranslation('norm')
  const client = useQueryClient()
  const { message } = App.useApp()
  const [pace, setPace] = useState(0)
  const evaluation = useCall(readEvaluation, { id }, { refetchInterval: pace }).data?.evaluation ?? null
  const wanted = goesOn(evaluation) ? 1000 : 0
  if (wanted !== pace) setPace(wanted)
  // the one whose end this page has to tell of
  const awaited = useRef<string | null>(null)
  const ask = useMove(askEvaluation, {
    invalidates: [readEvaluation.name],
    onDone: (asked) => {
      awaited.current = asked.id
    },
  })
  useEffect(() => {
    if (!evaluation) return
    if (goesOn(evaluation)) awaited.current = evaluation.id
    else if (awaited.current === evaluation.id) {
      awaited.current = null
      void invalidate(client, 'norm')
      if (evaluation.state === 'failed') return
      void message.success(t('ui.whole.done', { clauses: evaluation.clauses }))
      if (evaluation.errors) void message.warning(t('ui.norm.errors', { n: evaluation.errors }))
    }
  }, [evaluation, client, message, t])
  return { evaluation, ask: () => ask.mutate({ id }), busy: ask.isPending || goesOn(evaluation) }
}

export function EvaluateButton({ whole }: { whole: Whole }) {
  const { t } = useTranslation('norm')
  return (
    <Button type="primary" icon={<SyncOutlined />} loading={whole.busy} onClick={whole.ask}>
      {t('ui.norm.evaluate')}
    </Button>
  )
}

/** How far it is, or that it came to nothing. */
export function EvaluationState({ whole: { evaluation } }: { whole: Whole }) {
  const { t } = useTranslation('norm')
  if (evaluation?.state === 'failed')
    return <Alert type="error" showIcon title={t('ui.whole.failed')} style={{ marginBottom: 12 }} />
  if (!evaluation || !goesOn(evaluation)) return null
  const { done, rules } = evaluation
  return (
    <div role="status" className="zy-norm-whole">
      <span>
        {rules === null ? t('ui.whole.waits') : t('ui.whole.goesOn', { done, rules })}{' '}
        <small className="zy-norm-quiet">
          {evaluation.askedBy?.name} <TimeText at={evaluation.askedAt} />
        </small>
      </span>
      <Progress percent={rules ? Math.floor((100 * done) / rules) : 0} size="small" aria-hidden="true" />
      <small className="zy-norm-quiet">{t('ui.whole.hint')}</small>
    </div>
  )
}
