import { Button, Checkbox, DatePicker, Input, InputNumber, Radio, Select } from 'antd'
import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupColleagues } from '#modules/catalogue/contract.ts'
import { inWords } from '#modules/catalogue/format-contract.ts'
import type { Answer, Field } from '#modules/catalogue/form-contract.ts'
import { call } from '../api.ts'
import { RemoteSelect, type RemoteSource } from './RemoteSelect.tsx'
import { orgSource, query, serviceSource } from './sources.ts'

/** Gives the answer, or makes it from the present one; undefined takes it away. */
export type SetAnswer = (
  answer: Answer | undefined | ((before: Answer | undefined) => Answer | undefined),
) => void

export interface AnswerInputProps {
  field: Field
  answer: Answer | undefined
  set: SetAnswer
  id: string
  labelId: string
  label: string
  invalid: boolean
  required: boolean
  names: Readonly<Record<string, string>>
  uploader?: (onDone: (file: { id: string; name: string }) => void) => ReactNode
}

/** Whom an answer may name: who asks from the portal may not look people up otherwise. */
const colleagueSource: RemoteSource = {
  name: 'colleague',
  search: async (q, signal) =>
    (await call(lookupColleagues, query(q), { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.orgName,
    })),
}
const sources = { person: colleagueSource, org: orgSource, service: serviceSource }

const format = 'YYYY-MM-DD'
/** A few choices are seen at once, many are chosen from a list. */
const few = 5

/** The input of one field, by its type. */
export function AnswerInput(props: AnswerInputProps) {
  const { field, answer, set, id, invalid } = props
  const status = invalid ? { status: 'error' as const } : {}
  const text = typeof answer === 'string' ? answer : ''
  const common = { id, ...status, 'aria-invalid': invalid, 'aria-required': props.required }
  switch (field.type) {
    case 'longtext':
      return (
        <Input.TextArea
          {...common}
          value={text}
          maxLength={field.maxLength ?? 5000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          onChange={(event) => set(event.target.value || undefined)}
        />
      )
    case 'number':
      return (
        <InputNumber
          {...common}
          value={typeof answer === 'number' ? answer : null}
          {...(field.unit ? { suffix: field.unit } : {})}
          onChange={(value) => set(typeof value === 'number' ? value : undefined)}
          style={{ width: 200 }}
        />
      )
    case 'date':
      return <Day {...props} value={text} onDay={set} />
    case 'daterange':
      return <Range {...props} />
    case 'choice':
    case 'multiple':
      return <Choice {...props} />
    case 'yesno':
      return <YesNo {...props} />
    case 'person':
    case 'org':
    case 'service':
      return (
        <RemoteSelect
          id={id}
          source={sources[field.type]}
          value={text || null}
          {...(props.names[text] ? { valueLabel: props.names[text] } : {})}
          onChange={(value) => set(value ?? undefined)}
          style={{ width: '100%' }}
        />
      )
    case 'attachment':
      return <Files {...props} />
    default:
      return (
        <Input
          {...common}
          value={text}
          maxLength={field.maxLength ?? 254}
          {...(field.type === 'phone' ? { inputMode: 'tel' as const } : {})}
          {...(field.type === 'email' ? { inputMode: 'email' as const } : {})}
          onChange={(event) => set(event.target.value || undefined)}
        />
      )
  }
}

/** Days are days of the calendar and belong to no zone. */
function Day({
  id,
  value,
  onDay,
  label,
  invalid,
}: {
  id?: string
  value: string
  onDay: (day: string | undefined) => void
  label: string
  invalid: boolean
}) {
  return (
    <DatePicker
      {...(id ? { id } : { 'aria-label': label })}
      value={value ? dayjs(value, format) : null}
      format={format}
      {...(invalid ? { status: 'error' as const } : {})}
      onChange={(day) => onDay(day ? day.format(format) : undefined)}
      style={{ width: 200 }}
    />
  )
}

function Range({ answer, set, labelId, label, invalid }: AnswerInputProps) {
  const { t } = useTranslation('catalogue')
  const now = typeof answer === 'object' && !Array.isArray(answer) ? answer : { from: '', to: '' }
  const change = (patch: { from?: string; to?: string }) => {
    const next = { ...now, ...patch }
    set(next.from || next.to ? next : undefined)
  }
  return (
    <div role="group" aria-labelledby={labelId} className="zy-answer-range">
      <Day
        label={`${label} ${t('ui.from')}`}
        value={now.from}
        invalid={invalid}
        onDay={(from) => change({ from: from ?? '' })}
      />
      <span aria-hidden="true">—</span>
      <Day
        label={`${label} ${t('ui.to')}`}
        value={now.to}
        invalid={invalid}
        onDay={(to) => change({ to: to ?? '' })}
      />
    </div>
  )
}

function Choice({ field, answer, set, labelId, label }: AnswerInputProps) {
  const { i18n } = useTranslation('catalogue')
  const options = (field.options ?? []).map((one) => ({
    value: one.value,
    label: inWords(i18n.language, one.label, one.labelEn),
  }))
  if (field.type === 'multiple')
    return (
      <div role="group" aria-labelledby={labelId}>
        <Checkbox.Group
          options={options}
          value={Array.isArray(answer) ? answer : []}
          onChange={(values) => set(values.length > 0 ? values.map(String) : undefined)}
        />
      </div>
    )
  if (options.length > few)
    return (
      <Select
        aria-label={label}
        options={options}
        value={typeof answer === 'string' ? answer : null}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(value) => set(value ?? undefined)}
        style={{ width: '100%' }}
      />
    )
  return (
    <Radio.Group
      aria-labelledby={labelId}
      options={options}
      value={typeof answer === 'string' ? answer : null}
      onChange={(event) => set(String(event.target.value))}
    />
  )
}

function YesNo({ answer, set, labelId }: AnswerInputProps) {
  const { t } = useTranslation('catalogue')
  return (
    <Radio.Group
      aria-labelledby={labelId}
      value={typeof answer === 'boolean' ? answer : null}
      options={[
        { value: true, label: t('ui.yes') },
        { value: false, label: t('ui.no') },
      ]}
      onChange={(event) => set(Boolean(event.target.value))}
    />
  )
}

function Files({ answer, set, labelId, names, uploader, field }: AnswerInputProps) {
  const { t } = useTranslation('catalogue')
  const [given, setGiven] = useState<Record<string, string>>({})
  const ids = Array.isArray(answer) ? answer : []
  const nameOf = (id: string) => given[id] ?? names[id] ?? id
  return (
    <div role="group" aria-labelledby={labelId} className="zy-answer-files">
      {ids.map((one) => (
        <span key={one} className="zy-answer-file" dir="auto">
          <PaperClipOutlined aria-hidden="true" /> {nameOf(one)}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('ui.removeFile', { name: nameOf(one) })}
            onClick={() => {
              const left = ids.filter((id) => id !== one)
              set(left.length > 0 ? left : undefined)
            }}
          />
        </span>
      ))}
      {uploader && ids.length < (field.most ?? 5)
        ? uploader((file) => {
            setGiven((all) => ({ ...all, [file.id]: file.name }))
            set((before) => [...(Array.isArray(before) ? before : []), file.id])
          })
        : null}
    </div>
  )
}
