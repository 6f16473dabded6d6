import { lookupGroups } from '#kernel/org/contract.ts'
import { call } from '#web/api.ts'
import type { RemoteOption, RemoteSource } from '#web/kit/RemoteSelect.tsx'

/** Everybody in a support group: those who can be given a task. */
export const ownerSource: RemoteSource = {
  name: 'task-owner',
  search: async (q, signal) => {
    const { items } = await call(lookupGroups, { limit: 200 }, { signal })
    const byId = new Map<string, RemoteOption>()
    for (const group of items)
      for (const { id, name } of group.members)
        if (!byId.has(id) && name.includes(q)) byId.set(id, { value: id, label: name, detail: group.name })
    return [...byId.values()]
  },
}
