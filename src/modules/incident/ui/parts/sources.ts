import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { query } from '#web/kit/sources.ts'
import { getIncident, listIncidents } from '../../contract.ts'

/** Other incidents, by number or words. */
export function incidentSource(except?: string): RemoteSource {
  return {
    name: `incident.${except ?? ''}`,
    search: async (q, signal) => {
      const { items } = await call(listIncidents, { ...query(q), open: 'true', limit: 20 }, { signal })
      return items
        .filter(({ id }) => id !== except)
        .map(({ id, number, title }) => ({ value: id, label: number, detail: title }))
    },
    byId: async (id, signal) => {
      const { number } = await call(getIncident, { id }, { signal })
      return { value: id, label: number }
    },
  }
}
