import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { consequences, itemKinds, photoRules } from '../lifecycle.ts'
import type { Plan } from './parts.tsx'
import './round.css'

/** An item while it is written; `key` keeps its place on the screen. */
export type DraftItem = Omit<Plan['items'][number], 'id'> & { id?: string; key: string }

let made = 0
export const newItem = (): DraftItem => ({
  key: `new-${++made}`,
  ...{ name: '', place: null, code: null, hint: null, kind: 'number', unit: null, low: null, high: null },
  ...{ choices: [], normal: [], photo: 'never', onAbnormal: 'note' },
})

/** What a plan looks at, in its order. */
export function ItemsEditor({
  items,
  onChange,
}: {
  items: DraftItem[]
  onChange: (items: DraftItem[]) => void
}) {
  const { t } = useTranslation('round')
  const change = (at: number, more: Partial<DraftItem>) =>
    onChange(items.map((one, i) => (i === at ? { ...one, ...more } : one)))
  const swap = (at: number, to: number) =>
    onChange(items.map((one, i) => (i === at ? items[to]! : i === to ? items[at]! : one)))
  return (
    <div>
      {items.map((item, at) => (
        <ItemCard key={item.key} item={item} onChange={(more) => change(at, more)}>
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            disabled={at === 0}
            aria-label={t('act.up')}
            onClick={() => swap(at, at - 1)}
          />
          <Button
            type="text"
            icon={<ArrowDownOutlined />}
            disabled={at === items.length - 1}
            aria-label={t('act.down')}
            onClick={() => swap(at, at + 1)}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            disabled={items.length === 1}
            aria-label={t('act.removeItem')}
            onClick={() => onChange(items.filter((_, i) => i !== at))}
          />
        </ItemCard>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...items, newItem()])}>
        {t('act.addItem')}
      </Button>
    </div>
  )
}

function Labelled({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <label className={wide ? 'zy-rnd-wide' : ''}>
      {label}
      {children}
    </label>
  )
}

function ItemCard(props: {
  item: DraftItem
  onChange: (more: Partial<DraftItem>) => void
  children: ReactNode
}) {
  const { item, onChange, children } = props
  const { t } = useTranslation('round')
  const text = (key: 'name' | 'place' | 'code' | 'unit' | 'hint', max: number) => (
    <Input
      value={item[key] ?? ''}
      maxLength={max}
      onChange={(event) => onChange({ [key]: event.target.value || (key === 'name' ? '' : null) })}
    />
  )
  return (
    <div className="zy-rnd-item">
      <Labelled label={t('field.item')}>{text('name', 100)}</Labelled>
      <Labelled label={t('field.place')}>{text('place', 100)}</Labelled>
      <Labelled label={t('field.code')}>{text('code', 40)}</Labelled>
      <Labelled label={t('field.itemKind')}>
        <Select
          value={item.kind}
          onChange={(kind) => onChange({ kind, choices: [], normal: [], low: null, high: null, unit: null })}
          options={itemKinds.map((value) => ({ value, label: t(`itemKind.${value}`) }))}
        />
      </Labelled>
      <Range item={item} onChange={onChange}>
        {item.kind === 'number' ? <Labelled label={t('field.unit')}>{text('unit', 20)}</Labelled> : null}
      </Range>
      <Labelled label={t('field.photo')}>
        <Select
          value={item.photo}
          onChange={(photo) => onChange({ photo })}
          options={photoRules.map((value) => ({ value, label: t(`photoRule.${value}`) }))}
        />
      </Labelled>
      <Labelled label={t('field.onAbnormal')}>
        <Select
          value={item.onAbnormal}
          onChange={(onAbnormal) => onChange({ onAbnormal })}
          options={consequences.map((value) => ({ value, label: t(`consequence.${value}`) }))}
        />
      </Labelled>
      <Labelled label={t('field.hint')} wide>
        {text('hint', 500)}
      </Labelled>
      <div className="zy-rnd-acts zy-rnd-wide">{children}</div>
    </div>
  )
}

/** What is normal, as the kind of the item says it. */
function Range(props: {
  item: DraftItem
  onChange: (more: Partial<DraftItem>) => void
  children: ReactNode
}) {
  const { item, onChange, children } = props
  const { t } = useTranslation('round')
  if (item.kind === 'number')
    return (
      <>
        {children}
        {(['low', 'high'] as const).map((key) => (
          <Labelled key={key} label={t(`field.${key}`)}>
            <InputNumber
              value={item[key]}
              onChange={(value) => onChange({ [key]: value })}
              style={{ width: '100%' }}
            />
          </Labelled>
        ))}
      </>
    )
  if (item.kind !== 'choice') return null
  return (
    <>
      <Labelled label={t('field.choices')}>
        <Select
          mode="tags"
          value={item.choices}
          tokenSeparators={[',', '，', '、', ' ']}
          open={false}
          onChange={(choices: string[]) =>
            onChange({ choices, normal: item.normal.filter((one) => choices.includes(one)) })
          }
        />
      </Labelled>
      <Labelled label={t('field.normal')}>
        <Select
          mode="multiple"
          value={item.normal}
          options={item.choices.map((value) => ({ value, label: value }))}
          onChange={(normal: string[]) => onChange({ normal })}
        />
      </Labelled>
    </>
  )
}
