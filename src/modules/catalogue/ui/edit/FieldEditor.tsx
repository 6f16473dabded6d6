import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conditional, fieldTypes, type Condition, type Field, type FieldType } from '../../form-contract.ts'
import { Labelled } from './parts.tsx'

interface Props {
  field: Field
  path: string
  /** fields that a condition may look at */
  before: Field[]
  onChange: (field: Field) => void
}

type Property = 'maxLength' | 'min' | 'max' | 'decimals' | 'fromDays' | 'toDays' | 'most'
const numbers: Partial<Record<FieldType, Property[]>> = {
  text: ['maxLength'],
  longtext: ['maxLength'],
  number: ['min', 'max', 'decimals'],
  date: ['fromDays', 'toDays'],
  daterange: ['fromDays', 'toDays'],
  multiple: ['most'],
  attachment: ['most'],
}
const withDefault: FieldType[] = [
  'text',
  'longtext',
  'number',
  'choice',
  'yesno',
  'ip',
  'mac',
  'phone',
  'email',
]

/** One field of a form, with what its type allows. */
export function FieldEditor({ field, path, before, onChange }: Props) {
  const { t } = useTranslation('catalogue')
  const set = (patch: Partial<Field>) => onChange(cleaned({ ...field, ...patch }))
  const text = (key: 'label' | 'labelEn' | 'help' | 'helpEn' | 'key', wide = false) => (
    <Labelled label={t(`ui.edit.${key === 'key' ? 'fieldKey' : key}`)} path={`${path}.${key}`} wide={wide}>
      <Input value={field[key]} onChange={(event) => set({ [key]: event.target.value })} maxLength={500} />
    </Labelled>
  )
  return (
    <div className="zy-cat-grid">
      {text('label')}
      {text('labelEn')}
      <Labelled label={t('ui.edit.fieldType')} path={`${path}.type`}>
        <Select
          value={field.type}
          options={fieldTypes.map((type) => ({ value: type, label: t(`ui.edit.types.${type}`) }))}
          onChange={(type) => onChange(ofType(field, type))}
        />
      </Labelled>
      {text('key')}
      {text('help')}
      {text('helpEn')}
      <Checkbox checked={field.required} onChange={(event) => set({ required: event.target.checked })}>
        {t('ui.edit.required')}
      </Checkbox>
      {(numbers[field.type] ?? []).map((property) => (
        <Labelled key={property} label={t(`ui.edit.${property}`)} path={`${path}.${property}`}>
          <InputNumber
            value={field[property] ?? null}
            onChange={(value) => set({ [property]: value ?? undefined })}
          />
        </Labelled>
      ))}
      {field.type === 'number' ? (
        <Labelled label={t('ui.edit.unit')} path={`${path}.unit`}>
          <Input
            value={field.unit ?? ''}
            maxLength={20}
            onChange={(event) => set({ unit: event.target.value || undefined })}
          />
        </Labelled>
      ) : null}
      {withDefault.includes(field.type) ? (
        <Labelled label={t('ui.edit.default')} path={`${path}.default`}>
          <Input
            value={field.default ?? ''}
            maxLength={2000}
            onChange={(event) => set({ default: event.target.value || undefined })}
          />
        </Labelled>
      ) : null}
      {field.type === 'choice' || field.type === 'multiple' ? (
        <OptionLines key={field.key} field={field} path={path} onOptions={(options) => set({ options })} />
      ) : null}
      {(['shownWhen', 'requiredWhen'] as const).map((which) => (
        <ConditionInput
          key={which}
          label={t(`ui.edit.${which}`)}
          path={`${path}.${which}.field`}
          value={field[which]}
          fields={before.filter(conditional)}
          onChange={(condition) => set({ [which]: condition })}
        />
      ))}
    </div>
  )
}

/** A property that is not there is absent, not undefined: equal definitions are equal, and no version is made of nothing. */
function cleaned(field: { [K in keyof Field]: Field[K] | undefined }): Field {
  return Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as Field
}

/** Another type keeps the words and the conditions; the rest belonged to the old one. */
function ofType(field: Field, type: FieldType): Field {
  const { key, label, labelEn, help, helpEn, required, shownWhen, requiredWhen } = field
  const options =
    type === 'choice' || type === 'multiple'
      ? (field.options ?? [{ value: 'a', label: 'A', labelEn: '' }])
      : undefined
  return cleaned({
    ...{ key, type, label, labelEn, help, helpEn, required, shownWhen, requiredWhen, options },
  } as Field)
}

/** Choices as lines `value=Chinese=English`: quick to write, to order and to paste. */
function OptionLines({
  field,
  path,
  onOptions,
}: {
  field: Field
  path: string
  onOptions: (options: NonNullable<Field['options']>) => void
}) {
  const { t } = useTranslation('catalogue')
  const [text, setText] = useState(() =>
    (field.options ?? [])
      .map(({ value, label, labelEn }) => [value, label, labelEn].filter(Boolean).join('='))
      .join('\n'),
  )
  const change = (next: string) => {
    setText(next)
    const lines = next.split('\n').filter((line) => line.trim() !== '')
    onOptions(
      lines.map((line) => {
        const [value = '', label = value, labelEn = ''] = line.split('=').map((part) => part.trim())
        return { value, label, labelEn }
      }),
    )
  }
  return (
    <Labelled label={t('ui.edit.options')} hint={t('ui.edit.optionsHint')} path={`${path}.options`} wide>
      <Input.TextArea
        value={text}
        autoSize={{ minRows: 2, maxRows: 12 }}
        onChange={(e) => change(e.target.value)}
      />
    </Labelled>
  )
}

function ConditionInput({
  label,
  path,
  value,
  fields,
  onChange,
}: {
  label: string
  path: string
  value: Condition | undefined
  fields: Field[]
  onChange: (condition: Condition | undefined) => void
}) {
  const { t } = useTranslation('catalogue')
  const decider = fields.find((one) => one.key === value?.field)
  const values =
    decider?.type === 'yesno'
      ? [
          { value: 'yes', label: t('ui.yes') },
          { value: 'no', label: t('ui.no') },
        ]
      : (decider?.options ?? []).map((one) => ({ value: one.value, label: one.label }))
  const first = (key: string): string => {
    const found = fields.find((one) => one.key === key)
    return found?.type === 'yesno' ? 'yes' : (found?.options?.[0]?.value ?? 'yes')
  }
  return (
    <Labelled label={label} path={path} wide>
      <span className="zy-cat-condition">
        <Select
          aria-label={`${label} ${t('ui.edit.conditionField')}`}
          allowClear
          value={value?.field ?? null}
          placeholder={t('ui.edit.always')}
          options={fields.map((one) => ({ value: one.key, label: one.label }))}
          onChange={(field) => onChange(field ? { field, is: [first(field)] } : undefined)}
        />
        {value ? (
          <Select
            aria-label={`${label} ${t('ui.edit.conditionIs')}`}
            mode="multiple"
            value={value.is}
            options={values}
            onChange={(is) => onChange(is.length > 0 ? { ...value, is } : undefined)}
          />
        ) : null}
      </span>
    </Labelled>
  )
}
