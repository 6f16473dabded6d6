/** Rectification 整改: somebody closes a gap until a day, a leader may supervise it 督办, somebody else verifies it. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { can, spokenName, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessAdoption, accessClause, demandManage, manages, reviews, stale } from './policy.ts'
import { activePeople } from './store/adoption.ts'
import * as store from './store/task.ts'
import { visibleNorms } from './visible.ts'
import type * as contract from './work-contract.ts'
import type { TaskRecord } from './work-contract.ts'

type Ability = TaskRecord['abilities'][number]

/** What the actor can do with a task now. Nobody verifies what he owns or did. */
export function abilitiesOf(actor: Actor, row: store.TaskRow): Ability[] {
  const owns = can(actor, 'norm.answer') && row.owner.id === actor.id
  const others = row.owner.id !== actor.id && row.doneBy?.id !== actor.id
  const out: Ability[] = []
  if (row.state === 'open' && owns) out.push('done')
  if (row.state === 'done' && others && reviews(actor, row.orgPath)) out.push('verify', 'return')
  if ((row.state === 'open' || row.state === 'done') && manages(actor, row.orgPath)) out.push('cancel')
  if (row.state === 'open' && row.owner.id !== actor.id && reviews(actor, row.orgPath)) out.push('supervise')
  if (owns && row.supervision.some((one) => one.reply === null)) out.push('reply')
  return out
}

function present(actor: Actor, row: store.TaskRow): TaskRecord {
  const { orgPath: _path, ...rest } = row
  return { ...rest, abilities: abilitiesOf(actor, row) }
}

const filter = (actor: Actor) => ({ zone: unitZone(), personId: actor.kind === 'person' ? actor.id : null })

export async function listTasksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTasks>,
): Promise<Output<typeof contract.listTasks>> {
  if (input.mine && actor.kind !== 'person') return { items: [] }
  const rows = await store.selectTasks(db, visibleNorms(actor), { ...filter(actor), ...input })
  return { items: rows.map((row) => present(actor, row)) }
}

async function find(tx: Tx, actor: Actor, id: string, lock = false): Promise<store.TaskRow> {
  const [row] = await store.selectTasks(tx, visibleNorms(actor), { ...filter(actor), id, lock })
  if (!row) throw notFound('norm')
  return row
}

const texts = {
  task: 'norm:notify.task',
  done: 'norm:notify.done',
  returned: 'norm:notify.returned',
  verified: 'norm:notify.verified',
  supervised: 'norm:notify.supervised',
  answered: 'norm:notify.answered',
} as const

async function tell(
  tx: Tx,
  actor: Actor,
  row: store.TaskRow,
  what: keyof typeof texts,
  to: readonly (string | null | undefined)[],
): Promise<void> {
  await notify(tx, {
    to: to.filter((id): id is string => !!id && id !== actor.id),
    textKey: texts[what],
    params: { title: row.title, dueOn: row.dueOn, actor: spokenName(actor) },
    entity: 'norm-task',
    entityId: row.id,
    dedupeKey: `norm.${what}:${row.id}:${row.version}:${row.supervision.length}`,
  })
}

/** @throws norm.not_found (404), norm.not_allowed (403), norm.unknown_person (422) */
export async function createTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTask>,
): Promise<Output<typeof contract.createTask>> {
  const { adoption, clause } = await accessClause(tx, actor, input)
  demandManage(actor, adoption.orgPath)
  if ((await activePeople(tx, [input.ownerId])).length === 0)
    throw new AppError('norm.unknown_person', { status: 422, field: 'ownerId' })
  const { title, what, ownerId, dueOn } = input
  const id = await store.insertTask(tx, {
    adoptionId: adoption.id,
    clauseId: clause.id,
    title,
    what,
    ownerId,
    dueOn,
    createdBy: actor.id,
  })
  await audit(tx, actor, {
    action: 'norm.create-task',
    entity: 'norm_task',
    entityId: id,
    orgId: adoption.org.id,
    after: { clause: clause.code, title, what, ownerId, dueOn },
  })
  const row = await find(tx, actor, id)
  await tell(tx, actor, row, 'task', [ownerId])
  return present(actor, row)
}

