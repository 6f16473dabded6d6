import type { Db, Tx } from '#kernel/db/index.ts'
import {
  activateDemoAdministrator,
  activatePerson,
  createPerson,
  grantRole,
  isInstalled,
  personActor,
  setPassword,
  setUpInstallation,
} from '#kernel/identity/index.ts'
import { createGroupVerb, createOrgVerb, editOrgVerb, findOrg, setMembersVerb } from '#kernel/org/index.ts'
import { findRoleByKey, systemActor } from '#kernel/permission/index.ts'
import { administrators, groups, leaders, orgs, people, unitName } from './city.ts'

/** Ids of what was seeded, by the codes and logins of city.ts. */
export interface City {
  orgs: Map<string, string>
  people: Map<string, string>
  groups: Map<string, string>
}

export async function isSetUp(db: Db): Promise<boolean> {
  return isInstalled(db)
}

/**
 * Orgs, accounts, roles and groups of the sample city, by the same verbs and the same two people as in real life:
 * the system administrator makes accounts, the security administrator activates them and gives roles.
 */
export async function seedPeople(tx: Tx, password: string): Promise<City> {
  const system = systemActor('demo')
  const made = await setUpInstallation(tx, { unitName, administrators, demo: true })
  for (const personId of Object.values(made.personIds)) {
    await setPassword(tx, system, { personId, password })
    await activateDemoAdministrator(tx, system, personId)
  }
  const sys = await personActor(tx, administrators.system.login)
  const sec = await personActor(tx, administrators.security.login)
  const city: City = { orgs: new Map([['unit', made.orgId]]), people: new Map(), groups: new Map() }
  for (const o of orgs) {
    const org = await createOrgVerb(tx, sys, {
      parentId: city.orgs.get(o.under)!,
      kind: o.kind,
      name: o.name,
      code: o.code,
    })
    city.orgs.set(o.code, org.id)
  }
  for (const p of people) {
    const orgId = city.orgs.get(p.org)!
    const person = await createPerson(tx, sys, {
      login: p.login,
      kind: p.kind ?? 'person',
      name: p.name,
      orgId,
      ...(p.phone ? { phone: p.phone } : {}),
      ...(p.title ? { title: p.title } : {}),
    })
    city.people.set(p.login, person.id)
    await activatePerson(tx, sec, { id: person.id, version: person.version })
    if (p.kind !== 'machine') await setPassword(tx, system, { personId: person.id, password })
    const role = await findRoleByKey(tx, p.role)
    await grantRole(tx, sec, { id: person.id, roleId: role!.id, orgId: city.orgs.get(p.scope ?? 'unit')! })
  }
  for (const [code, login] of Object.entries(leaders)) {
    const org = (await findOrg(tx, city.orgs.get(code)!))!
    await editOrgVerb(tx, sys, { id: org.id, version: org.version, leaderId: city.people.get(login)! })
  }
  for (const g of groups) {
    const group = await createGroupVerb(tx, sys, {
      name: g.name,
      orgId: city.orgs.get(g.org)!,
      line: g.line,
      dispatch: g.dispatch,
    })
    await setMembersVerb(tx, sys, {
      id: group.id,
      version: group.version,
      members: g.members.map((m) => ({
        personId: city.people.get(m.login)!,
        leader: m.leader ?? false,
        onDuty: true,
      })),
    })
    city.groups.set(g.key, group.id)
  }
  return city
}
