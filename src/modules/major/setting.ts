import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { getSetting, putSetting } from './contract.ts'
import { readSetting, writeSetting } from './store/setting.ts'
import { stale } from './work.ts'

export async function getSettingVerb(db: Db): Promise<Output<typeof getSetting>> {
  return readSetting(db)
}

/** Holds for records begun from now on. @throws major.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof putSetting>,
): Promise<Output<typeof putSetting>> {
  const before = await readSetting(tx)
  const after = await writeSetting(tx, input.updateMinutes, input.version)
  if (!after) throw stale(before.version)
  await audit(tx, actor, {
    action: 'major.configure',
    entity: 'major_setting',
    entityId: 'unit',
    before: { ...before },
    after: { ...after },
  })
  return after
}
