import { Alert, Button, DatePicker, Form, Input, InputNumber, Radio, Select, Switch } from 'antd'
import type { Dayjs } from 'dayjs'
import { Fragment, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { useExplain } from '../hooks.ts'
import { checkValues, type SchemaLike } from './form-check.ts'
import { RemoteSelect, type RemoteSource } from './RemoteSelect.tsx'
import { fromWall, toWall } from './zone.ts'

type Option = { value: string | number; label: ReactNode; disabled?: boolean }

interface Common {
  /** Path in the API's input, dots for nesting: `caller.phone`. Problems name the same path. */
  name: string
  label: string
  required?: boolean
  hint?: ReactNode
  placeholder?: string
  /** Half a row on a wide screen. */
  half?: boolean
  when?: (values: FormValues) => boolean
  disabled?: boolean
  autoFocus?: boolean
  /** Begins a new part of the form, under this head. */
  head?: string
}

/** One input of a form, by what the person gives. Dates travel as ISO 8601 with the unit's offset. */
export type FormField = Common &
  (
    | { type: 'text' | 'longtext' | 'password'; max?: number; rows?: number }
    | { type: 'number'; min?: number; max?: number; unit?: string }
    | { type: 'select'; options: Option[]; multiple?: boolean }
    | { type: 'radio'; options: Option[] }
    | { type: 'remote'; source: RemoteSource; valueLabel?: string }
    | { type: 'datetime' | 'date' }
    | { type: 'switch' }
    | {
        type: 'custom'
        render: (props: { value?: unknown; onChange?: (value: unknown) => void; id?: string }) => ReactNode
      }
  )

export type FormValues = Record<string, unknown>

export interface RecordFormProps {
  fields: FormField[]
  initial?: FormValues
  /** The endpoint's `body` schema: checked before sending, so that obvious errors need no round trip. */
  schema?: SchemaLike
  /** Sends; throw the Problem (`await move.mutateAsync(values)`) and its `errors` appear at their fields. */
  onSubmit: (values: FormValues) => Promise<unknown>
  submitLabel?: string
  onCancel?: () => void
  onValues?: (values: FormValues) => void
  /** Name of the field that a problem's path means, where the form calls it otherwise. */
  fieldOf?: (path: string) => string
  /** Between the fields and the buttons. */
  children?: ReactNode
}

/** A form from a list of fields. Problems of the server land at the field they name; the first one gets the focus. */
export function RecordForm(props: RecordFormProps) {
  const { fields, initial = {}, schema, onSubmit, submitLabel, onCancel, onValues, children } = props
  const { t } = useTranslation('web')
  const explain = useExplain()
  const [form] = Form.useForm()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [values, setValues] = useState<FormValues>(initial)

  const show = (errors: { field: string; message: string }[]) => {
    const at = (field: string) => fields.find((one) => field === one.name || field.startsWith(`${one.name}.`))
    const named = errors.map(({ field, message }) => ({ field: props.fieldOf?.(field) ?? field, message }))
    const known = named.filter(({ field }) => at(field))
    form.setFields(
      known.map(({ field, message }) => ({ name: pathOf(at(field)?.name ?? field), errors: [message] })),
    )
    const first = known[0] ? at(known[0].field) : undefined
    if (first) form.scrollToField(pathOf(first.name), { focus: true, block: 'center' })
    const loose = named.filter(({ field }) => !at(field)).map(({ message }) => message)
    return { known: known.length, loose }
  }
  const submit = async () => {
    const sent = outgoing(fields, form.getFieldsValue(true) as FormValues)
    const wrong = schema ? checkValues(schema, sent, t) : []
    setTrouble(null)
    if (wrong.length > 0 && show(wrong).known > 0) return
    setBusy(true)
    try {
      await onSubmit(sent)
    } catch (error) {
      const { loose, known } = error instanceof Problem ? show([...error.errors]) : { loose: [], known: 0 }
      setTrouble(loose[0] ?? (known > 0 ? t('error.fields', { n: known }) : explain(error)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark
      initialValues={incoming(fields, initial)}
      onFinish={() => void submit()}
      onValuesChange={() => {
        const now = outgoing(fields, form.getFieldsValue(true) as FormValues)
        setValues(now)
        onValues?.(now)
      }}
      scrollToFirstError={{ focus: true, block: 'center' }}
      className="zy-form"
    >
      {trouble ? (
        <Alert type="error" showIcon title={trouble} role="alert" className="zy-form-trouble" />
      ) : null}
      <div className="zy-form-grid">
        {fields
          .filter((field) => field.when?.(values) ?? true)
          .map((field) => (
            <Fragment key={field.name}>
              {field.head ? <h2 className="zy-form-head">{field.head}</h2> : null}
              <Form.Item
                name={pathOf(field.name)}
                label={field.label}
                {...(field.hint ? { extra: field.hint } : {})}
                className={`${field.half ? 'zy-form-half' : ''} ${field.head === field.label ? 'zy-form-said' : ''}`}
                rules={
                  field.required
                    ? [
                        {
                          required: true,
                          message: t('error.required'),
                          ...(isText(field) ? { whitespace: true } : {}),
                        },
                      ]
                    : []
                }
                {...(field.type === 'switch' ? { valuePropName: 'checked' } : {})}
              >
                <FieldInput field={field} />
              </Form.Item>
            </Fragment>
          ))}
      </div>
      {children}
      <div className="zy-form-buttons">
        <Button type="primary" htmlType="submit" loading={busy}>
          {submitLabel ?? t('action.save')}
        </Button>
        {onCancel ? <Button onClick={onCancel}>{t('action.cancel')}</Button> : null}
      </div>
    </Form>
  )
}

/** antd passes `value`, `onChange` and `id` into the one child; they go on to the input. */
function FieldInput({
  field,
  ...bound
}: {
  field: FormField
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
}) {
  const common = {
    ...(bound as object),
    ...(field.placeholder ? { placeholder: field.placeholder } : {}),
    ...(field.disabled ? { disabled: true } : {}),
    ...(field.autoFocus ? { autoFocus: true } : {}),
  }
  if (field.type === 'text') return <Input {...common} maxLength={field.max ?? 200} />
  if (field.type === 'password')
    return <Input.Password {...common} maxLength={field.max ?? 200} autoComplete="new-password" />
  if (field.type === 'longtext') {
    return (
      <Input.TextArea
        {...common}
        maxLength={field.max ?? 10_000}
        autoSize={{ minRows: field.rows ?? 4, maxRows: 16 }}
      />
    )
  }
  if (field.type === 'number') {
    const limits = {
      ...(field.min === undefined ? {} : { min: field.min }),
      ...(field.max === undefined ? {} : { max: field.max }),
    }
    return (
      <InputNumber
        {...common}
        {...limits}
        {...(field.unit ? { suffix: field.unit } : {})}
        style={{ width: '100%' }}
      />
    )
  }
  if (field.type === 'select') {
    const many = field.multiple ? { mode: 'multiple' as const } : {}
    return (
      <Select
        {...common}
        {...many}
        allowClear={!field.required}
        showSearch={{ optionFilterProp: 'label' }}
        options={field.options}
      />
    )
  }
  if (field.type === 'radio') return <Radio.Group {...common} options={field.options} optionType="button" />
  if (field.type === 'remote') {
    return (
      <RemoteSelect
        {...common}
        source={field.source}
        {...(field.valueLabel ? { valueLabel: field.valueLabel } : {})}
      />
    )
  }
  if (field.type === 'datetime')
    return (
      <DatePicker
        {...common}
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        style={{ width: '100%' }}
      />
    )
  if (field.type === 'date') return <DatePicker {...common} format="YYYY-MM-DD" style={{ width: '100%' }} />
  if (field.type === 'custom') return field.render(bound)
  return <Switch {...common} />
}

function isText(field: FormField): boolean {
  return field.type === 'text' || field.type === 'longtext'
}

function pathOf(name: string): string[] {
  return name.split('.')
}

function read(values: FormValues, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as FormValues | undefined)?.[key], values)
}

function write(values: FormValues, path: string[], value: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) values[key] = value
  else write((values[key] ??= {}) as FormValues, rest, value)
}

function incoming(fields: FormField[], initial: FormValues): FormValues {
  const out: FormValues = structuredClone(initial)
  for (const field of fields) {
    if (field.type !== 'datetime' && field.type !== 'date') continue
    const path = pathOf(field.name)
    write(out, path, toWall(read(initial, path) as string | undefined))
  }
  return out
}

/** Only what the fields name, dates as text, empty inputs left out: an absent key is not an empty string. */
function outgoing(fields: FormField[], values: FormValues): FormValues {
  const out: FormValues = {}
  for (const field of fields) {
    const path = pathOf(field.name)
    let value = read(values, path)
    if (field.when && !field.when(values)) continue
    if (field.type === 'datetime') value = fromWall(value as Dayjs | null)
    if (field.type === 'date') value = (value as Dayjs | null | undefined)?.format('YYYY-MM-DD')
    if (typeof value === 'string' && value.trim() === '') value = undefined
    if (value !== undefined && value !== null) write(out, path, value)
  }
  return out
}
