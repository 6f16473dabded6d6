import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { listArticles } from '../contract.ts'

const query = (q: string) => (q ? { q } : {})

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

export const ownerSource: RemoteSource = {
  name: 'person',
  search: async (q, signal) =>
    q
      ? (await call(lookupPeople, { q }, { signal })).items.map((one) => ({
          value: one.id,
          label: one.name,
          detail: one.orgName,
        }))
      : [],
}

/** Published articles, by number or words. */
export const articleSource: RemoteSource = {
  name: 'article',
  search: async (q, signal) =>
    (await call(listArticles, { ...query(q), live: 'true', limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.number,
      detail: one.title,
    })),
}
