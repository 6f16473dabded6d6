import { audit } from '../audit/index.ts'
import { transaction } from '../db/index.ts'
import type { Command } from '../manifest.ts'
import { systemActor } from '../permission/actor.ts'
import { addMasterKey } from './keys.ts'

/** `zhengyun secrets rotate-key`. Exit status: 0 fine, 2 wrong use. */
export const secretsCommand: Command = {
  name: 'secrets',
  summary: '更换加密密钥 | sealed values: rotate the key',
  run: async (args, { db, settings, out, err }) => {
    if (args[0] !== 'rotate-key') {
      err('secrets rotate-key')
      return 2
    }
    const id = addMasterKey(settings.dataDir, new Date())
    await transaction(db, (tx) =>
      audit(tx, systemActor('command'), {
        action: 'secrets.rotate',
        entity: 'sealing_key',
        entityId: id,
        after: { id },
      }),
    )
    out(`${id}: seals from the next start on. Keep the older keys: they open what they have sealed.`)
    return 0
  },
}
