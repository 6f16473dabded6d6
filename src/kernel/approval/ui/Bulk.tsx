import { Alert, Button } from 'antd'
import { CheckOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { approveMany } from '../contract.ts'
import type { Line } from './types.ts'

interface Failure {
  title: string
  message: string
}

/** Approves what is selected, and says of each that could not be approved why. */
export function Bulk({ lines, clear }: { lines: readonly Line[]; clear: () => void }) {
  const { t } = useTranslation('approval')
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<Failure[]>([])
  const [approved, setApproved] = useState(0)
  const move = useMove(approveMany, {
    onProblem: () => true,
    onDone: ({ items }) => {
      setAsking(false)
      setApproved(items.filter((one) => one.ok).length)
      setFailed(
        items
          .filter((one) => !one.ok)
          .map((one) => ({
            title: lines.find((line) => line.id === one.id)?.title ?? '',
            message: one.message ?? '',
          })),
      )
      clear()
    },
  })
  // one line of an approval is enough: the own item is decided, or the one stood in for
  const items = [...new Map(lines.map((line) => [line.id, { id: line.id, version: line.version }])).values()]
  return (
    <>
      {lines.length > 0 ? (
        <div className="zy-appr-bulk">
          <span>{t('ui.selected', { n: items.length })}</span>
          <Button type="primary" size="small" icon={<CheckOutlined />} onClick={() => setAsking(true)}>
            {t('ui.bulk')}
          </Button>
        </div>
      ) : null}
      {approved > 0 || failed.length > 0 ? (
        <Alert
          type={failed.length > 0 ? 'warning' : 'success'}
          showIcon
          closable={{
            onClose: () => {
              setFailed([])
              setApproved(0)
            },
          }}
          title={[
            approved > 0 ? t('ui.bulkDone', { n: approved }) : '',
            failed.length > 0 ? t('ui.bulkFailed', { n: failed.length }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
          description={failed.map((one) => (
            <div key={one.title + one.message}>
              {one.title}: {one.message}
            </div>
          ))}
        />
      ) : null}
      <ConfirmMove
        open={asking}
        title={t('ui.bulk')}
        description={t('ui.bulkText', { n: items.length })}
        reason="optional"
        reasonLabel={t('ui.reason')}
        okText={t('ui.approve')}
        busy={move.isPending}
        error={move.error}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => move.mutate({ items, reason })}
      />
    </>
  )
}
