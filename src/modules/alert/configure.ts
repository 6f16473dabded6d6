import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeNumberCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { intakeLines, intakeWithBody, resetFailed } from './store/intake.ts'
import { readSetting, writeSetting } from './store/setting.ts'

export async function getSettingVerb(db: Db): Promise<Output<typeof contract.getAlertSetting>> {
  return readSetting(db)
}

/** Changes the window and the resolution of what recovered by itself. @throws alert.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.putAlertSetting>,
): Promise<Output<typeof contract.putAlertSetting>> {
  const before = await readSetting(tx)
  const after = await writeSetting(tx, input)
  if (!after) throw new AppError('alert.version_stale', { status: 412, params: { version: before.version } })
  await audit(tx, actor, {
    action: 'alert.set-setting',
    entity: 'alert-setting',
    entityId: 'alert-setting',
    before: { ...before },
    after: { ...after },
  })
  return after
}

/** POSTs that could not be processed, with the reason, or that wait for it; newest first. */
export async function listIntakesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.listIntakes>,
): Promise<Output<typeof contract.listIntakes>> {
  const before = decodeNumberCursor(input.cursor)
  const rows = await intakeLines(db, input.state, before, input.limit)
  return page(rows, input.limit, (r) => [r.id])
}

/** So much of a body is shown: enough to find what is wrong, and no page is choked by a storm. */
const shownOfBody = 100_000

/** One POST as it came. @throws alert.not_found (404) */
export async function getIntakeVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.getIntake>,
): Promise<Output<typeof contract.getIntake>> {
  const row = await intakeWithBody(db, input.id, shownOfBody)
  if (!row) throw notFound('alert')
  return row
}

/** Lets a failed POST be processed again, after what stood in its way is mended. @throws alert.not_found (404) */
export async function retryIntakeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.retryIntake>,
): Promise<Output<typeof contract.retryIntake>> {
  const row = await resetFailed(tx, input.id)
  if (!row) throw notFound('alert')
  await audit(tx, actor, {
    action: 'alert.retry-intake',
    entity: 'alert-intake',
    entityId: String(row.id),
    before: { error: row.reason },
    after: { error: null },
  })
  return row
}
