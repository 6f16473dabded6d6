import { Button } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import * as contract from '../contract.ts'
import { moves, type Move } from '../words.ts'
import type { Article } from './parts.tsx'

const endpoints = {
  revise: contract.reviseArticle,
  submit: contract.submitArticle,
  recall: contract.recallArticle,
  return: contract.returnArticle,
  publish: contract.publishArticle,
  confirm: contract.confirmArticle,
  drop: contract.dropDraft,
  withdraw: contract.withdrawArticle,
} as const

const reasons: Partial<Record<Move, 'required' | 'optional'>> = {
  return: 'required',
  withdraw: 'required',
  confirm: 'optional',
}
/** What is mostly meant in its state. */
const main: readonly Move[] = ['submit', 'publish', 'confirm']

/** The moves that this person can make now, each asked once more with what it does. */
export function MoveButtons({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const [asking, setAsking] = useState<Move | null>(null)
  const possible = moves.filter((move) => article.abilities.includes(move))
  return (
    <>
      {possible.map((move) => (
        <Button
          key={move}
          type={main.includes(move) ? 'primary' : 'default'}
          danger={move === 'withdraw' || move === 'drop'}
          onClick={() => setAsking(move)}
        >
          {t(`ui.move.${move}`)}
        </Button>
      ))}
      {asking ? <Asked key={asking} article={article} move={asking} close={() => setAsking(null)} /> : null}
    </>
  )
}

function Asked({ article, move, close }: { article: Article; move: Move; close: () => void }) {
  const { t } = useTranslation('knowledge')
  const navigate = useNavigate()
  const doing = useMove(endpoints[move] as typeof contract.returnArticle, {
    done: t(`ui.done.${move}`),
    onProblem: () => true,
    onDone: async (after) => {
      close()
      const { id } = after
      if (move === 'revise') await navigate({ to: '/articles/$id/edit', params: { id } })
      else
        await navigate({
          to: '/articles/$id',
          params: { id },
          search: { copy: after.copy } as never,
          replace: true,
        })
    },
  })
  const { id, version } = article
  const confirm = (text: string) => {
    const given = move === 'confirm' ? { note: text } : reasons[move] ? { reason: text } : {}
    doing.mutate({ id, version, ...given } as Parameters<typeof doing.mutate>[0])
  }
  return (
    <ConfirmMove
      open
      title={t(`ui.move.${move}`)}
      description={t(`ui.explain.${move}`)}
      reason={reasons[move] ?? 'none'}
      danger={move === 'withdraw' || move === 'drop'}
      busy={doing.isPending}
      error={doing.error}
      onCancel={close}
      onConfirm={confirm}
    />
  )
}
