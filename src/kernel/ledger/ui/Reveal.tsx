import { EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { useCan } from '#web/session.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { useLedgerWords } from './words.ts'

/** Shows a masked value for as long as the page is open, for a reason that goes into the audit. */
export function Reveal({ ui, record, field }: { ui: LedgerUi; record: AnyRecord; field: string }) {
  const words = useLedgerWords(ui.endpoints.def)
  const can = useCan()
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string | null>(null)
  const reveal = useMove(ui.endpoints.reveal, {
    onDone: (answer) => {
      setValue(answer.value)
      setAsking(false)
    },
  })
  if (value !== null) return <code className="zy-ledger-revealed">{value}</code>
  if (!can('ledger.reveal')) return null
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={<EyeOutlined />}
        aria-label={words.t('ledger:reveal', { field: words.field(field) })}
        onClick={() => setAsking(true)}
      />
      <ConfirmMove
        open={asking}
        title={words.t('ledger:reveal', { field: words.field(field) })}
        description={words.t('ledger:revealHint')}
        reason="required"
        busy={reveal.isPending}
        error={reveal.error}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => reveal.mutate({ id: record.id, field, reason })}
      />
    </>
  )
}
