import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { getMajor } from './contract.ts'
import { abilitiesOf, type Access } from './policy.ts'
import { bridgeOf } from './store/record.ts'
import { readSetting } from './store/setting.ts'
import { callsOf, noticesOf } from './store/told.ts'
import { updateDueOf } from './update-due.ts'

export async function present(db: Db, actor: Actor, access: Access): Promise<Output<typeof getMajor>> {
  const { incident, record } = access
  const [bridge, calls, notices, setting] = await Promise.all([
    bridgeOf(db, incident.id),
    callsOf(db, incident.id),
    noticesOf(db, incident.id),
    readSetting(db),
  ])
  const shown = notices[0]?.body != null
  return {
    incident: {
      id: incident.id,
      number: incident.number,
      title: incident.title,
      state: incident.state,
      open: incident.open,
      service: incident.service,
      occurredAt: incident.occurredAt,
    },
    leader: record?.leader ?? null,
    updateMinutes: record?.updateMinutes ?? setting.updateMinutes,
    startedAt: record?.startedAt ?? null,
    lastUpdateAt: record?.lastUpdateAt ?? null,
    updateDueAt: record && incident.open ? updateDueOf(record) : null,
    bridge,
    calls,
    notices,
    abilities: abilitiesOf(actor, access).filter((ability) => ability !== 'withdraw' || shown),
    version: record?.version ?? 0,
  }
}
