import { transaction, type Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { approveVerb } from './moves.ts'

type Result = Output<typeof contract.approveMany>['items'][number]

/**
 * Approves several, each in a transaction of its own and audited as if approved alone. One that is refused takes no
 * other with it; the answer says of each what became of it.
 */
export async function approveManyVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.approveMany>,
): Promise<Output<typeof contract.approveMany>> {
  const items: Result[] = []
  for (const { id, version } of input.items)
    items.push(
      await transaction(db, (tx) => approveVerb(tx, actor, { id, version, reason: input.reason })).then(
        (): Result => ({ id, ok: true, code: null, message: null }),
        (error: unknown): Result => {
          if (!(error instanceof AppError)) throw error
          const text = error.code.replace('.', ':error.')
          return { id, ok: false, code: error.code, message: say(actor.locale, text, error.params) }
        },
      ),
    )
  return { items }
}
