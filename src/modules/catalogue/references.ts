import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Approver } from '#kernel/approval/definition-contract.ts'
import type { ItemDefinition } from './item-contract.ts'
import { missingReferences } from './store.ts'

type Kind = keyof Parameters<typeof missingReferences>[1]
interface Reference {
  kind: Kind
  id: string
  field: string
}

function ofApprover(approver: Approver, field: string): Reference[] {
  if (approver.kind === 'person') return [{ kind: 'people', id: approver.personId, field }]
  if (approver.kind === 'role') return [{ kind: 'roles', id: approver.role, field }]
  return approver.kind === 'group-leader' ? [{ kind: 'groups', id: approver.groupId, field }] : []
}

/** Everything that a definition names, with the field that names it. */
function referencesOf(d: ItemDefinition): Reference[] {
  const at = 'definition'
  return [
    ...d.audience.roles.map((id, n) => ({ kind: 'roles' as const, id, field: `${at}.audience.roles.${n}` })),
    ...d.audience.orgIds.map((id, n) => ({ kind: 'orgs' as const, id, field: `${at}.audience.orgIds.${n}` })),
    ...(d.serviceId ? [{ kind: 'services' as const, id: d.serviceId, field: `${at}.serviceId` }] : []),
    ...d.tasks.flatMap(({ groupId }, n) =>
      groupId ? [{ kind: 'groups' as const, id: groupId, field: `${at}.tasks.${n}.groupId` }] : [],
    ),
    ...(d.approval?.steps ?? []).flatMap((step, n) => [
      ...step.by.flatMap((one, m) => ofApprover(one, `${at}.approval.steps.${n}.by.${m}`)),
      ...(step.fallback ? ofApprover(step.fallback, `${at}.approval.steps.${n}.fallback`) : []),
    ]),
  ]
}

/** @throws catalogue.unknown_reference (422) naming every field that refers to nothing */
export async function checkReferences(db: Db, definition: ItemDefinition): Promise<void> {
  const all = referencesOf(definition)
  const ids = (kind: Kind) => all.filter((one) => one.kind === kind).map((one) => one.id)
  const missing = await missingReferences(db, {
    orgs: ids('orgs'),
    groups: ids('groups'),
    services: ids('services'),
    people: ids('people'),
    roles: ids('roles'),
  })
  const wrong = all.filter((one) => missing.has(one.id))
  if (wrong.length === 0) return
  const code = 'catalogue.unknown_reference'
  throw new AppError(code, { status: 422, errors: wrong.map(({ field }) => ({ field, code, message: '' })) })
}
