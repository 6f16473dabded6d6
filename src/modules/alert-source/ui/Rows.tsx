import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Lines of a form that can be added to and taken out. */
export function Rows<T>({
  rows,
  most,
  fresh,
  add,
  remove,
  onChange,
  children,
}: {
  rows: readonly T[]
  most: number
  fresh: T
  add: string
  remove: string
  onChange: (rows: T[]) => void
  children: (row: T, change: (part: Partial<T>) => void, n: number) => ReactNode
}) {
  return (
    <>
      {rows.map((row, n) => (
        <div key={n} className="source-row">
          {children(row, (part) => onChange(rows.with(n, { ...row, ...part })), n)}
          <Button
            type="text"
            size="small"
            aria-label={`${remove} ${n + 1}`}
            icon={<DeleteOutlined />}
            onClick={() => onChange(rows.toSpliced(n, 1))}
          />
        </div>
      ))}
      {rows.length < most ? (
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange([...rows, fresh])}>
          {add}
        </Button>
      ) : null}
    </>
  )
}

interface Pair {
  key: string
  value: string
}

/** Names and what stands for them. */
export function Pairs({
  pairs,
  label,
  onChange,
}: {
  pairs: readonly Pair[]
  label: string
  onChange: (pairs: Pair[]) => void
}) {
  const { t } = useTranslation('alert-source')
  return (
    <Rows
      rows={pairs}
      most={20}
      fresh={{ key: '', value: '' }}
      add={t('screen.mapping.add')}
      remove={t('screen.mapping.remove')}
      onChange={onChange}
    >
      {(pair, change, n) => (
        <>
          <Input
            className="source-narrow"
            aria-label={`${label} ${n + 1} ${t('screen.mapping.labelKey')}`}
            placeholder={t('screen.mapping.labelKey')}
            value={pair.key}
            maxLength={100}
            onChange={(event) => change({ key: event.target.value })}
          />
          <Input
            className="source-wide"
            aria-label={`${label} ${n + 1} ${t('screen.mapping.labelValue')}`}
            placeholder={t('screen.mapping.labelValue')}
            value={pair.value}
            maxLength={500}
            onChange={(event) => change({ value: event.target.value })}
          />
        </>
      )}
    </Rows>
  )
}
