import { Readable } from 'node:stream'
import { byteOrderMark, csvLine } from '../view/csv.ts'
import type { StreamCell } from './stream-xlsx.ts'

/** CSV as Excel opens it, written while its rows come; text that looks like a formula is marked as text. */
export function streamCsv(batches: AsyncIterable<readonly (readonly StreamCell[])[]>): Readable {
  const write = async function* (): AsyncGenerator<string> {
    yield byteOrderMark
    for await (const rows of batches) yield rows.map(csvLine).join('')
  }
  return Readable.from(write(), { objectMode: false, highWaterMark: 256 * 1024 })
}
