import { Button, InputNumber, Select } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { createContext, useContext, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TargetTime } from '../../item-contract.ts'

/** What is wrong in the definition, by its path: `form.0.key`. */
export const Troubles = createContext<ReadonlyMap<string, string>>(new Map())

/** One input with its name above and what is wrong with it below. */
export function Labelled({
  label,
  path,
  hint,
  wide,
  children,
}: {
  label: string
  path?: string
  hint?: string
  wide?: boolean
  children: ReactNode
}) {
  const trouble = useContext(Troubles).get(path ?? '')
  return (
    <label className={`zy-cat-field${wide ? ' zy-cat-wide' : ''}${trouble ? ' zy-cat-wrong' : ''}`}>
      <span>{label}</span>
      {children}
      {hint ? <small>{hint}</small> : null}
      {trouble ? (
        <small role="alert" className="zy-cat-trouble">
          {trouble}
        </small>
      ) : null}
    </label>
  )
}

/** Moves a part up or down, or takes it away. `name` tells which one. */
export function MoveButtons<T>({
  items,
  at,
  name,
  onChange,
}: {
  items: readonly T[]
  at: number
  name: string
  onChange: (items: T[]) => void
}) {
  const { t } = useTranslation('catalogue')
  const swap = (other: number) => {
    const next = [...items]
    ;[next[at], next[other]] = [next[other]!, next[at]!]
    onChange(next)
  }
  return (
    <span className="zy-cat-moves">
      <Button
        size="small"
        icon={<ArrowUpOutlined />}
        aria-label={`${t('ui.edit.up')} ${name}`}
        disabled={at === 0}
        onClick={() => swap(at - 1)}
      />
      <Button
        size="small"
        icon={<ArrowDownOutlined />}
        aria-label={`${t('ui.edit.down')} ${name}`}
        disabled={at === items.length - 1}
        onClick={() => swap(at + 1)}
      />
      <Button
        size="small"
        icon={<DeleteOutlined />}
        aria-label={`${t('ui.edit.remove')} ${name}`}
        onClick={() => onChange(items.filter((_, n) => n !== at))}
      />
    </span>
  )
}

const units = ['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks'] as const

/** A target time, or none. */
export function TargetInput({
  value,
  label,
  onChange,
}: {
  value: TargetTime | null
  label: string
  onChange: (value: TargetTime | null) => void
}) {
  const { t } = useTranslation('catalogue')
  return (
    <span className="zy-cat-target">
      <InputNumber
        aria-label={label}
        min={1}
        max={1000}
        precision={0}
        value={value?.value ?? null}
        placeholder={t('ui.edit.none')}
        onChange={(n) => onChange(n ? { value: n, unit: value?.unit ?? 'workingDays' } : null)}
      />
      <Select
        aria-label={`${label} ${t('ui.edit.unit')}`}
        value={value?.unit ?? 'workingDays'}
        disabled={!value}
        options={units.map((unit) => ({ value: unit, label: t(`ui.unitName.${unit}`) }))}
        onChange={(unit) => value && onChange({ ...value, unit })}
      />
    </span>
  )
}
