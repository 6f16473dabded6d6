import { Button } from 'antd'
import { CheckOutlined, RollbackOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import type { getReport } from '../contract.ts'
import { returnReport, reviewReport } from '../contract.ts'

/** Approve or send back; shown to those who wrote nothing of it. */
export function ReviewButtons({ report }: { report: CallOutput<typeof getReport> }) {
  const { t } = useTranslation('fault-report')
  const [asking, setAsking] = useState<'review' | 'return' | null>(null)
  const close = () => setAsking(null)
  const review = useMove(reviewReport, { done: t('record.reviewed'), onDone: close, onProblem: () => true })
  const back = useMove(returnReport, { done: t('record.returned'), onDone: close, onProblem: () => true })
  const at = { id: report.ticketId, version: report.version }
  return (
    <>
      {report.abilities.includes('return') ? (
        <Button icon={<RollbackOutlined />} onClick={() => setAsking('return')}>
          {t('record.return')}
        </Button>
      ) : null}
      {report.abilities.includes('review') ? (
        <Button type="primary" icon={<CheckOutlined />} onClick={() => setAsking('review')}>
          {t('record.review')}
        </Button>
      ) : null}
      <ConfirmMove
        open={asking === 'review'}
        title={t('record.review')}
        reason="optional"
        reasonLabel={t('record.reviewNote')}
        busy={review.isPending}
        error={review.error}
        onCancel={close}
        onConfirm={(note) => review.mutate({ ...at, note })}
      />
      <ConfirmMove
        open={asking === 'return'}
        title={t('record.return')}
        reason="required"
        reasonLabel={t('record.returnReason')}
        busy={back.isPending}
        error={back.error}
        onCancel={close}
        onConfirm={(reason) => back.mutate({ ...at, reason })}
      />
    </>
  )
}
