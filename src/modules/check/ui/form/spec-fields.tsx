import { Button, Input } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { figuresOf, secretsOf, type Kind, type SecretName } from '#modules/probe/kind-contract.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { useFigureName } from '../parts.tsx'
import { layoutOf, wordOf, type Placed } from './layout.ts'
import { Rows, type RowColumn } from './Rows.tsx'
import { shapesOfKind, type Shape } from './shape.ts'

type Spec = Record<string, unknown>

/** The answers about the kind in the values of a form. */
export const specOf = (values: FormValues): Spec => (values['spec'] ?? {}) as Spec

export interface SpecFieldOptions {
  /** texts may hold variables, and so may what is a number otherwise */
  template?: boolean
  /** names of secrets that are kept already */
  kept: readonly string[]
  /** shows what is rarely wanted; null: it is shown */
  onMore: (() => void) | null
}

/** Inputs for all that a kind is told, made from its schema; `spec.<field>` and `secrets.<name>`. */
export function useSpecFields(
  kind: Kind,
  options: SpecFieldOptions,
): { main: FormField[]; more: FormField[] } {
  const { t } = useTranslation(['probe', 'check'])
  const { main, more } = layoutOf(kind)
  const make = (one: Placed) => fieldOf(t, kind, one, options)
  return {
    main: [...main.map(make), ...secretFields(t, kind, options.kept)],
    more: options.onMore ? [moreButton(t('check:screen.form.more'), options.onMore)] : more.map(make),
  }
}

const moreButton = (label: string, onMore: () => void): FormField => ({
  type: 'custom',
  name: '_more',
  label: '',
  render: () => (
    <Button size="small" onClick={onMore}>
      {label}
    </Button>
  ),
})

const long = new Set(['body', 'ca', 'query'])

function fieldOf(
  t: TFunction,
  kind: Kind,
  { shape, when }: Placed,
  { template }: SpecFieldOptions,
): FormField {
  const { key } = shape
  // an empty text stands for "no hint"
  const hint = t(`probe:hint.${key}`, { defaultValue: '' })
  const label = t(`probe:field.${kind === 'http' && key === 'url' ? 'url' : wordOf(key)}`)
  const common = {
    name: `spec.${key}`,
    label,
    required: shape.required,
    ...(hint ? { hint } : {}),
    when: (values: FormValues) => when(specOf(values)),
  }
  switch (shape.type) {
    case 'switch':
      return { ...common, required: false, type: 'switch', half: true }
    case 'number':
      if (template) return { ...common, type: 'text', half: true, max: 200 }
      return {
        ...common,
        type: 'number',
        half: true,
        ...(shape.min === undefined ? {} : { min: shape.min }),
        ...(shape.max === undefined ? {} : { max: shape.max }),
      }
    case 'select':
      return { ...common, type: 'select', half: true, options: optionsOf(t, key, shape.options) }
    case 'texts':
      return { ...common, type: 'custom', render: (bound) => <Lines {...bound} most={shape.most} /> }
    case 'rows':
      return {
        ...common,
        type: 'custom',
        render: (bound) => <Table {...bound} shape={shape} label={label} />,
      }
    default:
      return long.has(key)
        ? { ...common, type: 'longtext', rows: key === 'query' ? 2 : 4, max: shape.max }
        : { ...common, type: 'text', max: shape.max, half: key !== 'url' }
  }
}

function optionsOf(t: TFunction, key: string, options: readonly string[]) {
  const words = (value: string) => t(`probe:option.${key}.${value}`, { defaultValue: value.toUpperCase() })
  // versions and methods are what they are
  const plain = key === 'leastProtocol' || key === 'version'
  return options.map((value) => ({ value, label: plain ? value : words(value) }))
}

