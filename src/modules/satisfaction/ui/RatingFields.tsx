import { Input } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { answers, isUnhappy, reasons, type Answer, type Reason } from '../words.ts'
import { faces } from './faces.tsx'
import './satisfaction.css'

export interface Rating {
  answer: Answer | null
  reasons: Reason[]
  remark: string
}

export const noRating: Rating = { answer: null, reasons: [], remark: '' }

interface Props {
  value: Rating
  onChange: (value: Rating) => void
  question: string
  /** The choice is missing and was asked for. */
  missing?: boolean
}

/** Five choices, each with face and word, big enough for a thumb; then reasons and a remark, both optional. */
export function RatingFields({ value, onChange, question, missing }: Props) {
  const { t } = useTranslation('satisfaction')
  const name = useId()
  const toggle = (reason: Reason) => {
    const has = value.reasons.includes(reason)
    onChange({
      ...value,
      reasons: has ? value.reasons.filter((one) => one !== reason) : [...value.reasons, reason],
    })
  }
  return (
    <>
      <fieldset className="zy-rate" aria-describedby={missing ? `${name}-missing` : undefined}>
        <legend>{question}</legend>
        {answers.map((answer) => (
          <label key={answer} className={`zy-rate-choice zy-rate-${faces[answer].hue}`}>
            <input
              type="radio"
              name={name}
              checked={value.answer === answer}
              onChange={() => onChange({ ...value, answer })}
            />
            <span className="zy-rate-face" aria-hidden="true">
              {faces[answer].icon}
            </span>
            <span>{t(`answer.${answer}`)}</span>
          </label>
        ))}
        {missing ? (
          <em id={`${name}-missing`} role="alert">
            {t('form.pickFirst')}
          </em>
        ) : null}
      </fieldset>
      {value.answer === null ? null : (
        <>
          <fieldset className="zy-rate-reasons">
            <legend>{t(isUnhappy(value.answer) ? 'form.reasonsBad' : 'form.reasonsGood')}</legend>
            {reasons.map((reason) => (
              <label key={reason}>
                <input
                  type="checkbox"
                  checked={value.reasons.includes(reason)}
                  onChange={() => toggle(reason)}
                />
                <span>{t(`reason.${reason}`)}</span>
              </label>
            ))}
          </fieldset>
          <label className="zy-rate-remark">
            <span>{t('form.remark')}</span>
            <Input.TextArea
              value={value.remark}
              onChange={(event) => onChange({ ...value, remark: event.target.value })}
              placeholder={t('form.remarkHint')}
              autoSize={{ minRows: 3, maxRows: 8 }}
              maxLength={2000}
            />
          </label>
        </>
      )}
    </>
  )
}
