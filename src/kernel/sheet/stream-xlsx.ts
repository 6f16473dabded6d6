import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { columnName } from './table.ts'
import { escapeXml, sheetHead, sheetTail, workbookParts } from './write-xlsx.ts'
import { centralEntry, endOfZip, localHeader, packed, type ZipPart } from './zip.ts'

/** A number stays a number; everything else is text, which no program takes for a formula. */
export type StreamCell = string | number | null

/**
 * A workbook with one sheet, written while its rows come: memory holds one batch of rows, however long the sheet.
 * The first row is the heading.
 * @param batches rows in the order of the sheet; an error in it ends the stream with that error
 */
export function streamXlsx(
  name: string,
  batches: AsyncIterable<readonly (readonly StreamCell[])[]>,
): Readable {
  return Readable.from(write(name, batches), { objectMode: false, highWaterMark: 256 * 1024 })
}

async function* write(
  name: string,
  batches: AsyncIterable<readonly (readonly StreamCell[])[]>,
): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, content] of workbookParts([name])) {
    const part = packed(path, content)
    directory.push(centralEntry(part, offset))
    const bytes = Buffer.concat([localHeader(part), part.data])
    offset += bytes.length
    yield bytes
  }
  const sheet: ZipPart = { path: 'xl/worksheets/sheet1.xml', crc: 0, packedSize: 0, size: 0, streamed: true }
  const header = localHeader(sheet)
  yield header
  const deflate = createDeflateRaw({ level: 3 })
  const plain = async function* (): AsyncGenerator<Buffer> {
    for await (const text of sheetXml(batches)) {
      const bytes = Buffer.from(text)
      sheet.crc = crc32(bytes, sheet.crc)
      sheet.size += bytes.length
      yield bytes
    }
  }
  // its error reaches the loop below: deflate is destroyed with it
  pipeline(plain, deflate, () => undefined)
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    sheet.packedSize += chunk.length
    yield chunk
  }
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(sheet.crc, 4)
  descriptor.writeUInt32LE(sheet.packedSize, 8)
  descriptor.writeUInt32LE(sheet.size, 12)
  directory.push(centralEntry(sheet, offset))
  yield Buffer.concat([
    descriptor,
    endOfZip(directory, offset + header.length + sheet.packedSize + descriptor.length),
  ])
}

async function* sheetXml(batches: AsyncIterable<readonly (readonly StreamCell[])[]>): AsyncGenerator<string> {
  let line = 0
  let columns: string[] = []
  for await (const rows of batches) {
    let text = ''
    for (const row of rows) {
      if (line === 0) {
        columns = row.map((_, i) => columnName(i))
        text += sheetHead(row.length)
      }
      line++
      text += `<row r="${line}">`
      for (let i = 0; i < row.length; i++) text += cellXml(`${columns[i]}${line}`, row[i]!, line === 1)
      text += '</row>'
    }
    yield text
  }
  yield `${line === 0 ? sheetHead(1) : ''}${sheetTail}`
}

function cellXml(ref: string, value: StreamCell, heading: boolean): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number') return `<c r="${ref}"><v>${value}</v></c>`
  const style = heading ? 2 : 1
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`
}
