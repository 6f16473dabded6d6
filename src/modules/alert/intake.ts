import type { Kysely } from 'kysely'
import type { DB, Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { intakeAlertmanager, intakeAlerts } from './contract.ts'
import { intakeQueue } from './intake-queue.ts'
import type { Format } from './words.ts'

type Accepted = Output<typeof intakeAlerts>

/** Stores a webhook of Alertmanager; it is processed afterwards. @throws alert.intake_full (429) */
export async function intakeAlertmanagerVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof intakeAlertmanager>,
): Promise<Accepted> {
  return accept(db, actor, 'alertmanager', input)
}

/** Stores a generic POST; it is processed afterwards. @throws alert.intake_full (429) */
export async function intakeAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof intakeAlerts>,
): Promise<Accepted> {
  return accept(db, actor, 'generic', input)
}

async function accept(
  db: Db,
  actor: Actor,
  format: Format,
  { source, body }: { source: string; body: { alerts: unknown[] } },
): Promise<Accepted> {
  const alerts = body.alerts.length
  // the endpoint owns its transaction, so this is the pool itself
  const queue = intakeQueue(db as Kysely<DB>)
  const intakeId = await queue.store({
    format,
    source,
    body,
    alerts,
    receivedBy: actor.id,
    orgId: actor.orgId,
  })
  return { intakeId, alerts }
}
