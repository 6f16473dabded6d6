import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { AnyRecord } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { personSource } from '#web/kit/sources.ts'
import { useCan } from '#web/session.tsx'
import { addStockEntry, entryKinds, listStockEntries } from '../contract.ts'
import './consumable.css'

type Kind = (typeof entryKinds)[number]

/** Movements of an item, and the three ways to move it. */
export function StockPanel({ record }: { record: AnyRecord }) {
  const { t } = useTranslation('consumable')
  const can = useCan()
  const [kind, setKind] = useState<Kind | null>(null)
  const list = useInfiniteList(listStockEntries, { id: record.id, limit: 20 })
  const measure = String((record.values as { measure?: string | null }).measure ?? '')
  const buttons = can('consumable.keep') ? (
    <div className="zy-stock-buttons">
      {entryKinds.map((one) => (
        <Button key={one} size="small" onClick={() => setKind(one)}>
          {t(`stock.kind.${one}`)}
        </Button>
      ))}
    </div>
  ) : null
  return (
    <Panel title={t('stock.panel')}>
      {buttons}
      {list.items.length === 0 && !list.isPending ? <p className="zy-page-sub">{t('stock.none')}</p> : null}
      <ul className="zy-stock-entries">
        {list.items.map((one) => (
          <li key={one.id}>
            <strong>
              {t(`stock.kind.${one.kind}`)} {one.quantity} {measure}
            </strong>
            <span>{t('stock.after', { n: one.after })}</span>
            <span>{[one.person, one.purpose].filter(Boolean).join(' · ')}</span>
            <TimeText at={one.madeAt} />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button type="link" onClick={() => void list.fetchNextPage()}>
          …
        </Button>
      ) : null}
      {kind ? (
        <EntryDialog id={record.id} kind={kind} measure={measure} onClose={() => setKind(null)} />
      ) : null}
    </Panel>
  )
}

function EntryDialog(props: { id: string; kind: Kind; measure: string; onClose: () => void }) {
  const { id, kind, measure, onClose } = props
  const { t } = useTranslation('consumable')
  const add = useMove(addStockEntry, { done: t('stock.done'), onProblem: () => true })
  const fields: FormField[] = [
    {
      type: 'number',
      name: 'quantity',
      label: t(kind === 'count' ? 'stock.counted' : 'stock.quantity'),
      required: true,
      min: kind === 'count' ? 0 : 1,
      unit: measure,
      autoFocus: true,
    },
    {
      type: 'remote',
      name: 'personId',
      label: t('stock.person'),
      source: personSource,
      when: () => kind !== 'count',
    },
    { type: 'text', name: 'purpose', label: t('stock.purpose'), max: 500 },
  ]
  return (
    <FormDialog
      title={t(`stock.kind.${kind}`)}
      fields={fields}
      onClose={onClose}
      onSubmit={({ quantity, personId, purpose }) =>
        add.mutateAsync({
          id,
          kind,
          quantity,
          ...(personId ? { personId } : {}),
          ...(purpose ? { purpose } : {}),
        } as CallInput<typeof addStockEntry>)
      }
    />
  )
}
