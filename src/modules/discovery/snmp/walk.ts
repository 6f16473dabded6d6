import { compareOids, SnmpFailure, type Conversation, type Found, type Limits } from '#kernel/snmp/index.ts'
import type { Tables } from '../identify/tables.ts'
import type { Wanted } from './wanted.ts'

/** What went wrong while a device was read; the rest of its data stands. */
export interface Problem {
  code:
    | 'not_increasing'
    | 'too_many_rows'
    | 'too_much'
    | 'out_of_time'
    | 'no_answer'
    | 'refused'
    | 'unreadable'
    | 'failed'
    | 'wrong_type'
  table: string
}

/** What one device has cost so far. */
export interface Spent {
  requests: number
  varbinds: number
}

interface Column {
  oid: string
  /** the index read last; '' before the first */
  at: string
}

/** Values of one request: fits a packet of 1,472 octets in most cases, and agents cut what does not. */
const perRequest = 64
/** A longer index is none: SNMP has 128 parts at most. */
const maxIndex = 700

/**
 * Reads columns into `tables` by GETBULK, several at once. An agent that goes backwards, does not end, or answers with
 * an error ends what it concerns and is named in the problems; only a device that does not answer at all any more
 * ends the reading.
 * @throws SnmpFailure for a device that went silent, ran out of its time or refuses
 */
export async function walk(
  conversation: Conversation,
  wanted: Wanted,
  tables: Tables,
  spent: Spent,
  limits: Limits,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const tell = (code: Problem['code']) => {
    if (!problems.some((one) => one.code === code)) problems.push({ code, table: wanted.name })
  }
  let open: Column[] = wanted.columns.map((oid) => ({ oid, at: '' }))
  let rows = wanted.once ? 1 : Math.max(4, Math.floor(perRequest / open.length))
  const before = spent.varbinds
  while (open.length > 0) {
    if (conversation.guard.bytes > limits.maxBytes || spent.varbinds > limits.maxVarbinds) {
      tell('too_much')
      break
    }
    if (spent.varbinds - before > limits.maxTableVarbinds) {
      tell('too_many_rows')
      break
    }
    const answer = await ask(conversation, open, rows, spent)
    if (answer === 'smaller') {
      if (rows > 1) rows = Math.ceil(rows / 4)
      else if (open.length > 1) {
        // one of them may be broken, or they are too much together
        for (const column of open) await alone(column)
        open = []
      } else {
        tell('failed')
        break
      }
      continue
    }
    if (answer === 'nothing') break
    open = take(answer, open, tables, spent, wanted.once === true, tell)
  }
  return problems

  async function alone(column: Column): Promise<void> {
    const found = await walk(conversation, { ...wanted, columns: [column.oid] }, tables, spent, limits)
    for (const { code } of found) tell(code)
  }
}

/** The answer; or that less should be asked for, or that there is nothing more (what SNMPv1 said). @throws SnmpFailure */
async function ask(
  conversation: Conversation,
  open: readonly Column[],
  rows: number,
  spent: Spent,
): Promise<Found[][] | 'smaller' | 'nothing'> {
  spent.requests++
  try {
    return await conversation.next(
      open.map(({ oid, at }) => (at ? `${oid}.${at}` : oid)),
      rows,
    )
  } catch (error) {
    if (!(error instanceof SnmpFailure)) throw error
    if (error.reason === 'no_such_name' && open.length === 1) return 'nothing'
    if (error.reason === 'no_such_name') return 'smaller'
    if (error.reason === 'too_big' || error.reason === 'failed') return 'smaller'
    // a large answer may be lost on its way where a small one is not
    if (error.reason === 'timeout' && rows > 1 && spent.varbinds > 0) return 'smaller'
    throw error
  }
}

/** Keeps what lies in its column; the columns that go on. */
function take(
  answer: readonly Found[][],
  open: readonly Column[],
  tables: Tables,
  spent: Spent,
  once: boolean,
  tell: (code: Problem['code']) => void,
): Column[] {
  const goOn: Column[] = []
  let progress = false
  open.forEach((column, i) => {
    const list = answer[i]
    // an agent whose packet was full: the column is asked for again
    if (!list?.length) return void goOn.push(column)
    progress = true
    let at = column.at
    for (const { oid, value } of list) {
      spent.varbinds++
      const index = indexWithin(column.oid, oid)
      if (index === undefined || value === undefined) return
      if (index.length > maxIndex || (at !== '' && compareOids(index, at) <= 0)) return tell('not_increasing')
      tables.add(column.oid, index, value)
      at = index
      if (once) return
    }
    goOn.push({ oid: column.oid, at })
  })
  if (progress) return goOn
  // an answer without any value: nothing will come of asking again
  tell('unreadable')
  return []
}

function indexWithin(column: string, oid: string): string | undefined {
  return oid.startsWith(`${column}.`) ? oid.slice(column.length + 1) : undefined
}
