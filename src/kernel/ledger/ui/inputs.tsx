import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Button, DatePicker, Input, Radio, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Uploader } from '#web/kit/Uploader.tsx'
import { lookupCodes } from '../contract.ts'
import type { Address, DateRange, FileRef } from '../field-contract.ts'
import type { LedgerUi } from './types.ts'

/** What antd hands to an input inside its form item. */
export interface Bound {
  id?: string
  value?: unknown
  onChange?: (value: unknown) => void
}

export function Plain({
  value,
  onChange,
  id,
  prefix,
  mode,
}: Bound & { prefix?: string; mode: 'text' | 'tel' | 'email' | 'decimal' }) {
  return (
    <Input
      {...(id ? { id } : {})}
      value={(value as string | undefined) ?? ''}
      maxLength={120}
      inputMode={mode}
      {...(prefix ? { prefix } : {})}
      onChange={(event) => onChange?.(event.target.value || undefined)}
    />
  )
}

export function CodeSelect({ value, onChange, id, list }: Bound & { list: string }) {
  const codes = useCall(lookupCodes, { list }, { staleTime: 60_000 })
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      loading={codes.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={(value as string | undefined) ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      options={(codes.data?.items ?? []).map((one) => ({ value: one.code, label: one.name }))}
    />
  )
}

export function YesNo({ value, onChange, label }: Bound & { label: string }) {
  const { t } = useTranslation('ledger')
  return (
    <Radio.Group
      aria-label={label}
      optionType="button"
      value={(value as boolean | undefined) ?? null}
      onChange={(event) => onChange?.(Boolean(event.target.value))}
      options={[
        { value: true, label: t('yes') },
        { value: false, label: t('no') },
      ]}
    />
  )
}

const day = 'YYYY-MM-DD'

export function Range({ value, onChange, label }: Bound & { label: string }) {
  const { from, to } = (value as DateRange | undefined) ?? { from: '', to: null }
  return (
    <DatePicker.RangePicker
      aria-label={label}
      format={day}
      allowEmpty={[false, true]}
      value={from ? [dayjs(from, day), to ? dayjs(to, day) : null] : null}
      onChange={(days) =>
        onChange?.(days?.[0] ? { from: days[0].format(day), to: days[1]?.format(day) ?? null } : undefined)
      }
      style={{ width: '100%' }}
    />
  )
}

export function Time({ value, onChange, id }: Bound) {
  return (
    <TimePicker
      {...(id ? { id } : {})}
      format="HH:mm"
      value={value ? dayjs(value as string, 'HH:mm') : null}
      onChange={(time) => onChange?.(time ? time.format('HH:mm') : undefined)}
      style={{ width: '100%' }}
    />
  )
}

/** The words of an address; a division that an import has found stays with it. */
export function AddressInput({ value, onChange, id }: Bound) {
  const now = (value as Address | undefined) ?? { division: null, text: '' }
  return (
    <Input
      {...(id ? { id } : {})}
      value={now.text}
      maxLength={300}
      onChange={(event) => onChange?.(event.target.value ? { ...now, text: event.target.value } : undefined)}
    />
  )
}

export function FilesInput({
  value,
  onChange,
  ui,
  max,
  known,
}: Bound & { ui: LedgerUi; max: number; known: FileRef[] }) {
  const { t } = useTranslation('web')
  const [names, setNames] = useState(() => new Map(known.map((one) => [one.id, one.name])))
  const ids = (value as string[] | undefined) ?? []
  return (
    <div className="zy-many">
      {ids.map((id) => (
        <span key={id} className="zy-chip" dir="auto">
          <PaperClipOutlined aria-hidden="true" /> {names.get(id) ?? id}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={`${t('action.remove')} ${names.get(id) ?? id}`}
            onClick={() => onChange?.(ids.filter((one) => one !== id))}
          />
        </span>
      ))}
      {ids.length < max ? (
        <Uploader
          endpoint={ui.endpoints.attach}
          input={{} as never}
          onDone={(answer) => {
            const file = answer as { id: string; name: string }
            setNames((now) => new Map(now).set(file.id, file.name))
            onChange?.([...ids, file.id])
          }}
        />
      ) : null}
    </div>
  )
}
