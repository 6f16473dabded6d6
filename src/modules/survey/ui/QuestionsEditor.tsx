import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import type { Question } from '../form-contract.ts'
import { questionTypes, type QuestionType } from '../words.ts'
import './survey.css'

/** A key that no part has yet: parts keep theirs when words are changed, and results are compared by them. */
function freshKey(prefix: string, taken: readonly string[]): string {
  let n = taken.length + 1
  while (taken.includes(`${prefix}${n}`)) n++
  return `${prefix}${n}`
}

export function newQuestion(taken: readonly string[], type: QuestionType = 'grade'): Question {
  return { key: freshKey('q', taken), type, label: '', required: type !== 'text', options: [], rows: [] }
}

/** Questions in their order: type, words, options or rows one a line. */
export function QuestionsEditor({
  value,
  onChange,
}: {
  value: Question[]
  onChange: (all: Question[]) => void
}) {
  const { t } = useTranslation('survey')
  const change = (at: number, more: Partial<Question>) =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...more } : one)))
  const swap = (at: number, to: number) =>
    onChange(value.map((one, i) => (i === at ? value[to]! : i === to ? value[at]! : one)))
  return (
    <div>
      {value.map((one, at) => (
        <div
          key={one.key}
          className="zy-survey-editor"
          role="group"
          aria-label={t('editor.no', { n: at + 1 })}
        >
          <div className="zy-survey-editor-head">
            <b>{at + 1}</b>
            <Select
              value={one.type}
              aria-label={t('field.questions')}
              options={questionTypes.map((type) => ({ value: type, label: t(`type.${type}`) }))}
              onChange={(type) => change(at, { type })}
              style={{ width: 180 }}
            />
            <Checkbox
              checked={one.required}
              onChange={(event) => change(at, { required: event.target.checked })}
            >
              {t('editor.required')}
            </Checkbox>
            <span className="zy-top-gap" />
            <Button
              type="text"
              icon={<ArrowUpOutlined />}
              disabled={at === 0}
              aria-label={t('editor.up')}
              onClick={() => swap(at, at - 1)}
            />
            <Button
              type="text"
              icon={<ArrowDownOutlined />}
              disabled={at === value.length - 1}
              aria-label={t('editor.down')}
              onClick={() => swap(at, at + 1)}
            />
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              disabled={value.length === 1}
              aria-label={t('editor.remove')}
              onClick={() => onChange(value.filter((_, i) => i !== at))}
            />
          </div>
          <Input
            value={one.label}
            aria-label={t('editor.label')}
            placeholder={t('editor.label')}
            maxLength={300}
            onChange={(event) => change(at, { label: event.target.value })}
          />
          <Parts question={one} change={(more) => change(at, more)} />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => onChange([...value, newQuestion(value.map((one) => one.key))])}
      >
        {t('editor.add')}
      </Button>
    </div>
  )
}

function Parts({ question, change }: { question: Question; change: (more: Partial<Question>) => void }) {
  const { t } = useTranslation('survey')
  if (question.type === 'single' || question.type === 'multiple')
    return (
      <Lines
        label={t('editor.options')}
        prefix="o"
        parts={question.options}
        onChange={(options) => change({ options: options.map(({ key, label }) => ({ key, label })) })}
      />
    )
  if (question.type !== 'matrix') return null
  const add = (id: string | null, name: string) => {
    if (id === null || question.rows.some((row) => row.serviceId === id)) return
    const key = freshKey(
      'r',
      question.rows.map((row) => row.key),
    )
    change({ rows: [...question.rows, { key, label: name, serviceId: id }] })
  }
  return (
    <>
      <Lines
        key={question.rows.filter((row) => row.serviceId).length}
        label={t('editor.rows')}
        prefix="r"
        parts={question.rows}
        onChange={(rows) =>
          change({
            rows: rows.map(({ key, label }) => ({
              ...{ key, label },
              serviceId:
                question.rows.find((row) => row.key === key && row.label === label)?.serviceId ?? null,
            })),
          })
        }
      />
      <RemoteSelect
        source={serviceSource}
        value={null}
        placeholder={t('editor.services')}
        onChange={(id, option) => add(id ?? null, option?.label ?? '')}
        style={{ width: 260 }}
      />
    </>
  )
}

/** One a line. A line that stays keeps its key; one that is changed in its place does, too. */
function Lines({
  label,
  prefix,
  parts,
  onChange,
}: {
  label: string
  prefix: string
  parts: readonly { key: string; label: string }[]
  onChange: (parts: { key: string; label: string }[]) => void
}) {
  const [text, setText] = useState(parts.map((one) => one.label).join('\n'))
  const read = (next: string) => {
    setText(next)
    const lines = next
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    const kept = lines.map((line) => parts.find((one) => one.label === line)?.key)
    const taken = [...parts.map((one) => one.key)]
    const fresh = (at: number): string => {
      const inPlace = lines.length === parts.length ? parts[at]?.key : undefined
      if (inPlace && !kept.includes(inPlace)) return inPlace
      const key = freshKey(prefix, taken)
      taken.push(key)
      return key
    }
    onChange(lines.map((line, at) => ({ key: kept[at] ?? fresh(at), label: line.slice(0, 200) })))
  }
  return (
    <Input.TextArea
      value={text}
      aria-label={label}
      placeholder={label}
      autoSize={{ minRows: 3, maxRows: 12 }}
      onChange={(event) => read(event.target.value)}
    />
  )
}
