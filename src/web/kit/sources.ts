import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { lookupGroups, lookupOrgs } from '#kernel/org/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '../api.ts'
import type { RemoteOption, RemoteSource } from './RemoteSelect.tsx'
import { comma } from './marks.ts'

// Where the pickers of every page get people, units, groups and systems from. A room that has choices of its own
// (its records by number and words) declares them in its ui folder.

/** What was typed as a lookup takes it: nothing typed asks for the first choices. */
export const query = (q: string): { q?: string } => (q ? { q } : {})

/** Active people by name, login or phone; nothing before the first character. */
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

/** Active units by name or code, with their place in the tree; vendors only when so wanted. */
function orgs(kind?: 'vendor'): RemoteSource {
  const only = kind ? { kind } : {}
  return {
    name: `org.${kind ?? 'any'}`,
    search: async (q, signal) =>
      (await call(lookupOrgs, { ...query(q), ...only }, { signal })).items.map(({ id, name, fullName }) => ({
        value: id,
        label: name,
        detail: fullName === name ? '' : fullName,
      })),
    byId: async (id, signal) =>
      option((await call(lookupOrgs, { ...only, limit: 500 }, { signal })).items, id),
  }
}
export const orgSource = orgs()
export const vendorSource = orgs('vendor')

/** Support groups, with who is in them. */
export const groupSource: RemoteSource = {
  name: 'group',
  search: async (q, signal) =>
    (await call(lookupGroups, query(q), { signal })).items.map(({ id, name, members }) => ({
      value: id,
      label: name,
      detail: members.map((one) => one.name).join(comma()),
    })),
  byId: async (id, signal) => option((await call(lookupGroups, { limit: 200 }, { signal })).items, id),
}

/** Everybody in a support group: those who can be given work. */
export const memberSource: RemoteSource = {
  name: 'member',
  search: async (q, signal) => (await members(signal)).filter(({ label }) => label.includes(q)),
  byId: async (id, signal) => (await members(signal)).find(({ value }) => value === id) ?? null,
}

async function members(signal: AbortSignal): Promise<RemoteOption[]> {
  const { items } = await call(lookupGroups, { limit: 200 }, { signal })
  const byId = new Map<string, RemoteOption>()
  for (const group of items)
    for (const { id, name } of group.members) {
      const known = byId.get(id)
      byId.set(id, { value: id, label: name, detail: known ? `${known.detail}、${group.name}` : group.name })
    }
  return [...byId.values()]
}

/** Information systems that this person may choose. */
export const serviceSource: RemoteSource = {
  name: 'service',
  search: async (q, signal) =>
    (await call(lookupServices, query(q), { signal })).items.map(({ id, name, ownerOrgName }) => ({
      value: id,
      label: name,
      detail: ownerOrgName,
    })),
  byId: async (id, signal) => option((await call(lookupServices, { id }, { signal })).items, id),
}

function option(items: readonly { id: string; name: string }[], id: string): RemoteOption | null {
  const found = items.find((one) => one.id === id)
  return found ? { value: id, label: found.name } : null
}
