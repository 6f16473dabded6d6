import type { Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { setDispatchRules } from '#modules/incident/index.ts'
import { createServiceVerb } from '#modules/service/index.ts'
import { createCategory } from '#modules/ticket/index.ts'
import { categories, services } from './city.ts'
import type { City } from './people.ts'

/** Ids of what was seeded, by the codes of city.ts. */
export interface Catalogue {
  services: Map<string, string>
  categories: Map<string, string>
}

/** Information systems, categories and dispatch rules of the sample city, made by its O&M manager. */
export async function seedServices(tx: Tx, city: City): Promise<Catalogue> {
  const manager = await personActor(tx, 'mgr01')
  const made = new Map<string, string>()
  for (const s of services) {
    const { id } = await createServiceVerb(tx, manager, {
      code: s.code,
      name: s.name,
      description: s.description,
      ownerOrgId: city.orgs.get(s.owner)!,
      groupId: city.groups.get(s.group)!,
      vendorOrgId: s.vendor ? city.orgs.get(s.vendor)! : null,
      agreementId: null,
      calendarId: null,
      protectionGrade: s.protectionGrade,
      public: s.public,
      matchers: [[{ label: 'service', value: s.label, regex: false }]],
    })
    made.set(s.code, id)
  }
  const ids = new Map<string, string>()
  for (const [position, c] of categories.entries()) {
    const category = await createCategory(tx, manager, {
      parentId: c.under ? ids.get(c.under)! : null,
      code: c.code,
      name: c.name,
      nameEn: c.nameEn,
      position,
    })
    ids.set(c.code, category.id)
  }
  const rules = categories
    .filter((c) => c.group)
    .map((c) => ({
      serviceId: null,
      categoryId: ids.get(c.code)!,
      orgId: null,
      groupId: city.groups.get(c.group!)!,
    }))
  await setDispatchRules(tx, manager, { items: rules })
  return { services: made, categories: ids }
}
