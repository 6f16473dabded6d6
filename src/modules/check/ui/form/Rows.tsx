import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Input, InputNumber, Switch } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Row = Record<string, unknown>

export interface RowColumn {
  key: string
  label: string
  type: 'text' | 'number' | 'switch' | 'choice'
  max?: number
  /** of `choice`: what is offered; anything may be typed */
  offered?: { value: string; label: string }[]
  width?: number | string
  placeholder?: string
}

/** A small table that is written row by row: headers, OIDs, thresholds. An antd form passes value and onChange. */
export function Rows(props: {
  columns: RowColumn[]
  /** what a new row says */
  fresh: Row
  most: number
  value?: unknown
  onChange?: (value: unknown) => void
  label: string
}) {
  const { columns, fresh, most, onChange, label } = props
  const { t } = useTranslation('check')
  const rows = (props.value as Row[] | undefined) ?? []
  const put = (at: number, key: string, value: unknown) =>
    onChange?.(rows.map((row, i) => (i === at ? { ...row, [key]: value } : row)))
  return (
    <div className="zy-table-holder">
      {rows.length > 0 ? (
        <table className="zy-check-rows" aria-label={label}>
          <thead>
            <tr>
              {columns.map((one) => (
                <th key={one.key} style={{ width: one.width }}>
                  {one.label}
                </th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.key}>
                    <Cell
                      column={column}
                      label={`${column.label} ${at + 1}`}
                      value={row[column.key]}
                      set={(value) => put(at, column.key, value)}
                    />
                  </td>
                ))}
                <td>
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('screen.form.removeRow', { n: at + 1 })}
                    onClick={() => onChange?.(rows.filter((_, i) => i !== at))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.length < most ? (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...rows, { ...fresh }])}
        >
          {t('screen.form.addRow')}
        </Button>
      ) : null}
    </div>
  )
}

function Cell(props: {
  column: RowColumn
  label: string
  value: unknown
  set: (value: unknown) => void
}): ReactNode {
  const { column, label, value, set } = props
  const common = { 'aria-label': label, ...(column.placeholder ? { placeholder: column.placeholder } : {}) }
  const text = value === undefined || value === null ? '' : String(value)
  if (column.type === 'switch')
    return <Switch {...common} size="small" checked={value === true} onChange={set} />
  if (column.type === 'number')
    return (
      <InputNumber
        {...common}
        value={typeof value === 'number' ? value : null}
        onChange={(next) => set(next ?? undefined)}
        style={{ width: '100%', minWidth: 70 }}
      />
    )
  if (column.type === 'choice')
    return (
      <AutoComplete
        {...common}
        value={text}
        options={column.offered ?? []}
        onChange={set}
        style={{ width: '100%', minWidth: 120 }}
      />
    )
  return (
    <Input
      {...common}
      value={text}
      maxLength={column.max ?? 200}
      onChange={(event) => set(event.target.value)}
      style={{ minWidth: 70 }}
    />
  )
}
