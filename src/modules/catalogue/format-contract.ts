/** Answers in words, the same on pages and where people decide about them. Pure. */
import type { Answer, Field } from './form-contract.ts'

/** A text in the reader's language; what has no English says it in Chinese. */
export function inWords(lang: string, zh: string, en: string): string {
  return lang.startsWith('en') && en !== '' ? en : zh
}

export const fieldLabel = (lang: string, field: Pick<Field, 'label' | 'labelEn'>): string =>
  inWords(lang, field.label, field.labelEn)

/**
 * An answer as a person reads it.
 * @param names of people, units, systems and files by id; what is missing is shown by its id
 */
export function answerText(
  lang: string,
  field: Field,
  answer: Answer,
  names: Readonly<Record<string, string>>,
): string {
  const option = (value: string): string => {
    const found = field.options?.find((one) => one.value === value)
    return found ? inWords(lang, found.label, found.labelEn) : value
  }
  const separator = lang.startsWith('en') ? ', ' : '、'
  if (typeof answer === 'boolean') return answer ? inWords(lang, '是', 'Yes') : inWords(lang, '否', 'No')
  if (typeof answer === 'number') return field.unit ? `${answer} ${field.unit}` : String(answer)
  if (Array.isArray(answer))
    return answer
      .map((one) => (field.type === 'attachment' ? (names[one] ?? one) : option(one)))
      .join(separator)
  if (typeof answer === 'object') return `${answer.from} — ${answer.to}`
  if (field.type === 'choice') return option(answer)
  return ['person', 'org', 'service'].includes(field.type) ? (names[answer] ?? answer) : answer
}
