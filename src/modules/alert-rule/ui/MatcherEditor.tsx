import { Button, Input, Select } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Matcher } from '../matcher-contract.ts'
import { ops } from '../words.ts'
import './rules.css'

interface Props {
  value?: unknown
  onChange?: (value: unknown) => void
  /** what they are for, to tell several editors of one form apart */
  label: string
}

/** Conditions, one a line: label, comparison, value. */
export function MatcherEditor({ value, onChange, label }: Props) {
  const { t } = useTranslation('alert-rule')
  const rows = (value as Matcher[] | undefined) ?? []
  const set = (at: number, patch: Partial<Matcher>) =>
    onChange?.(rows.map((row, i) => (i === at ? { ...row, ...patch } : row)))
  return (
    <div className="zy-ar-matchers" role="group" aria-label={label}>
      {rows.map((row, i) => (
        <div className="zy-ar-matcher" key={i}>
          <Input
            value={row.label}
            maxLength={200}
            placeholder={t('screen.matcher.label')}
            aria-label={`${label} ${i + 1} ${t('screen.matcher.label')}`}
            onChange={(event) => set(i, { label: event.target.value })}
          />
          <Select
            value={row.op}
            aria-label={`${label} ${i + 1} ${t('screen.matcher.op')}`}
            options={ops.map((op) => ({ value: op, label: op }))}
            onChange={(op) => set(i, { op })}
          />
          <Input
            value={row.value}
            maxLength={500}
            placeholder={t('screen.matcher.value')}
            aria-label={`${label} ${i + 1} ${t('screen.matcher.value')}`}
            onChange={(event) => set(i, { value: event.target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('screen.matcher.remove')} ${i + 1}`}
            onClick={() => onChange?.(rows.filter((_, other) => other !== i))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={rows.length >= 20}
          onClick={() => onChange?.([...rows, { label: '', op: '=', value: '' }])}
        >
          {t('screen.matcher.add')}
        </Button>
      </div>
    </div>
  )
}

/** `host=~"web.*"`; nothing: every alert. */
export function useMatcherText(): (matchers: readonly Matcher[]) => string {
  const { t } = useTranslation('alert-rule')
  return (matchers) =>
    matchers.length === 0
      ? t('screen.matcher.all')
      : matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join('  ')
}
