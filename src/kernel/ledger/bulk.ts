import type { Kysely } from 'kysely'
import { transaction, type DB, type Db } from '../db/index.ts'
import { problemDocument, toAppError } from '../http/problem.ts'
import type { Actor } from '../permission/actor.ts'
import { moveRecord } from './move-record.ts'
import type { Ledger, SentValues } from './types.ts'
import { updateRecordVerb } from './write-record.ts'

export interface BulkInput {
  records: readonly { id: string; version: number }[]
  values?: SentValues | undefined
  move?: string | undefined
  reason?: string | undefined
}

/** Changes or moves records one by one, each in a transaction of its own, and says of each what became of it. */
export async function bulkChange(db: Db, actor: Actor, ledger: Ledger, input: BulkInput) {
  const outcomes = []
  for (const { id, version } of input.records) {
    try {
      await transaction(db as Kysely<DB>, (tx) =>
        input.move === undefined
          ? updateRecordVerb(tx, actor, ledger, { id, version, values: { ...input.values } })
          : moveRecord(tx, actor, ledger, input.move, { id, version, values: {}, reason: input.reason }),
      )
      outcomes.push({ id, ok: true, code: null, message: null })
    } catch (error) {
      const problem = toAppError(error)
      // a fault of the program is no outcome of one record
      if (problem.status >= 500) throw error
      const { code, detail, errors } = problemDocument(problem, actor.locale, actor.traceId)
      outcomes.push({ id, ok: false, code, message: errors[0]?.message ?? detail })
    }
  }
  return { outcomes }
}
