import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { AppError } from '../errors/index.ts'
import { TableBuilder, type Table } from './table.ts'

/**
 * Reads CSV as Chinese offices have it: UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030 (of which
 * GBK and GB2312 are parts), with commas, semicolons or tabs. UTF-8 is tried first and strictly: text in GB18030 is
 * hardly ever valid UTF-8. A cell that begins with `=` is a formula to a spreadsheet and is told apart.
 * @throws sheet.bad_encoding, sheet.bad_csv (422), and the limits of a table
 */
export async function readCsv(file: Buffer): Promise<Table> {
  const builder = new TableBuilder()
  for await (const _ of csvSteps(file, builder)) void _
  return builder.table
}

/** How much of a text is parsed at once. */
const slice = 65_536

function* slices(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += slice) yield text.slice(at, at + slice)
}

/** Reads as `readCsv` does, into `builder`; after each thousand rows there is a chance to take them away. */
export async function* csvSteps(file: Buffer, builder: TableBuilder): AsyncGenerator<void> {
  const text = decode(file)
  const parser = parse({
    delimiter: delimiterOf(text),
    // files that went through several hands have several kinds of line ends
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
    info: true,
    max_record_size: 1_000_000,
  })
  const source = Readable.from(slices(text))
  // its errors reach the loop below: the parser is destroyed with the source
  pipeline(source, parser, () => undefined)
  try {
    let before = 0
    let n = 0
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      // a cell may span lines; the row is where it begins
      const line = before + 1
      before = info.lines
      record.forEach((cell, column) => builder.add(line, column, cell, /^\s*=/.test(cell)))
      if (++n % 1000 === 0) yield
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const { lines = 0 } = cause as { lines?: number }
    throw new AppError('sheet.bad_csv', { status: 422, field: 'file', params: { line: lines }, cause })
  }
}

function decode(file: Buffer): string {
  const bad = (cause?: unknown) => new AppError('sheet.bad_encoding', { status: 422, field: 'file', cause })
  const [first, second] = file
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  for (const encoding of utf16 ? [utf16] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(file)
      // no table has these: it is something else that happens to decode
      if (text.includes('\u0000')) throw bad()
      return text
    } catch (error) {
      if (error instanceof AppError) throw error
    }
  }
  throw bad()
}

/** The separator that the heading has most of. */
function delimiterOf(text: string): string {
  const heading = /\S[^\r\n]*/.exec(text.slice(0, 10_000))?.[0] ?? ''
  const counts = [',', ';', '\t'].map((mark) => [mark, heading.split(mark).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
