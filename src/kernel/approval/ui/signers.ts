import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { lookupSigners } from '../contract.ts'

/** People who may decide, by name or login. */
export const signerSource: RemoteSource = {
  name: 'approval.people',
  search: async (q, signal) => {
    const { items } = await call(lookupSigners, q ? { q } : {}, { signal })
    return items.map((one) => ({ value: one.id, label: one.name, detail: one.orgName }))
  },
}
