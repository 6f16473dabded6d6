import { ScanOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ImportBlock } from '#kernel/sheet/ui/ImportBlock.tsx'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import * as contract from '../contract.ts'
import { useCountFields } from './LineDialog.tsx'
import { counted, ResultTag, type Line, type Stocktake } from './parts.tsx'
import './stocktake.css'

/** Counting on site: a number typed or scanned, what was found, the next one. Made for a phone in one hand. */
export function CountPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(contract.getStocktake, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Counting key={id} stocktake={data} />
}

/** A label's code holds a link that ends in the number. */
const numberIn = (text: string): string => text.trim().split('/').pop() ?? ''

function Counting({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const [text, setText] = useState('')
  const [wanted, setWanted] = useState('')
  const [surplus, setSurplus] = useState(false)
  const field = useRef<InputRef>(null)
  const next = () => {
    setText('')
    setWanted('')
    field.current?.focus()
  }
  return (
    <div className="zy-page zy-stk-count">
      <PageHeader
        title={t('page.count')}
        sub={t('counted', counted(stocktake.results))}
        breadcrumb={[
          { label: t('page.list'), to: '/stocktakes' },
          { label: stocktake.number, to: `/stocktakes/${stocktake.id}` },
          { label: t('page.count') },
        ]}
        actions={<Button onClick={() => setSurplus(true)}>{t('act.surplus')}</Button>}
      />
      <Panel>
        <Input.Search
          ref={field}
          autoFocus
          size="large"
          value={text}
          prefix={<ScanOutlined aria-hidden="true" />}
          placeholder={t('act.scan')}
          aria-label={t('act.scan')}
          onChange={(event) => setText(event.target.value)}
          onSearch={(value) => setWanted(numberIn(value))}
          enterButton
        />
      </Panel>
      {wanted ? <Found key={wanted} stocktake={stocktake} wanted={wanted} onNext={next} /> : null}
      <ImportBlock
        template={contract.countSheet}
        check={contract.checkCountSheet}
        apply={contract.takeCountSheet}
        input={{ id: stocktake.id }}
        rule={t('countRule')}
        invalidates={['stocktake']}
      />
      {surplus ? <SurplusDialog id={stocktake.id} onClose={() => setSurplus(false)} /> : null}
    </div>
  )
}

function Found({ stocktake, wanted, onNext }: { stocktake: Stocktake; wanted: string; onNext: () => void }) {
  const { t } = useTranslation('stocktake')
  const list = useInfiniteList(contract.listLines, { id: stocktake.id, q: wanted, limit: 20 })
  const lines = list.items.filter((line) => line.assetId !== null)
  if (list.isPending) return null
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} small />
  if (lines.length === 0) return <EmptyState title={t('notFound')} />
  const exact = lines.find((line) => line.number === wanted) ?? (lines.length === 1 ? lines[0] : undefined)
  if (exact) return <CountForm key={exact.id} stocktakeId={stocktake.id} line={exact} onNext={onNext} />
  return (
    <Panel title={wanted}>
      <ul className="zy-stk-choices">
        {lines.map((line) => (
          <Choice key={line.id} stocktakeId={stocktake.id} line={line} onNext={onNext} />
        ))}
      </ul>
    </Panel>
  )
}

/** Several have these words: the one that is meant is opened. */
function Choice({ stocktakeId, line, onNext }: { stocktakeId: string; line: Line; onNext: () => void }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <Button type="link" onClick={() => setOpen(!open)}>
        {line.number} {line.name}
      </Button>{' '}
      {line.location} <ResultTag result={line.result} />
      {open ? <CountForm stocktakeId={stocktakeId} line={line} onNext={onNext} /> : null}
    </li>
  )
}

function CountForm({ stocktakeId, line, onNext }: { stocktakeId: string; line: Line; onNext: () => void }) {
  const { t } = useTranslation('stocktake')
  const fields = useCountFields()
  const count = useMove(contract.countLine, {
    done: t('done.counted'),
    onProblem: () => true,
    onDone: onNext,
  })
  return (
    <Panel title={`${line.number} ${line.name}`} actions={<ResultTag result={line.result} />}>
      <FactList
        facts={[
          { label: t('field.model'), value: line.model },
          { label: t('field.serial'), value: line.serial },
          { label: t('field.location'), value: line.location },
          { label: t('field.custodian'), value: line.custodian },
          { label: t('field.quantity'), value: line.quantity },
        ]}
      />
      <RecordForm
        fields={fields}
        submitLabel={t('act.count')}
        onSubmit={(values) =>
          count.mutateAsync({
            id: stocktakeId,
            lineId: line.id,
            version: line.version,
            via: 'phone',
            ...values,
          } as never)
        }
      />
    </Panel>
  )
}

function SurplusDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('stocktake')
  const add = useMove(contract.addSurplus, { done: t('done.counted'), onProblem: () => true })
  return (
    <FormDialog
      title={t('act.surplus')}
      fields={[
        { name: 'name', label: t('field.name'), type: 'text', max: 200, required: true },
        { name: 'location', label: t('field.countedLocation'), type: 'text', max: 200, required: true },
        { name: 'model', label: t('field.model'), type: 'text', max: 200, half: true },
        { name: 'serial', label: t('field.serial'), type: 'text', max: 100, half: true },
        { name: 'quantity', label: t('field.countedQuantity'), type: 'number', min: 1, half: true },
        { name: 'note', label: t('field.note'), type: 'longtext', max: 500, rows: 2 },
      ]}
      initial={{ quantity: 1 }}
      onSubmit={(values) => add.mutateAsync({ id, via: 'phone', ...values } as never)}
      onClose={onClose}
    />
  )
}
