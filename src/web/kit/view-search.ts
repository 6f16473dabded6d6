import type { UrlState } from '../url.ts'

/** The address of a list that shows a saved view: its filters, and which view it is. */
export function searchOf(view: { id: string; query: Record<string, string> }): UrlState {
  return { saved: view.id, ...view.query }
}
