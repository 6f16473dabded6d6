import { audit } from '#kernel/audit/index.ts'
import { transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { readReceived } from '#kernel/files/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { streamRows, type Problem } from '#kernel/sheet/index.ts'
import { CardReader } from './card-reader.ts'
import { form } from './form-contract.ts'
import { allClasses, codesOf, orgsBelow } from './store/card.ts'
import * as rows from './store/row.ts'
import * as runs from './store/run.ts'

/** What a file may be: rows below the heading, bytes to which its sheet may unfold. */
const bounds = { rows: 200_000, sheet: 768 * 2 ** 20 }
/** Problems that are kept; all are counted. */
const mostProblems = 20_000
/** Lines that are compared in one statement. */
const together = 1000

/** What has been found of a file. */
interface Finding {
  rows: number
  ignored: string[]
}

/** Collects problems, each where it stands in the file, and writes them as they come. */
class ProblemBook {
  count = 0
  readonly #runId: string
  #waiting: runs.StoredProblem[] = []
  #placeOf: (key: string, line: number) => { cell: string | null; column: string | null } = () => ({
    cell: null,
    column: null,
  })

  constructor(runId: string) {
    this.#runId = runId
  }

  placesOf(place: (key: string, line: number) => { cell: string | null; column: string | null }): void {
    this.#placeOf = place
  }

  add(problems: readonly Problem[]): void {
    for (const { row, key, cell, value = '', code, params = {} } of problems) {
      this.count++
      if (this.count > mostProblems) continue
      const place = key === undefined ? undefined : this.#placeOf(key, row)
      this.#waiting.push({
        seq: this.count,
        line: row,
        cell: cell ?? place?.cell ?? null,
        column: place?.column ?? null,
        value: value.slice(0, 200),
        code: code.includes(':') ? code : `sheet:problem.${code}`,
        params,
      })
    }
  }

  async write(tx: Tx): Promise<void> {
    while (this.#waiting.length > 0) await runs.insertProblems(tx, this.#runId, this.#waiting.splice(0, 2000))
  }
}

/**
 * Reads the kept file of a run and compares it, in one transaction: what is killed halfway has left nothing, and the run
 * still says that it is being read until somebody notices (`watch.ts`). A file with defects leaves nothing but them.
 * @param db no transaction
 */
export async function readRun(db: Db, actor: Actor, runId: string): Promise<void> {
  const at = await runs.runAt(db, runId)
  if (at?.state !== 'reading') return
  const file = await bytesOf(at.sha256)
  await transaction(db as Parameters<typeof transaction>[0], async (tx) => {
    await runs.holdReading(tx, runId, true)
    // somebody else has read it meanwhile
    if ((await runs.runAt(tx, runId))?.state !== 'reading') return
    const book = new ProblemBook(runId)
    const found = await compare(tx, runId, at.orgPath, file, book)
    await finish(tx, actor, runId, at.orgId, found, book)
  })
}

async function bytesOf(sha256: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await readReceived({ sha256 })) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function finish(
  tx: Tx,
  actor: Actor,
  runId: string,
  orgId: string,
  found: Finding,
  book: ProblemBook,
): Promise<void> {
  const state = book.count > 0 ? 'refused' : 'open'
  if (state === 'refused') await rows.deleteRows(tx, runId)
  await book.write(tx)
  const counts = state === 'open' ? await rows.countKinds(tx, runId) : {}
  await runs.finishRun(tx, runId, {
    state,
    rows: found.rows,
    ignored: found.ignored,
    problems: book.count,
    counts: JSON.stringify(counts),
  })
  await audit(tx, actor, {
    action: 'asset-exchange.compare',
    entity: 'asset-exchange',
    entityId: runId,
    orgId,
    after: { state, rows: found.rows, problems: book.count, ...counts },
  })
  await emit(tx, { type: 'asset-exchange.compare', entity: 'asset-exchange', entityId: runId })
}

/** Reads and compares; what is wrong goes to `book`. A file that is no table at all is one problem. */
async function compare(
  tx: Tx,
  runId: string,
  orgPath: string,
  file: Buffer,
  book: ProblemBook,
): Promise<Finding> {
  const found: Finding = { rows: 0, ignored: [] }
  const [orgs, codes, classes] = await Promise.all([
    orgsBelow(tx, orgPath),
    codesOf(
      tx,
      form.flatMap((field) => field.list ?? []),
    ),
    allClasses(tx),
  ])
  const orgIds = orgs.map((org) => org.id)
  const reader = new CardReader({ orgs, codes, classes })
  try {
    await takeRows(tx, runId, orgIds, file, reader, book, found)
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('sheet.')) throw error
    const code = `sheet:error.${error.code.slice('sheet.'.length)}`
    book.add([{ row: 1, code, params: error.params as Record<string, string | number> }])
    return found
  }
  book.add(
    (await rows.ambiguousLines(tx, runId, orgIds)).map(({ line, card, count }) => ({
      row: line,
      key: 'card',
      value: card,
      code: 'asset-exchange:problem.ambiguous_card',
      params: { count },
    })),
  )
  book.add(
    (await rows.sameAssetLines(tx, runId)).map(({ line, other, number }) => ({
      row: line,
      key: 'card',
      value: number,
      code: 'asset-exchange:problem.same_asset',
      params: { other, number },
    })),
  )
  if (book.count === 0) await rows.insertOnlyHere(tx, runId, orgIds, found.rows)
  return found
}

async function takeRows(
  tx: Tx,
  runId: string,
  orgIds: readonly string[],
  file: Buffer,
  reader: CardReader,
  book: ProblemBook,
  found: Finding,
): Promise<void> {
  const { heading, batches } = await streamRows(file, form, bounds)
  book.placesOf(heading.placeOf)
  found.ignored = heading.ignored.slice(0, 100)
  book.add(heading.problems)
  // without its columns nothing can be said of the rows
  if (heading.problems.length > 0) return
  let waiting: rows.FileRow[] = []
  const write = async () => {
    await rows.insertFileRows(tx, runId, orgIds, waiting)
    waiting = []
  }
  for await (const batch of batches) {
    const problems: Problem[] = [...batch.problems]
    for (const row of batch.rows) {
      const card = reader.read(row, problems)
      if (card) waiting.push({ seq: ++found.rows, line: row.line, ...card })
    }
    book.add(problems)
    if (waiting.length >= together) await write()
  }
  await write()
  if (found.rows === 0 && book.count === 0) throw new AppError('sheet.empty', { status: 422, field: 'file' })
}
