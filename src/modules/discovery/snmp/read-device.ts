import { converse, SnmpFailure, type Credential, type Limits } from '#kernel/snmp/index.ts'
import { probesOf } from '../identify/probes.ts'
import { Tables } from '../identify/tables.ts'
import { walk, type Problem, type Spent } from './walk.ts'
import { system, wanted, wantedOfCisco } from './wanted.ts'

/** What asking one address came to. */
export interface Reading {
  /**
   * `ok`; `partial`: an inventory with gaps that the problems name; `silent`: nothing answers (or not to this
   * community); `refused`: it answers and lets nobody in with this credential; `unreadable`: it answers nonsense
   */
  outcome: 'ok' | 'partial' | 'silent' | 'refused' | 'unreadable'
  tables: Tables
  problems: Problem[]
  figures: { requests: number; varbinds: number; bytes: number; milliseconds: number }
}

/**
 * Asks one device for all that its inventory is made of. Never throws for what the device does: it ends within
 * `limits`, with what was read until then.
 * @param stop ends it early, as out of time
 */
export async function readDevice(
  address: string,
  port: number,
  credential: Credential,
  limits: Limits,
  stop?: AbortSignal,
): Promise<Reading> {
  const began = Date.now()
  const tables = new Tables()
  const problems: Problem[] = []
  const spent: Spent = { requests: 0, varbinds: 0 }
  const conversation = converse(address, port, credential, limits)
  const timer = setTimeout(() => conversation.close(), limits.deviceMs)
  const halt = () => conversation.close()
  stop?.addEventListener('abort', halt)
  if (stop?.aborted) halt()
  let failure: SnmpFailure | undefined
  let table = system.name
  try {
    problems.push(...(await walk(conversation, system, tables, spent, limits)))
    const objectId = tables.oid('1.3.6.1.2.1.1.2')
    const cisco = objectId?.startsWith('1.3.6.1.4.1.9.') ? wantedOfCisco : []
    // nothing of the system group: no device that an inventory could be made of
    const rest = isKnown(tables) ? [...wanted, ...cisco, ...probesOf(objectId)] : []
    for (const one of rest) {
      table = one.name
      problems.push(...(await walk(conversation, one, tables, spent, limits)))
    }
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error
    failure = error
  } finally {
    clearTimeout(timer)
    stop?.removeEventListener('abort', halt)
    conversation.close()
  }
  const { bytes, unreadable } = conversation.guard
  const figures = { ...spent, bytes, milliseconds: Date.now() - began }
  if (failure) problems.push({ code: codeOf(failure, unreadable), table })
  return { outcome: outcomeOf(tables, problems, failure, unreadable), tables, problems, figures }
}

function codeOf(failure: SnmpFailure, unreadable: number): Problem['code'] {
  if (failure.reason === 'closed') return 'out_of_time'
  if (failure.reason === 'timeout') return unreadable > 0 ? 'unreadable' : 'no_answer'
  if (failure.reason === 'refused' || failure.reason === 'unreadable') return failure.reason
  return 'failed'
}

function outcomeOf(
  tables: Tables,
  problems: readonly Problem[],
  failure: SnmpFailure | undefined,
  unreadable: number,
): Reading['outcome'] {
  if (isKnown(tables)) return problems.length > 0 ? 'partial' : 'ok'
  if (failure?.reason === 'refused') return 'refused'
  if (unreadable > 0 || failure?.reason === 'unreadable' || !failure) return 'unreadable'
  return 'silent'
}

function isKnown(tables: Tables): boolean {
  return ['1.3.6.1.2.1.1.1', '1.3.6.1.2.1.1.2', '1.3.6.1.2.1.1.5'].some(
    (oid) => tables.first(oid) !== undefined,
  )
}
