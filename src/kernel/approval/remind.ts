import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessForMove } from './access.ts'
import type * as contract from './contract.ts'
import { detailOf } from './read.ts'
import { carryOut } from './run.ts'
import { standInsOf } from './store/delegations.ts'
import { remindedLately } from './store/lists.ts'

/** The requester reminds 催办 those who are asked now, once an hour at most. @throws approval.reminded_lately (409); see accessForMove */
export async function remindVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.remind>,
): Promise<Output<typeof contract.getApproval>> {
  const access = await accessForMove(tx, actor, input, 'remind')
  if (await remindedLately(tx, input.id)) throw new AppError('approval.reminded_lately', { status: 409 })
  const asked = access.approval.items.filter((item) => item.state === 'waiting').map((item) => item.personId)
  await carryOut(tx, actor, access, { kind: 'remind', by: actor.id! })
  await notify(tx, {
    to: [...asked, ...(await standInsOf(tx, asked))],
    textKey: 'approval:notify.reminder',
    params: { title: access.row.title, requester: access.row.requester.name },
    entity: 'approval',
    entityId: input.id,
    dedupeKey: `approval.reminded:${input.id}:${access.row.version}`,
  })
  return detailOf(tx, actor, input.id)
}
