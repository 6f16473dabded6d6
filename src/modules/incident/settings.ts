import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './story-contract.ts'
import { brokenRules, matrix, replaceRules, rules, saveMatrix } from './store/settings.ts'

export async function getMatrix(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.getMatrix>,
): Promise<Output<typeof contract.getMatrix>> {
  return { items: await matrix(db) }
}

/** Changes the matrix impact × urgency → priority. Incidents that exist keep theirs. @throws incident.matrix_incomplete (422) */
export async function setMatrix(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setMatrix>,
): Promise<Output<typeof contract.setMatrix>> {
  const pairs = new Set(input.items.map((c) => `${c.impact}/${c.urgency}`))
  if (pairs.size !== 9) throw new AppError('incident.matrix_incomplete', { status: 422, field: 'items' })
  const before = await matrix(tx)
  await saveMatrix(tx, input.items)
  await audit(tx, actor, {
    action: 'incident.set-matrix',
    entity: 'priority-matrix',
    entityId: 'matrix',
    before: { items: before },
    after: { items: input.items },
  })
  return { items: await matrix(tx) }
}

export async function listDispatchRules(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.listDispatchRules>,
): Promise<Output<typeof contract.listDispatchRules>> {
  return { items: await rules(db) }
}

/** Replaces the dispatch rules; the first that fits a new incident wins. @throws incident.unknown_reference (422) with `items.<n>.<field>` */
export async function setDispatchRules(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setDispatchRules>,
): Promise<Output<typeof contract.setDispatchRules>> {
  const broken = (await brokenRules(tx, input.items))[0]
  if (broken)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: `items.${broken.at}.${broken.field}`,
      params: { field: broken.field },
    })
  const before = await rules(tx)
  await replaceRules(tx, input.items)
  await audit(tx, actor, {
    action: 'incident.set-dispatch-rules',
    entity: 'dispatch-rules',
    entityId: 'rules',
    before: { items: before },
    after: { items: input.items },
  })
  return { items: await rules(tx) }
}
