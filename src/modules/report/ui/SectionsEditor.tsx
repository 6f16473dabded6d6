import { Button, Input, Select, Tooltip } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { sectionKeys, type SectionKey } from '../words.ts'

export interface Edited {
  id: string
  key: SectionKey
  title: string
  text: string
  comment?: string
}

/** Sections in their order, with what is written in them. Sections of figures come once, those of text as often as wanted. */
export function SectionsEditor(props: {
  value: readonly Edited[]
  onChange: (sections: Edited[]) => void
  /** a report's sections have remarks, those of a template do not */
  comments?: boolean
}) {
  const { t } = useTranslation('report')
  const { value, onChange, comments = false } = props
  const set = (id: string, change: Partial<Edited>) =>
    onChange(value.map((one) => (one.id === id ? { ...one, ...change } : one)))
  const swap = (i: number, by: number) => {
    const next = [...value]
    const [one] = next.splice(i, 1)
    next.splice(i + by, 0, one!)
    onChange(next)
  }
  const add = (key: SectionKey) => {
    const taken = new Set(value.map((one) => one.id))
    let id: string = key
    for (let n = 2; taken.has(id); n++) id = `${key}-${n}`
    onChange([...value, { id, key, title: '', text: '', ...(comments ? { comment: '' } : {}) }])
  }
  const free = sectionKeys.filter((key) => key === 'text' || !value.some((one) => one.key === key))
  return (
    <div className="zy-report-editor">
      {value.map((one, i) => {
        const name = one.title || t(`section.${one.key}`)
        const tool = (label: string, icon: React.ReactNode, disabled: boolean, onClick: () => void) => (
          <Tooltip title={label}>
            <Button
              type="text"
              size="small"
              icon={icon}
              aria-label={`${label} ${name}`}
              disabled={disabled}
              onClick={onClick}
            />
          </Tooltip>
        )
        return (
          <fieldset key={one.id}>
            <legend>
              <b>
                {i + 1}. {t(`section.${one.key}`)}
              </b>
              {tool(t('ui.up'), <ArrowUpOutlined />, i === 0, () => swap(i, -1))}
              {tool(t('ui.down'), <ArrowDownOutlined />, i === value.length - 1, () => swap(i, 1))}
              {tool(t('ui.remove'), <DeleteOutlined />, value.length === 1, () =>
                onChange(value.filter((other) => other.id !== one.id)),
              )}
            </legend>
            <Input
              value={one.title}
              maxLength={60}
              placeholder={t('ui.sectionTitle')}
              aria-label={`${t('ui.sectionTitle')} ${name}`}
              onChange={(event) => set(one.id, { title: event.target.value })}
            />
            <Input.TextArea
              value={one.text}
              maxLength={5000}
              autoSize={{ minRows: one.key === 'text' || one.key === 'plan' ? 3 : 1, maxRows: 12 }}
              placeholder={t('ui.textHint')}
              aria-label={`${t('ui.text')} ${name}`}
              onChange={(event) => set(one.id, { text: event.target.value })}
            />
            {comments ? (
              <Input.TextArea
                value={one.comment ?? ''}
                maxLength={5000}
                autoSize={{ minRows: 2, maxRows: 12 }}
                placeholder={t('ui.commentHint')}
                aria-label={`${t('ui.comment')} ${name}`}
                onChange={(event) => set(one.id, { comment: event.target.value })}
              />
            ) : null}
          </fieldset>
        )
      })}
      <Select
        value={null}
        placeholder={
          <>
            <PlusOutlined /> {t('ui.add')}
          </>
        }
        aria-label={t('ui.add')}
        style={{ width: 220 }}
        onChange={(key: SectionKey | null) => key && add(key)}
        options={free.map((key) => ({ value: key, label: t(`section.${key}`) }))}
      />
    </div>
  )
}
