import { App, Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { formFields } from './form-fields.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { useLedgerWords } from './words.ts'

interface Outcome {
  id: string
  ok: boolean
  message: string | null
}

/** What can be done to several records at once, and what became of each. */
export function BulkBar({ ui, records, onDone }: { ui: LedgerUi; records: AnyRecord[]; onDone: () => void }) {
  const { endpoints } = ui
  const { def } = endpoints
  const words = useLedgerWords(def)
  const { message } = App.useApp()
  const [moving, setMoving] = useState<string | null>(null)
  const [setting, setSetting] = useState<string | null>(null)
  const [failed, setFailed] = useState<Outcome[]>([])
  const bulk = useMove(endpoints.bulk, {
    onDone: ({ outcomes }) => {
      setMoving(null)
      const bad = outcomes.filter((one) => !one.ok)
      setFailed(bad)
      message.info(words.t('ledger:bulkDone', { done: outcomes.length - bad.length, failed: bad.length }))
      if (bad.length === 0) onDone()
    },
  })
  const at = records.map(({ id, version }) => ({ id, version }))
  // moves that ask for more than a reason are made record by record
  const moves = Object.entries(def.lifecycle?.moves ?? {}).filter(
    ([name, move]) => !move.asks?.length && records.every((one) => one.abilities.includes(name)),
  )
  const editable = Object.entries(def.fields).filter(
    ([, field]) =>
      !field.computed && !field.fixed && !field.unique && field.kind !== 'files' && field.kind !== 'id-card',
  )
  const name = (record: AnyRecord | undefined) =>
    record ? (record.number ?? String(record.values[def.titleField] as string)) : ''
  return (
    <div className="zy-ledger-bulk" role="region" aria-label={words.t('ledger:bulk')}>
      <strong>{words.t('web:kit.selected', { n: records.length })}</strong>
      {moves.map(([move]) => (
        <Button key={move} size="small" onClick={() => setMoving(move)}>
          {words.move(move)}
        </Button>
      ))}
      <Dropdown
        menu={{
          items: editable.map(([key]) => ({ key, label: words.field(key) })),
          onClick: ({ key }) => setSetting(key),
        }}
        trigger={['click']}
      >
        <Button size="small">{words.t('ledger:setField')}</Button>
      </Dropdown>
      <Button size="small" type="text" onClick={onDone}>
        {words.t('web:action.clear')}
      </Button>
      <ConfirmMove
        open={moving !== null}
        title={moving ? words.move(moving) : ''}
        description={words.t('ledger:bulkMove', { n: records.length })}
        reason={moving && def.lifecycle?.moves[moving]?.reason ? 'required' : 'none'}
        busy={bulk.isPending}
        error={bulk.error}
        onCancel={() => setMoving(null)}
        onConfirm={(reason) =>
          bulk.mutate({ records: at, move: moving!, ...(reason ? { reason } : {}) } as never)
        }
      />
      {setting ? (
        <FormDialog
          title={`${words.t('ledger:setField')} · ${words.field(setting)}`}
          fields={formFields([setting], { ui, words })}
          onSubmit={(values) =>
            bulk.mutateAsync({ records: at, values: { [setting]: values[setting] ?? null } } as never)
          }
          onClose={() => setSetting(null)}
        />
      ) : null}
      <Modal
        open={failed.length > 0}
        title={words.t('ledger:bulkFailed', { n: failed.length })}
        footer={null}
        onCancel={() => setFailed([])}
      >
        <ul>
          {failed.map((one) => (
            <li key={one.id}>
              <strong>{name(records.find(({ id }) => id === one.id))}</strong> {one.message}
            </li>
          ))}
        </ul>
      </Modal>
    </div>
  )
}
