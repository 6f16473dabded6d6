import { useTranslation } from 'react-i18next'
import type { FactUnit } from '../words.ts'

/** Numbers as people read them: thousands apart, and their unit after them. */
export function useFigureText(): (value: number | null, unit: FactUnit) => string {
  const { t, i18n } = useTranslation('fact')
  const numbers = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 })
  return (value, unit) => {
    if (value === null) return t('ui.none')
    if (unit === 'percent') return `${numbers.format(value)}%`
    return `${numbers.format(value)} ${t(`unit.${unit}`)}`
  }
}
