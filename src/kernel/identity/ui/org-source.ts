import { lookupOrgs } from '#kernel/org/contract.ts'
import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'

/** Organisation units by name or code, with their place in the tree. */
export const orgSource: RemoteSource = {
  name: 'org',
  search: async (q, signal) => {
    const { items } = await call(lookupOrgs, q ? { q } : {}, { signal })
    return items.map((org) => ({ value: org.id, label: org.name, detail: org.fullName }))
  },
}
