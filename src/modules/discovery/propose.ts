/** Hands found devices to the room of configuration items, where a person decides. */
import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { proposeCi } from '#modules/ci/index.ts'
import { proposalOf } from './found.ts'
import { devicesByIdentity, findDevice, setStanding, type DeviceRow } from './store/device.ts'
import type { DeviceState } from './words.ts'

/** Who hangs on the device's ports, as far as it was found, too: by the neighbour's chassis id. */
export async function neighboursOf(
  tx: Parameters<typeof devicesByIdentity>[0],
  device: DeviceRow,
): Promise<{ port: string; remotePort: string; device: DeviceRow }[]> {
  const { neighbours } = device.inventory
  const ids = [...new Set(neighbours.map((one) => one.chassisId).filter(Boolean))]
  const found = await devicesByIdentity(tx, device.orgPath, ids)
  return neighbours.flatMap((one) => {
    const other = found.get(one.chassisId)
    return other && other.id !== device.id
      ? [{ port: one.port, remotePort: one.remotePort, device: other }]
      : []
  })
}

/**
 * Proposes a device as it was found last, with its links to other found devices. What the catalogue of classes does not
 * take is kept as the reason of a failure: the device stays on the list, and the proposing can be done again.
 */
export async function proposeFound(
  tx: Tx,
  id: string,
  actor: Actor = systemActor('discovery'),
): Promise<void> {
  const device = await findDevice(tx, id, true)
  if (!device) return
  const links = await neighboursOf(tx, device)
  const proposal = proposalOf(
    { ...device, orgId: device.org.id },
    links.map((link) => link.device),
  )
  try {
    const { proposalId, ciId, outcome } = await proposeCi(tx, actor, proposal)
    const states: Record<typeof outcome, DeviceState> = {
      open: ciId ? 'changed' : 'new',
      unchanged: 'accepted',
      rejected: 'rejected',
    }
    await setStanding(tx, id, { state: states[outcome], proposalId, ciId, failure: null })
  } catch (error) {
    // refused by its rules before anything was written; anything else is a fault and ends the transaction
    if (!(error instanceof AppError) || error.status !== 422) throw error
    await setStanding(tx, id, { state: 'failed', proposalId: null, ciId: device.ciId, failure: error.code })
  }
}
