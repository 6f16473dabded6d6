import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import * as contract from '../contract.ts'
import { moves, type Move } from '../words.ts'
import { EditDialog } from './EditDialogs.tsx'
import type { Problem } from './parts.tsx'

const endpoints = {
  investigate: contract.investigateProblem,
  publish: contract.publishKnownError,
  retire: contract.retireKnownError,
  'plan-fix': contract.planFix,
  resolve: contract.resolveProblem,
  reopen: contract.reopenProblem,
  close: contract.closeProblem,
  cancel: contract.cancelProblem,
} as const

/** What each move asks for, and under which name it is sent. */
const asked: Partial<Record<Move, 'reason' | 'solution' | 'review'>> = {
  retire: 'reason',
  resolve: 'solution',
  reopen: 'reason',
  close: 'review',
  cancel: 'reason',
}
/** The step that leads on; the last one possible is the main button. */
const main: readonly Move[] = ['investigate', 'publish', 'plan-fix', 'resolve', 'close']

/** The moves that this person can make now, each asked once more with what it does. */
export function MoveButtons({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const [asking, setAsking] = useState<Move | 'edit' | null>(null)
  const possible = moves.filter((move) => problem.abilities.includes(move))
  const lead = main.find((move) => possible.includes(move))
  const close = () => setAsking(null)
  return (
    <>
      {problem.abilities.includes('edit') ? (
        <Button onClick={() => setAsking('edit')}>{t('ui.edit.content')}</Button>
      ) : null}
      {possible
        .filter((move) => move !== lead)
        .map((move) => (
          <Button key={move} danger={move === 'cancel'} onClick={() => setAsking(move)}>
            {t(`move.${move}`)}
          </Button>
        ))}
      {lead ? (
        <Button type="primary" onClick={() => setAsking(lead)}>
          {t(`move.${lead}`)}
        </Button>
      ) : null}
      {asking === 'edit' ? <EditDialog problem={problem} part="content" onClose={close} /> : null}
      {asking && asking !== 'edit' ? (
        <Asked key={asking} problem={problem} move={asking} onClose={close} />
      ) : null}
    </>
  )
}

function Asked({ problem, move, onClose }: { problem: Problem; move: Move; onClose: () => void }) {
  const { t } = useTranslation('problem')
  const doing = useMove(endpoints[move] as typeof contract.cancelProblem, {
    done: t(`ui.done.${move}`),
    onDone: onClose,
    onProblem: () => true,
  })
  const key = asked[move]
  return (
    <ConfirmMove
      open
      title={t(`move.${move}`)}
      description={t(`ui.explain.${move}`)}
      reason={key ? 'required' : 'none'}
      {...(key ? { reasonLabel: t(`ui.ask.${key}`) } : {})}
      danger={move === 'cancel'}
      busy={doing.isPending}
      error={doing.error}
      onCancel={onClose}
      onConfirm={(words) =>
        doing.mutate({
          ...{ id: problem.id, version: problem.version },
          ...(key ? { [key]: words } : {}),
        } as Parameters<typeof doing.mutate>[0])
      }
    />
  )
}
