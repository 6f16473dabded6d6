import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApprovalBlock } from '#kernel/approval/ui/ApprovalBlock.tsx'
import { useMove } from '#web/hooks.ts'
import { ClockBadge } from '#web/kit/ClockBadge.tsx'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { cancelLine, reopenLine, withdrawLine } from '../../contract.ts'
import type { Line, Request } from '../types.ts'
import { AnswerList } from './AnswerList.tsx'
import { ResubmitDialog } from './ResubmitDialog.tsx'
import { StateTag, useName } from './tags.tsx'
import { TaskList } from './TaskList.tsx'

const moves = { withdraw: withdrawLine, cancel: cancelLine, reopen: reopenLine } as const
type LineMove = keyof typeof moves

/** One item of a request: what was answered, its approval, its tasks and who has them, and what can be done. */
export function LinePanel({ request, line, staff }: { request: Request; line: Line; staff: boolean }) {
  const { t } = useTranslation('request')
  const name = useName()
  const [resubmitting, setResubmitting] = useState(false)
  const over = ['done', 'rejected', 'withdrawn', 'cancelled'].includes(line.state)
  const title = request.lines.length > 1 ? `${line.no}. ${name(line)}` : name(line)
  return (
    <Panel
      title={
        <span className="zy-req-line-head">
          {title} <StateTag of="line" state={line.state} />
        </span>
      }
      actions={
        line.clock && !over ? (
          <ClockBadge
            state={line.clock.state}
            dueAt={line.clock.dueAt}
            remainingSeconds={line.clock.remainingSeconds}
            metric={t('ui.field.target')}
          />
        ) : null
      }
    >
      <div className="zy-req-line">
        {line.question && line.approval === 'returned' ? (
          <Alert
            type="warning"
            showIcon
            title={t('ui.line.returned')}
            description={<PlainText>{line.question}</PlainText>}
            action={
              line.abilities.includes('resubmit') ? (
                <Button type="primary" onClick={() => setResubmitting(true)}>
                  {t('ui.move.resubmit')}
                </Button>
              ) : null
            }
          />
        ) : null}
        {line.endReason ? <Alert type="info" showIcon title={line.endReason} /> : null}
        <AnswerList requestId={request.id} form={line.form} answers={line.answers} names={line.names} />
        {line.approval === 'none' ? null : <ApprovalBlock entity="request-line" id={line.id} />}
        <TaskList request={request} line={line} staff={staff} />
        <LineMoves line={line} />
      </div>
      {resubmitting ? <ResubmitDialog line={line} onClose={() => setResubmitting(false)} /> : null}
    </Panel>
  )
}

/** What ends a line or begins it anew; each asks for its reason. */
function LineMoves({ line }: { line: Line }) {
  const { t } = useTranslation('request')
  const [move, setMove] = useState<LineMove | null>(null)
  const possible = (Object.keys(moves) as LineMove[]).filter((one) => line.abilities.includes(one))
  if (possible.length === 0) return null
  return (
    <div className="zy-req-buttons">
      {possible.map((one) => (
        <Button key={one} danger={one !== 'reopen'} onClick={() => setMove(one)}>
          {t(`ui.move.${one}`)}
        </Button>
      ))}
      {move ? <Confirm key={move} line={line} move={move} onClose={() => setMove(null)} /> : null}
    </div>
  )
}

function Confirm({ line, move, onClose }: { line: Line; move: LineMove; onClose: () => void }) {
  const { t } = useTranslation('request')
  const making = useMove(moves[move] as typeof withdrawLine, {
    done: t('ui.moved'),
    onDone: onClose,
    onProblem: () => true,
  })
  return (
    <ConfirmMove
      open
      title={t(`ui.move.${move}`)}
      description={t(`ui.line.${move}Hint`)}
      reason="required"
      danger={move !== 'reopen'}
      okText={t(`ui.move.${move}`)}
      busy={making.isPending}
      error={making.error}
      onCancel={onClose}
      onConfirm={(reason) => making.mutate({ id: line.id, version: line.version, reason })}
    />
  )
}
