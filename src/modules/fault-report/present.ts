import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { getReport } from './contract.ts'
import { abilitiesOf, type Access } from './policy.ts'

export function present(actor: Actor, access: Access): Output<typeof getReport> {
  return {
    ...access.report,
    outdated: access.incident.reopenCount > access.report.round,
    abilities: abilitiesOf(actor, access),
  }
}
