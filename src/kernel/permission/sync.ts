import { audit } from '../audit/record.ts'
import type { Tx } from '../db/index.ts'
import type { Manifest } from '../manifest.ts'
import { systemActor } from './actor.ts'
import { declaredPermissions } from './declared.ts'
import { postOf, roleNames, shippedRoles } from './roles.ts'
import { lockRights, setShippedPermissions, syncPermissions, upsertShippedRole } from './store/shipped.ts'

/**
 * Brings the shipped roles and their permissions into step with the rooms of this program. Idempotent: writes
 * only what differs, so that a start leaves cached rights alone. Custom roles lose what they may no longer hold.
 * @throws Error when a business permission is granted to a post of the three administrators
 */
export async function ensureShippedRoles(tx: Tx, manifests: readonly Manifest[]): Promise<void> {
  const declared = declaredPermissions(manifests)
  await lockRights(tx)
  await syncPermissions(tx, declared)
  for (const key of shippedRoles) {
    const names = roleNames[key]
    const id = await upsertShippedRole(tx, {
      key,
      name: names.zh,
      name_en: names.en,
      post: postOf(key) ?? null,
    })
    const wanted = declared.filter((p) => p.grants.includes(key)).map((p) => p.key)
    const changed = await setShippedPermissions(tx, id, wanted)
    if (changed.added.length + changed.removed.length === 0) continue
    await audit(tx, systemActor('permission'), {
      action: 'permission.ship-role',
      entity: 'role',
      entityId: id,
      before: { removed: changed.removed },
      after: { key, added: changed.added },
    })
  }
}
