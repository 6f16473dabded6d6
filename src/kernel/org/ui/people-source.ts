import { lookupPeople } from '#kernel/identity/contract.ts'
import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'

/** Active people by name, login or phone. */
export const peopleSource: RemoteSource = {
  name: 'people',
  search: async (q, signal) => {
    if (q === '') return []
    const { items } = await call(lookupPeople, { q }, { signal })
    return items.map((one) => ({ value: one.id, label: one.name, detail: `${one.login} · ${one.orgName}` }))
  },
}
