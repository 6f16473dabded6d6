import type { Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { ApprovalRow } from './store/approvals.ts'
import { standInsOf } from './store/delegations.ts'
import type { Approval, Fact, Item } from './words.ts'

interface Move {
  row: ApprovalRow
  before: Approval
  after: Approval
  facts: readonly Fact[]
  /** items that wait since this move */
  waiting: readonly Item[]
}

/** Texts of what the requester is told of. */
const forRequester: Partial<Record<Fact['kind'], string>> = {
  finished: 'approved',
  rejected: 'rejected',
  returned: 'returned',
}

/**
 * Tells people what a move means for them.
 * @returns everybody whose page shows the approval: requester, signers, and who stands in for those asked now
 */
export async function tell(tx: Tx, actor: Actor, move: Move): Promise<string[]> {
  const { row, before, after, facts } = move
  const asked = move.waiting.filter((item) => item.step > 0).map((item) => item.personId)
  const standIns = await standInsOf(tx, asked)
  const about = { entity: 'approval', entityId: row.id }
  const params = { title: row.title, requester: row.requester.name, actor: actor.name }
  // one move is told once, however often its transaction is tried
  const key = `${row.id}:${row.version}`
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== actor.id)
  await notify(tx, {
    ...about,
    to: others([...asked, ...standIns]),
    textKey: 'approval:notify.waiting',
    params,
    dedupeKey: `approval.waiting:${key}`,
  })
  const outcome = facts.map((fact) => forRequester[fact.kind]).find((one) => one !== undefined)
  if (outcome)
    await notify(tx, {
      ...about,
      to: others([row.requester.id]),
      textKey: `approval:notify.${outcome}`,
      params,
      dedupeKey: `approval.${outcome}:${key}`,
    })
  const ended = facts.find((fact) => fact.kind === 'withdrawn' || fact.kind === 'voided')
  if (ended) {
    const open = before.items.filter((item) => item.state === 'waiting').map((item) => item.personId)
    await notify(tx, {
      ...about,
      to: others(ended.kind === 'voided' ? [row.requester.id, ...open] : open),
      textKey: `approval:notify.${ended.kind === 'voided' ? 'void' : 'withdrawn'}`,
      params,
      dedupeKey: `approval.${ended.kind}:${key}`,
    })
  }
  const signers = after.items.map((item) => item.personId)
  const deciders = after.items.flatMap((item) => item.by ?? [])
  return [...new Set([row.requester.id, ...signers, ...deciders, ...standIns])]
}
