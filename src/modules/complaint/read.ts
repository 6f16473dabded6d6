import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { accessComplaint, accessMine, present, presentMine, sightOf } from './policy.ts'
import { readSetting, selectComplaints, selectOwn } from './store/read.ts'
import { writeSetting } from './store/write.ts'

/** Those in the scope of my intake, and those that I deal with; never one about me. */
export async function listComplaintsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listComplaints>,
): Promise<Output<typeof contract.listComplaints>> {
  const { state, kind, q } = input
  const rows = await selectComplaints(db, sightOf(actor), {
    ...{ state, kind, q, before: decodeIdCursor(input.cursor) ?? null, limit: input.limit + 1 },
    ...(input.late ? { late: true } : {}),
    ...(input.mine ? { handlerId: actor.id } : {}),
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** @throws complaint.not_found (404) */
export async function getComplaintVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getComplaint>> {
  return present(actor, await accessComplaint(db, actor, id))
}

export async function listMineVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listMine>,
): Promise<Output<typeof contract.listMine>> {
  if (actor.id === null) return { items: [], nextCursor: null }
  const before = decodeIdCursor(input.cursor) ?? null
  const rows = await selectOwn(db, actor.id, { before, limit: input.limit + 1 })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map(presentMine), nextCursor }
}

/** @throws complaint.not_found (404) */
export async function getMineVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getMine>> {
  return presentMine(await accessMine(db, actor, id))
}

export async function getSettingVerb(db: Db): Promise<Output<typeof contract.getSetting>> {
  return readSetting(db)
}

/** Holds for what comes from now on. @throws complaint.bad_days (422), complaint.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.putSetting>,
): Promise<Output<typeof contract.putSetting>> {
  if (input.ackDays > input.answerDays)
    throw new AppError('complaint.bad_days', { status: 422, field: 'ackDays' })
  const before = await readSetting(tx)
  const after = await writeSetting(tx, input)
  if (!after)
    throw new AppError('complaint.version_stale', { status: 412, params: { version: before.version } })
  await audit(tx, actor, {
    action: 'complaint.configure',
    entity: 'complaint_setting',
    entityId: 'unit',
    before: { ...before },
    after: { ...after },
  })
  return after
}
