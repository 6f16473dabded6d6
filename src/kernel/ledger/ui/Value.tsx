import { PaperClipOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useDownload } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText } from '#web/kit/Uploader.tsx'
import type { LedgerDef } from '../define-contract.ts'
import type { Address, DateRange, Field, FileRef, Named } from '../field-contract.ts'
import type { AnyRecord, LedgerUi } from './types.ts'
import { useLedgerWords, type LedgerWords } from './words.ts'

/** `1234567.50` → `1,234,567.50`; text, because a float would round. */
export function moneyText(amount: string): string {
  const [whole = '', cents] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return cents === undefined ? grouped : `${grouped}.${cents}`
}

/** A value in one line of plain words, for cells and titles; an empty text for nothing. */
export function valueText(field: Field, key: string, value: unknown, words: LedgerWords): string {
  if (value === null || value === undefined) return ''
  switch (field.kind) {
    case 'code':
    case 'person':
    case 'org':
    case 'ref':
      return (value as { name: string }).name
    case 'choice':
      return words.choice(key, String(value))
    case 'classification':
      return words.t(`ledger:classification.${String(value)}`)
    case 'yes-no':
      return words.t(value ? 'ledger:yes' : 'ledger:no')
    case 'money':
      return `¥${moneyText(String(value))}`
    case 'number':
      return `${Number(value).toLocaleString('en-US', { maximumFractionDigits: field.scale ?? 0 })}${field.unit ? ` ${words.unit(field.unit)}` : ''}`
    case 'duration':
      return words.t('web:duration.m', { n: value })
    case 'date-range': {
      const { from, to } = value as DateRange
      return `${from} – ${to ?? words.t('ledger:open')}`
    }
    case 'refs':
    case 'files':
      return (value as Named[]).map((one) => one.name).join(comma())
    case 'address':
      return (value as Address).text
    default:
      return String(value as string)
  }
}

/** A ledger that says nothing else: at the start blue, over grey, in between green. */
function usualHue({ lifecycle }: LedgerDef, state: string): Hue {
  if (lifecycle?.closed?.includes(state)) return 'grey'
  return state === lifecycle?.start ? 'blue' : 'green'
}

/** The state of a record as a tag; moves that wait for an approval say so. */
export function LedgerState({ ui, record }: { ui: LedgerUi; record: AnyRecord }) {
  const words = useLedgerWords(ui.endpoints.def)
  if (record.state === null) return null
  return (
    <span className="zy-nowrap">
      <StatusTag
        state={record.state}
        label={words.state(record.state)}
        hue={ui.hues?.[record.state] ?? usualHue(ui.endpoints.def, record.state)}
      />
      {record.pending ? <StatusTag state="pending" label={words.t('ledger:pending')} /> : null}
    </span>
  )
}

/** A value on the record page. */
export function LedgerValue({ ui, record, name }: { ui: LedgerUi; record: AnyRecord; name: string }) {
  const words = useLedgerWords(ui.endpoints.def)
  const own = ui.cells?.[name]
  if (own) return own(record)
  const field = ui.endpoints.def.fields[name]!
  const value: unknown = record.values[name]
  if (value === null || value === undefined) return '—'
  if (field.kind === 'files') return <Files ui={ui} record={record} files={value as FileRef[]} />
  if (field.kind === 'instant') return <TimeText at={String(value as string)} />
  if (field.kind === 'longtext') return <PlainText>{String(value as string)}</PlainText>
  return valueText(field, name, value, words)
}

function Files({ ui, record, files }: { ui: LedgerUi; record: AnyRecord; files: FileRef[] }) {
  const download = useDownload(ui.endpoints.file)
  if (files.length === 0) return '—'
  return (
    <span className="zy-ledger-files">
      {files.map((file) => (
        <Button
          key={file.id}
          type="link"
          size="small"
          icon={<PaperClipOutlined />}
          loading={download.busy}
          onClick={() => download.run({ id: record.id, fileId: file.id })}
        >
          {file.name} <small>{sizeText(file.size)}</small>
        </Button>
      ))}
    </span>
  )
}

/** A cell of the list. */
export function LedgerCell({ ui, record, name }: { ui: LedgerUi; record: AnyRecord; name: string }) {
  const words = useLedgerWords(ui.endpoints.def)
  const own = ui.cells?.[name]
  if (own) return own(record)
  if (name === 'number') return <RecordNumber>{record.number ?? '—'}</RecordNumber>
  if (name === 'org') return record.org.name
  if (name === 'state') return <LedgerState ui={ui} record={record} />
  if (name === 'updatedAt') return <TimeText at={record.updatedAt} />
  const field = ui.endpoints.def.fields[name]!
  const value: unknown = record.values[name]
  if (field.kind === 'instant' && value) return <TimeText at={String(value as string)} />
  return valueText(field, name, value, words) || '—'
}