function secretFields(t: TFunction, kind: Kind, kept: readonly string[]): FormField[] {
  const possible: Partial<Record<Kind, SecretName[]>> = {
    http: ['password', 'token'],
    snmp: ['community', 'authSecret', 'privSecret'],
    postgres: ['password'],
    mysql: ['password'],
    ldap: ['password'],
    nagios: ['password'],
  }
  return (possible[kind] ?? []).map((name) => ({
    type: 'password',
    name: `secrets.${name}`,
    label: t(`probe:field.${name}`),
    half: true,
    max: 4000,
    ...(kept.includes(name) ? { placeholder: t('check:screen.form.kept') } : {}),
    when: (values) => secretsOf(kind, specOf(values)).includes(name),
  }))
}

/** One text a line. */
function Lines(props: { value?: unknown; onChange?: (value: unknown) => void; id?: string; most: number }) {
  const lines = (props.value as string[] | undefined) ?? []
  return (
    <Input.TextArea
      {...(props.id ? { id: props.id } : {})}
      // the last line break is kept while the next line is being thought of
      value={lines.join('\n')}
      autoSize={{ minRows: 2, maxRows: 10 }}
      onChange={(event) =>
        props.onChange?.(event.target.value === '' ? [] : event.target.value.split('\n').slice(0, props.most))
      }
    />
  )
}

/** What was typed without its empty lines. */
export function cleanLines(spec: Spec): Spec {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value
            .filter((one) => one !== '')
            .map((one: unknown) => (typeof one === 'string' ? one.trim() : one))
        : value,
    ]),
  )
}

type RowsShape = Extract<Shape, { type: 'rows' }>

function Table(props: {
  shape: RowsShape
  label: string
  value?: unknown
  onChange?: (value: unknown) => void
}) {
  const { t } = useTranslation('probe')
  const { shape, label, ...bound } = props
  const columns = shape.columns.map((one): RowColumn => ({
    key: one.key,
    label: t(`field.${wordOf(one.key, shape.key)}`),
    type: one.type === 'switch' || one.type === 'number' ? one.type : 'text',
    ...(one.type === 'text' ? { max: one.max } : {}),
    ...(one.key === 'oid' ? { width: '30%', placeholder: '1.3.6.1.2.1.1.3.0' } : {}),
  }))
  const fresh = Object.fromEntries(
    shape.columns.filter((one) => one.usual !== undefined).map((one) => [one.key, one.usual]),
  )
  return <Rows {...bound} columns={columns} fresh={fresh} most={shape.most} label={label} />
}

/** Thresholds of a check: bounds of figures, and the ways back where they differ. */
export function Thresholds(props: {
  kind: string
  value?: unknown
  onChange?: (value: unknown) => void
  label: string
}) {
  const { t } = useTranslation('check')
  const figure = useFigureName()
  const { kind, ...bound } = props
  const known = Object.entries(figuresOf[kind as Kind] ?? {})
  const columns: RowColumn[] = [
    {
      key: 'figure',
      label: t('screen.threshold.figure'),
      type: 'choice',
      width: '26%',
      offered: known.map(([value, unit]) => ({
        value,
        label: `${value} · ${figure(value)}${unit ? ` (${unit})` : ''}`,
      })),
    },
    { key: 'warn', label: t('screen.threshold.warn'), type: 'text', max: 60, placeholder: '80' },
    { key: 'crit', label: t('screen.threshold.crit'), type: 'text', max: 60, placeholder: '95' },
    { key: 'recoverWarn', label: t('screen.threshold.recoverWarn'), type: 'text', max: 60 },
    { key: 'recoverCrit', label: t('screen.threshold.recoverCrit'), type: 'text', max: 60 },
  ]
  return <Rows {...bound} columns={columns} fresh={{ figure: known[0]?.[0] ?? '' }} most={20} />
}

/** A spec as the form has it: what is not asked stays as it was, what was emptied falls back to what is usual. */
export function mergeSpec(kind: Kind, before: Spec, given: Spec, asked: readonly FormField[]): Spec {
  const names = new Set(asked.map((one) => one.name))
  const out: Spec = {}
  for (const { key } of shapesOfKind(kind)) {
    if (key === 'thresholds') continue
    const value = names.has(`spec.${key}`) ? given[key] : (given[key] ?? before[key])
    if (value !== undefined && value !== null) out[key] = value
  }
  // bounds are those of the check
  return { ...cleanLines(out), thresholds: [] }
}
