import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { lookupGroups, lookupOrgs } from '#kernel/org/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '#web/api.ts'
import type { RemoteOption, RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { getIncident, listIncidents } from '../../contract.ts'

const query = (q: string) => (q ? { q } : {})

/** Services that may be chosen by this person. */
export const serviceSource: RemoteSource = {
  name: 'service',
  search: async (q, signal) =>
    (await call(lookupServices, query(q), { signal })).items.map(({ id, name, ownerOrgName }) => ({
      value: id,
      label: name,
      detail: ownerOrgName,
    })),
  byId: async (id, signal) => {
    const found = (await call(lookupServices, { id }, { signal })).items.find((one) => one.id === id)
    return found ? { value: id, label: found.name } : null
  },
}

/** People by name, login or phone; nothing before the first character. */
export const personSource: RemoteSource = {
  name: 'person',
  search: async (q, signal) =>
    q
      ? (await call(lookupPeople, { q }, { signal })).items.map((one) => ({
          value: one.id,
          label: one.name,
          detail: [one.orgName, one.phone].filter(Boolean).join(' · '),
        }))
      : [],
}

export const orgSource: RemoteSource = {
  name: 'org',
  search: async (q, signal) =>
    (await call(lookupOrgs, query(q), { signal })).items.map(({ id, name, fullName }) => ({
      value: id,
      label: name,
      detail: fullName === name ? '' : fullName,
    })),
}

export const groupSource: RemoteSource = {
  name: 'group',
  search: async (q, signal) =>
    (await call(lookupGroups, query(q), { signal })).items.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
  byId: async (id, signal) => {
    const found = (await call(lookupGroups, { limit: 200 }, { signal })).items.find((one) => one.id === id)
    return found ? { value: id, label: found.name } : null
  },
}

/** Everybody in a support group: those who can own an incident. */
export const ownerSource: RemoteSource = {
  name: 'owner',
  search: async (q, signal) => (await members(signal)).filter(({ label }) => label.includes(q)),
  byId: async (id, signal) => (await members(signal)).find(({ value }) => value === id) ?? null,
}

async function members(signal: AbortSignal): Promise<RemoteOption[]> {
  const { items } = await call(lookupGroups, { limit: 200 }, { signal })
  const byId = new Map<string, RemoteOption>()
  for (const group of items) {
    for (const { id, name } of group.members) {
      const known = byId.get(id)
      byId.set(id, { value: id, label: name, detail: known ? `${known.detail}、${group.name}` : group.name })
    }
  }
  return [...byId.values()]
}

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
