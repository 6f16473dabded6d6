import { Button, Dropdown } from 'antd'
import { EllipsisOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { formFields } from './form-fields.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { initialValues, keyOfProblem } from './values.ts'
import { useLedgerWords } from './words.ts'

/** More buttons than these hide what matters; the rest is in a menu. */
const shown = 3

/** The moves a person may make now; each asks for what it needs. */
export function Moves({ ui, record }: { ui: LedgerUi; record: AnyRecord }) {
  const { def } = ui.endpoints
  const words = useLedgerWords(def)
  const [asked, setAsked] = useState<string | null>(null)
  const names = Object.keys(def.lifecycle?.moves ?? {}).filter((name) => record.abilities.includes(name))
  const close = () => setAsked(null)
  return (
    <>
      {names.slice(0, shown).map((name, i) => (
        <Button key={name} {...(i === 0 ? { type: 'primary' as const } : {})} onClick={() => setAsked(name)}>
          {words.move(name)}
        </Button>
      ))}
      {names.length > shown ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: names.slice(shown).map((name) => ({ key: name, label: words.move(name) })),
            onClick: ({ key }) => setAsked(key),
          }}
        >
          <Button icon={<EllipsisOutlined />} aria-label={words.t('web:action.more')} />
        </Dropdown>
      ) : null}
      {asked ? <MoveDialog key={asked} ui={ui} record={record} name={asked} onClose={close} /> : null}
    </>
  )
}

function MoveDialog({
  ui,
  record,
  name,
  onClose,
}: {
  ui: LedgerUi
  record: AnyRecord
  name: string
  onClose: () => void
}) {
  const { def, moves } = ui.endpoints
  const rule = def.lifecycle!.moves[name]!
  const words = useLedgerWords(def)
  const asks = rule.asks ?? []
  const move = useMove(moves[name]!, {
    done: words.t(rule.approval ? 'ledger:sentForApproval' : 'ledger:moved', { move: words.move(name) }),
    invalidates: [def.room, 'approval'],
    // the dialog shows what is wrong at its field
    onProblem: () => true,
  })
  const hint = words.moveHint(name) ?? (rule.approval ? words.t('ledger:needsApproval') : undefined)
  const at = { id: record.id, version: record.version }
  if (asks.length === 0)
    return (
      <ConfirmMove
        open
        title={words.move(name)}
        {...(hint ? { description: hint } : {})}
        reason={rule.reason ? 'required' : 'none'}
        busy={move.isPending}
        error={move.error}
        onCancel={onClose}
        onConfirm={(reason) =>
          move.mutate({ ...at, ...(reason ? { reason } : {}) } as never, { onSuccess: onClose })
        }
      />
    )
  const reason: FormField = {
    name: 'reason',
    label: words.t('web:kit.reason'),
    type: 'longtext',
    rows: 2,
    required: rule.reason ?? false,
    max: 1000,
  }
  return (
    <FormDialog
      title={words.move(name)}
      {...(hint ? { above: hint } : {})}
      width={640}
      fields={[
        ...formFields(asks, { ui, words, known: record.values, must: rule.needs ?? [] }),
        ...(rule.reason ? [reason] : []),
      ]}
      initial={initialValues(def, record, asks)}
      submitLabel={words.move(name)}
      fieldOf={keyOfProblem}
      onSubmit={async ({ reason: why, ...values }) => {
        await move.mutateAsync({ ...at, values, ...(why ? { reason: why } : {}) } as never)
      }}
      onClose={onClose}
    />
  )
}
