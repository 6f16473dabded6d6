import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerTroubles, filled, type Answer, type Answers, type Question } from '../form-contract.ts'
import { grades } from '../words.ts'
import './survey.css'

/** A questionnaire to fill in, on a phone first; what is missing is marked after the first attempt to send. */
export function AnswerForm({
  questions,
  submit,
  busy,
  label,
}: {
  questions: Question[]
  submit: (answers: Answers) => void
  busy: boolean
  label: string
}) {
  const { t } = useTranslation('survey')
  const [answers, setAnswers] = useState<Answers>({})
  const [tried, setTried] = useState(false)
  const wrong = new Set(
    answerTroubles(questions, filled(answers)).map((one) => one.field.slice('answers.'.length)),
  )
  const set = (key: string, answer: Answer) => setAnswers((all) => ({ ...all, [key]: answer }))
  return (
    <form
      className="zy-survey"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (wrong.size === 0) submit(filled(answers))
        else event.currentTarget.querySelector('[data-open="true"]')?.scrollIntoView({ block: 'center' })
      }}
    >
      {questions.map((one, at) => (
        <fieldset
          key={one.key}
          className="zy-survey-question"
          data-open={wrong.has(one.key)}
          data-wrong={tried && wrong.has(one.key)}
        >
          <legend>
            {at + 1}. {one.label}
            {one.required ? (
              <span className="zy-survey-must" aria-hidden="true">
                *
              </span>
            ) : null}
          </legend>
          <OneAnswer question={one} answer={answers[one.key]} set={(answer) => set(one.key, answer)} />
          {tried && wrong.has(one.key) ? <em role="alert">{t('answer.required')}</em> : null}
        </fieldset>
      ))}
      {tried && wrong.size > 0 ? <p role="alert">{t('answer.missing')}</p> : null}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {label}
      </Button>
    </form>
  )
}

interface AnswerProps {
  question: Question
  answer: Answer | undefined
  set: (answer: Answer) => void
}

function OneAnswer({ question, answer, set }: AnswerProps) {
  const { t } = useTranslation('survey')
  if (question.type === 'text')
    return (
      <Input.TextArea
        aria-label={question.label}
        value={typeof answer === 'string' ? answer : ''}
        onChange={(event) => set(event.target.value)}
        maxLength={2000}
        autoSize={{ minRows: 3, maxRows: 8 }}
      />
    )
  if (question.type === 'multiple') return <Many question={question} answer={answer} set={set} />
  if (question.type === 'matrix') return <Matrix question={question} answer={answer} set={set} />
  if (question.type === 'single') {
    const options = question.options.map((one) => ({ value: one.key, label: one.label }))
    return <One value={answer} options={options} set={set} />
  }
  if (question.type === 'nps') {
    const points = Array.from({ length: 11 }, (_, n) => ({ value: n, label: String(n) }))
    return (
      <div>
        <One value={answer} options={points} set={set} look="zy-survey-nps" />
        <div className="zy-survey-ends">
          <span>{t('answer.low')}</span>
          <span>{t('answer.high')}</span>
        </div>
      </div>
    )
  }
  const label = (grade: number) => (question.type === 'grade' ? t(`grade.${grade as 1}`) : String(grade))
  const all = question.type === 'grade' ? grades : [...grades].reverse()
  const options = all.map((grade) => ({ value: grade, label: label(grade) }))
  return <One value={answer} options={options} set={set} look="zy-survey-grades" />
}

function One({
  value,
  options,
  set,
  look = '',
  label,
}: {
  value: unknown
  options: { value: string | number; label: string }[]
  set: (value: string | number) => void
  look?: string
  label?: string
}) {
  const name = useId()
  return (
    <div
      className={`zy-survey-choices ${look}`}
      role="radiogroup"
      {...(label ? { 'aria-label': label } : {})}
    >
      {options.map((one) => (
        <label key={one.value}>
          <input type="radio" name={name} checked={value === one.value} onChange={() => set(one.value)} />
          <span>{one.label}</span>
        </label>
      ))}
    </div>
  )
}

function Many({ question, answer, set }: AnswerProps) {
  const chosen = Array.isArray(answer) ? answer : []
  const toggle = (key: string) =>
    set(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key])
  return (
    <div className="zy-survey-choices">
      {question.options.map((one) => (
        <label key={one.key}>
          <input type="checkbox" checked={chosen.includes(one.key)} onChange={() => toggle(one.key)} />
          <span>{one.label}</span>
        </label>
      ))}
    </div>
  )
}

function Matrix({ question, answer, set }: AnswerProps) {
  const { t } = useTranslation('survey')
  const given: Record<string, number> =
    typeof answer === 'object' && !Array.isArray(answer) ? (answer as Record<string, number>) : {}
  const options = grades.map((grade) => ({ value: grade, label: t(`grade.${grade}`) }))
  return (
    <div>
      {question.rows.map((row) => (
        <div key={row.key} className="zy-survey-row">
          <span>{row.label}</span>
          <One
            value={given[row.key]}
            options={options}
            set={(grade) => set({ ...given, [row.key]: Number(grade) })}
            look="zy-survey-grades"
            label={row.label}
          />
        </div>
      ))}
    </div>
  )
}