/** Rights, version, then the move. @throws norm.not_found (404), norm.not_allowed (403), norm.not_now (409), norm.version_stale (412) */
async function carryOut(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  ability: Ability,
  step: (row: store.TaskRow) => Promise<Record<string, unknown>>,
  news: { what: keyof typeof texts; to: (row: store.TaskRow) => (string | null | undefined)[] } | null,
): Promise<TaskRecord> {
  const row = await find(tx, actor, at.id, true)
  if (row.version !== at.version) throw stale(row.version)
  if (!abilitiesOf(actor, row).includes(ability)) {
    const ended = row.state === 'verified' || row.state === 'cancelled'
    throw new AppError(ended ? 'norm.not_now' : 'norm.not_allowed', { status: ended ? 409 : 403 })
  }
  const after = await step(row)
  const fresh = await find(tx, actor, row.id)
  const adoption = await accessAdoption(tx, actor, row.adoptionId).catch(() => null)
  await audit(tx, actor, {
    action: `norm.task-${ability}`,
    entity: 'norm_task',
    entityId: row.id,
    orgId: adoption?.org.id ?? null,
    before: { state: row.state },
    after: { state: fresh.state, ...after },
  })
  if (news) await tell(tx, actor, row, news.what, news.to(row))
  return present(actor, fresh)
}

const move =
  (
    to: 'done' | 'verified' | 'open' | 'cancelled',
    by: Actor,
    words: string,
  ): ((tx: Tx) => (row: store.TaskRow) => Promise<Record<string, unknown>>) =>
  (tx) =>
  async (row) => {
    await store.moveTask(tx, row.id, to, { by: by.id, words })
    return { words }
  }

/** @throws see `carryOut` */
export const finishTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.finishTask>) =>
  carryOut(tx, actor, input, 'done', move('done', actor, input.result)(tx), {
    what: 'done',
    to: (row) => [row.createdBy?.id, ...row.supervision.map((one) => one.leader.id)],
  })

/** By somebody who neither owns nor did it. @throws see `carryOut` */
export const verifyTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.verifyTask>) =>
  carryOut(tx, actor, input, 'verify', move('verified', actor, input.note)(tx), {
    what: 'verified',
    to: (row) => [row.owner.id],
  })

/** @throws see `carryOut` */
export const returnTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.returnTask>) =>
  carryOut(tx, actor, input, 'return', move('open', actor, input.note)(tx), {
    what: 'returned',
    to: (row) => [row.owner.id],
  })

/** @throws see `carryOut` */
export const cancelTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.cancelTask>) =>
  carryOut(tx, actor, input, 'cancel', move('cancelled', actor, input.reason)(tx), null)

/** A leader's instruction, which the owner must answer. @throws see `carryOut` */
export const superviseTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.superviseTask>) =>
  carryOut(
    tx,
    actor,
    input,
    'supervise',
    async (row) => {
      if (actor.id === null) throw new AppError('norm.not_allowed', { status: 403 })
      const id = await store.insertSupervision(tx, {
        taskId: row.id,
        leaderId: actor.id,
        instruction: input.instruction,
      })
      return { supervisionId: id, instruction: input.instruction }
    },
    { what: 'supervised', to: (row) => [row.owner.id] },
  )

/** @throws see `carryOut`; norm.not_found (404): no such instruction, or answered */
export const answerTaskVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.answerTask>) =>
  carryOut(
    tx,
    actor,
    input,
    'reply',
    async (row) => {
      const at = { taskId: row.id, id: input.supervisionId }
      if (!(await store.answerSupervision(tx, at, input.reply, actor.id))) throw notFound('norm')
      return { supervisionId: input.supervisionId, reply: input.reply }
    },
    { what: 'answered', to: (row) => row.supervision.map((one) => one.leader.id) },
  )
