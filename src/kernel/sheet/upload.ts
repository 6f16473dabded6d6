import { AppError } from '../errors/index.ts'
import type { Upload } from '../http/route.ts'
import { readCsv } from './csv.ts'
import { limits, type Table } from './table.ts'
import { readXlsx } from './xlsx.ts'

/** The bytes of an upload, under the bound of a table (20 MiB). @throws sheet.too_large (413), sheet.empty (422) */
export async function readUpload(upload: Upload): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of upload.stream as AsyncIterable<Buffer>) {
    size += chunk.length
    // what is beyond the bound is read and forgotten: an unread body would leave the sender without an answer
    if (size <= limits.bytes) chunks.push(chunk)
    else chunks.length = 0
  }
  if (size > limits.bytes || upload.stream.truncated)
    throw new AppError('sheet.too_large', {
      status: 413,
      field: 'file',
      params: { size: limits.bytes / 2 ** 20 },
    })
  if (size === 0) throw new AppError('sheet.empty', { status: 422, field: 'file' })
  return Buffer.concat(chunks)
}

/**
 * Reads the table of an uploaded file, told by its content: a workbook (.xlsx) or CSV. The older .xls and OpenDocument
 * are named and refused.
 * @param sheetNames the sheet to take where the workbook has one of such a name; else its first
 * @throws sheet.too_large (413), sheet.empty, sheet.old_format, sheet.no_heading and those of the readers (422)
 */
export async function readTable(upload: Upload, sheetNames: readonly string[]): Promise<Table> {
  return tableOf(await readUpload(upload), sheetNames)
}

/** The table in the bytes of a file. @throws as `readTable` */
export async function tableOf(file: Buffer, sheetNames: readonly string[]): Promise<Table> {
  const magic = file.toString('latin1', 0, 4)
  if (magic === '\xd0\xcf\x11\xe0') throw new AppError('sheet.old_format', { status: 422, field: 'file' })
  const table = magic === 'PK\x03\x04' ? await readXlsx(file, sheetNames) : await readCsv(file)
  if (table.rows.length === 0) throw new AppError('sheet.empty', { status: 422, field: 'file' })
  return table
}
