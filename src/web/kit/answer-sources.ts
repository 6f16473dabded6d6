import { lookupOrgs } from '#kernel/org/contract.ts'
import { lookupColleagues } from '#modules/catalogue/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '../api.ts'
import type { RemoteSource } from './RemoteSelect.tsx'

const query = (q: string) => (q ? { q } : {})

/** Where fields that name a person, a unit or a system get their choices from. */
export const answerSources: Record<'person' | 'org' | 'service', RemoteSource> = {
  person: {
    name: 'answer-person',
    search: async (q, signal) =>
      (await call(lookupColleagues, query(q), { signal })).items.map((one) => ({
        value: one.id,
        label: one.name,
        detail: one.orgName,
      })),
  },
  org: {
    name: 'answer-org',
    search: async (q, signal) =>
      (await call(lookupOrgs, query(q), { signal })).items.map((one) => ({ value: one.id, label: one.name })),
  },
  service: {
    name: 'answer-service',
    search: async (q, signal) =>
      (await call(lookupServices, query(q), { signal })).items.map((one) => ({
        value: one.id,
        label: one.name,
        detail: one.ownerOrgName,
      })),
    byId: async (id, signal) => {
      const found = (await call(lookupServices, { id }, { signal })).items.find((one) => one.id === id)
      return found ? { value: id, label: found.name } : null
    },
  },
}
