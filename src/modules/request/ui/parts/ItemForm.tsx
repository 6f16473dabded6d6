import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultAnswers, evaluateForm, shownAnswers } from '#modules/catalogue/evaluate-contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { AnswerFields, today } from '#web/kit/AnswerFields.tsx'
import type { Offer } from '../types.ts'
import { FormUpload } from './FormUpload.tsx'

/** The form of an item while it is filled in; `start` is what was filled in before. */
export function useItemForm(offer: Offer, start?: { answers: Answers; names: Record<string, string> }) {
  const { t } = useTranslation('request')
  const [answers, setAnswers] = useState<Answers>(() => start?.answers ?? defaultAnswers(offer.form))
  const [names, setNames] = useState<Record<string, string>>(start?.names ?? {})
  const [strict, setStrict] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [problems, setProblems] = useState<Record<string, string>>({})
  // counted anew with every answer, once somebody has tried to send
  const missing = evaluateForm(offer.form, answers, today()).fields.filter((one) => one.shown && one.trouble)
  return {
    answers,
    names,
    strict,
    problems,
    trouble: strict && missing.length > 0 ? t('ui.item.trouble', { n: missing.length }) : refused,
    addName: (file: { id: string; name: string }) => setNames((all) => ({ ...all, [file.id]: file.name })),
    setAnswers: (next: Answers) => {
      setAnswers(next)
      setProblems({})
    },
    /** The answers as they are sent; null when something is missing, which is then shown. */
    checked: (): Answers | null => {
      const sent = shownAnswers(offer.form, answers, today())
      setStrict(true)
      setRefused(null)
      return evaluateForm(offer.form, sent, today()).ok ? sent : null
    },
    /** What the server said. */
    refuse: (said: string, fields: Record<string, string>) => {
      setProblems(fields)
      setRefused(said)
    },
  }
}

/** Its fields, and what is wrong with them. */
export function ItemForm({ offer, form }: { offer: Offer; form: ReturnType<typeof useItemForm> }) {
  const { t } = useTranslation('request')
  return (
    <>
      <AnswerFields
        form={offer.form}
        answers={form.answers}
        onChange={form.setAnswers}
        strict={form.strict}
        problems={form.problems}
        names={form.names}
        uploader={(onDone) => (
          <FormUpload
            onDone={(file) => {
              form.addName(file)
              onDone(file)
            }}
          />
        )}
      />
      {offer.form.length === 0 ? <p>{t('ui.item.nothing')}</p> : null}
      {form.trouble ? (
        <Alert type="error" showIcon role="alert" title={form.trouble} className="zy-req-trouble" />
      ) : null}
    </>
  )
}
