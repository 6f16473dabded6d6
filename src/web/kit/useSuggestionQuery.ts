import type { SuggestionProps } from '../page.ts'
import { useSettled } from './useSettled.ts'

/** What suggestions are asked for while a report is written; `enabled`: enough is known to ask. */
export function useSuggestionQuery({ text, serviceId, categoryId }: SuggestionProps): {
  enabled: boolean
  query: { q?: string; serviceId?: string; categoryId?: string }
} {
  const q = useSettled(text, 300)
  const words = q.trim().length >= 2
  return {
    enabled: words || serviceId !== null,
    query: {
      ...(words ? { q: q.slice(0, 400) } : {}),
      ...(serviceId ? { serviceId } : {}),
      ...(categoryId ? { categoryId } : {}),
    },
  }
}
