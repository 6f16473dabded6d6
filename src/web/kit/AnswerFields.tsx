import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { evaluateForm, type FieldState } from '#modules/catalogue/evaluate-contract.ts'
import { fieldLabel, inWords } from '#modules/catalogue/format-contract.ts'
import type { Answer, Answers, FormDefinition } from '#modules/catalogue/form-contract.ts'
import { AnswerInput, type SetAnswer } from './AnswerInput.tsx'
import { toWall } from './zone.ts'
import './answers.css'

/** The day in the unit's zone, by which dates are checked. */
export function today(): string {
  return toWall(new Date().toISOString())!.format('YYYY-MM-DD')
}

export interface AnswerFieldsProps {
  form: FormDefinition
  answers: Answers
  onChange: (answers: Answers) => void
  /** what the server found wrong, by field: `{ mac: '…' }` */
  problems?: Readonly<Record<string, string>>
  /** everything that is wrong is shown, not only what has been filled in: after an attempt to send */
  strict?: boolean
  /** names of what is chosen already, by id: people, units, systems, files */
  names?: Readonly<Record<string, string>>
  /** the place to give files; tells the id and name of each */
  uploader?: (onDone: (file: { id: string; name: string }) => void) => ReactNode
}

/**
 * A form of the catalogue: shows, asks for and marks what `evaluateForm` says, which is what the server goes by.
 * Answers of fields that get hidden are kept while somebody types and left out by `shownAnswers` when sent.
 */
export function AnswerFields(props: AnswerFieldsProps) {
  const { form, answers, onChange } = props
  const state = evaluateForm(form, answers, today())
  // two uploads may end before the page is drawn again: each builds on what the other has left
  const latest = useRef(answers)
  useEffect(() => {
    latest.current = answers
  }, [answers])
  const set = (key: string, given: Parameters<SetAnswer>[0]) => {
    const { [key]: old, ...rest } = latest.current
    const answer: Answer | undefined = typeof given === 'function' ? given(old) : given
    latest.current = answer === undefined ? rest : { ...rest, [key]: answer }
    onChange(latest.current)
  }
  return (
    <div className="zy-answers">
      {state.fields
        .filter((one) => one.shown)
        .map((one) => (
          <OneField key={one.field.key} {...props} state={one} set={(answer) => set(one.field.key, answer)} />
        ))}
    </div>
  )
}

function OneField({ state, set, ...props }: AnswerFieldsProps & { state: FieldState; set: SetAnswer }) {
  const { t, i18n } = useTranslation('catalogue')
  const id = useId()
  const { field, required, trouble } = state
  const answer = props.answers[field.key]
  const known = props.problems?.[field.key]
  // an empty field is no mistake before somebody has tried to send
  const told =
    trouble && (props.strict || trouble.code !== 'required') && (props.strict || answer !== undefined)
  const wrong = told ? t(`problem.${trouble.code}`, trouble.params) : (known ?? '')
  const help = inWords(i18n.language, field.help, field.helpEn)
  const group = ['choice', 'multiple', 'yesno', 'attachment', 'daterange'].includes(field.type)
  const label = fieldLabel(i18n.language, field)
  const head = `zy-answer-label${required ? ' zy-answer-must' : ''}`
  return (
    <div className={`zy-answer${wrong ? ' zy-answer-wrong' : ''}`} data-field={field.key}>
      {group ? (
        <span id={`${id}-label`} className={head}>
          {label}
        </span>
      ) : (
        <label htmlFor={id} className={head}>
          {label}
        </label>
      )}
      <AnswerInput
        field={field}
        answer={answer}
        set={set}
        id={id}
        labelId={`${id}-label`}
        label={label}
        invalid={wrong !== ''}
        required={required}
        names={props.names ?? {}}
        {...(props.uploader ? { uploader: props.uploader } : {})}
      />
      {help ? <small className="zy-answer-help">{help}</small> : null}
      {wrong ? (
        <small className="zy-answer-trouble" role="alert">
          {wrong}
        </small>
      ) : null}
    </div>
  )
}
