import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { decideRows } from '../contract.ts'
import type { Decision } from '../lifecycle.ts'
import type { Row } from './parts.tsx'

/** One decision about all chosen rows; each is written by itself, and those that could not be are told. */
export function ManyDialog(props: {
  runId: string
  rows: readonly Row[]
  decision: Decision
  onClose: () => void
  onDone: () => void
}) {
  const { runId, rows, decision, onClose, onDone } = props
  const { t } = useTranslation('asset-exchange')
  const { message } = App.useApp()
  const many = useMove(decideRows, {
    onProblem: () => true,
    onDone: ({ outcomes }) => {
      const bad = outcomes.filter((one) => !one.ok)
      if (bad.length === 0) message.success(t('screen.done.saved'))
      else
        message.warning(
          t('screen.bulkDone', {
            ok: outcomes.length - bad.length,
            bad: bad.length,
            why: [...new Set(bad.map((one) => one.message))].join(' '),
          }),
        )
      onDone()
      onClose()
    },
  })
  return (
    <ConfirmMove
      open
      title={`${t(`screen.decision.${decision}`)} · ${t('screen.selected', { n: rows.length })}`}
      description={t(`screen.hint.${decision}`)}
      reason={decision === 'take' ? 'optional' : 'required'}
      busy={many.isPending}
      error={many.error}
      onCancel={onClose}
      onConfirm={(reason) =>
        many.mutate({
          id: runId,
          decision,
          ...(reason ? { reason } : {}),
          rows: rows.map(({ seq, version }) => ({ seq, version })),
        })
      }
    />
  )
}
