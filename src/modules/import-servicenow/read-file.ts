import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { AppError } from '#kernel/errors/index.ts'
import { requiredColumns, type RawRow } from './row.ts'

/** A row of the file with its line, or why it is none. */
export type FileRow = { row: number; raw: RawRow; error?: string }

/**
 * Reads a log, gzipped or plain, row by row. A row with another number of columns than the header has is given with
 * an error; quotes may span lines.
 * @throws import-servicenow.no_file, import-servicenow.not_this_format
 */
export async function* readRows(file: string): AsyncGenerator<FileRow> {
  const gz = await isGzip(file)
  const source = createReadStream(file)
  const parser = parse({
    bom: true,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    info: true,
  })
  const text = gz ? source.pipe(createGunzip()) : source
  source.on('error', (error: Error) => parser.destroy(error))
  text.on('error', (error: Error) => parser.destroy(error))
  text.pipe(parser)
  let header: string[] | undefined
  let row = 0
  try {
    for await (const chunk of parser) {
      const { record } = chunk as { record: string[] }
      row++
      if (!header) {
        header = record.map((name) => name.trim())
        const missing = requiredColumns.filter((name) => !header!.includes(name))
        if (missing.length > 0)
          throw new AppError('import-servicenow.not_this_format', {
            status: 422,
            params: { missing: missing.join(', ') },
          })
        continue
      }
      const raw = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']))
      const wrong = record.length !== header.length
      yield { row, raw, ...(wrong ? { error: `${record.length} columns instead of ${header.length}` } : {}) }
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('import-servicenow.not_readable', {
      status: 422,
      params: { reason: (error as Error).message },
      cause: error,
    })
  }
  if (!header)
    throw new AppError('import-servicenow.not_this_format', {
      status: 422,
      params: { missing: requiredColumns.join(', ') },
    })
}

async function isGzip(file: string): Promise<boolean> {
  try {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw new AppError('import-servicenow.no_file', { status: 422, params: { file }, cause })
  }
}
