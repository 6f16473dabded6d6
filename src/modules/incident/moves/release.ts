import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { makeMove } from '../move.ts'
import { readGroup } from '../store/filing.ts'

/**
 * A duplicate whose other incident was cancelled is nobody's duplicate: it goes back to where it stood (its owner, its
 * group, or the desk's pile), its clocks run on (`repeat.ts`), and whoever has it now is told, as is its requester.
 * @throws incident.version_stale (412) when somebody changed it meanwhile
 */
export async function releaseDuplicate(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number; of: string },
): Promise<void> {
  await makeMove(tx, actor, input, 'resume', async (row) => {
    const group = row.group && !row.owner ? await readGroup(tx, row.group.id) : undefined
    return {
      ...(row.group || row.owner ? {} : { to: 'new' as const }),
      public: true,
      what: 'released',
      data: { reason: row.holdReason },
      incident: { hold_reason: null, hold_until: null },
      to_notify: [row.owner?.id ?? row.createdBy, row.requester?.id, ...(group?.memberIds ?? [])],
      params: { of: input.of },
    }
  })
}
