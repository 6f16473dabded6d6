import type { UrlState } from '../url.ts'

/** The address of a list that shows a saved view: its filters, the queue as `view`, and which view it is. */
export function searchOf(view: { id: string; query: Record<string, string> }): UrlState {
  const { queue, ...filters } = view.query
  return { saved: view.id, view: queue ?? 'all', ...filters }
}
