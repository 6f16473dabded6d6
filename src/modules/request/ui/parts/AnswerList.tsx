import { useTranslation } from 'react-i18next'
import { answerText, fieldLabel } from '#modules/catalogue/format-contract.ts'
import type { Answers, FormDefinition } from '#modules/catalogue/form-contract.ts'
import { urlOf } from '#web/api.ts'
import { FactList, type Fact } from '#web/kit/FactList.tsx'
import { downloadAttachment } from '../../contract.ts'

/** What was answered, in the order of the form; files can be opened. */
export function AnswerList({
  requestId,
  form,
  answers,
  names,
}: {
  requestId: string
  form: FormDefinition
  answers: Answers
  names: Readonly<Record<string, string>>
}) {
  const { i18n } = useTranslation()
  const facts = form.flatMap((field): Fact[] => {
    const answer = answers[field.key]
    if (answer === undefined) return []
    const value =
      field.type === 'attachment' && Array.isArray(answer)
        ? answer.map((fileId) => (
            <a
              key={fileId}
              href={urlOf(downloadAttachment, { id: requestId, fileId })}
              download={names[fileId] ?? fileId}
              dir="auto"
              className="zy-req-file"
            >
              {names[fileId] ?? fileId}
            </a>
          ))
        : answerText(i18n.language, field, answer, names)
    return [{ label: fieldLabel(i18n.language, field), value, block: field.type === 'longtext' }]
  })
  return facts.length > 0 ? <FactList facts={facts} /> : null
}
