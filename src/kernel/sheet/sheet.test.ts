import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors/index.ts'
import { takeRows } from './rows.ts'
import { columnName, limits, parseRef, type Table } from './table.ts'
import { readTable } from './upload.ts'
import { writeXlsx } from './write-xlsx.ts'
import { writeZip } from './zip.ts'

const read = (content: Buffer): Promise<Table> =>
  readTable({ fileName: 't', declaredType: '', stream: Readable.from([content]) }, ['人员'])
const texts = (table: Table) =>
  table.rows.map(({ line, cells }) => [
    line,
    ...[...cells].map(([column, cell]) => `${columnName(column)}:${cell.text}`),
  ])
const codeOf = async (content: Buffer) => {
  const error = await read(content).catch((caught: unknown) => caught)
  return error instanceof AppError ? error.code : error
}

/** A workbook whose one sheet is given as XML. */
function workbook(sheet: string, strings = ''): Buffer {
  return writeZip([
    [
      'xl/workbook.xml',
      '<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r1" Target="/xl/sheet.xml"/></Relationships>',
    ],
    ['xl/sharedStrings.xml', `<sst>${strings}</sst>`],
    ['xl/sheet.xml', `<worksheet>${sheet}</worksheet>`],
  ])
}

describe('a table', () => {
  it('is read back from what the template writer wrote, whatever its cells hold', async () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) =>
      // XML has no control characters, and readers of tables drop blanks at the ends
      text
        .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
        .replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, ''),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const wanted = rows.flatMap((row, r) => {
            const cells = row.flatMap((text, c) => (text === '' ? [] : [`${columnName(c)}:${text}`]))
            return cells.length > 0 ? [[r + 1, ...cells]] : []
          })
          if (wanted.length === 0) return
          expect(texts(await read(writeXlsx([{ name: '人员', rows }])))).toEqual(wanted)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('names its columns as spreadsheets do', () => {
    fc.assert(
      fc.property(fc.nat({ max: 16_383 }), (n) => {
        expect(parseRef(`${columnName(n)}7`)).toEqual({ column: n, line: 7 })
      }),
    )
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
  })

  it('is the same in every encoding of an office', async () => {
    const text = '登录名,姓名\r\nzhang,"张 三　"\r\n'
    const gb = Buffer.concat([
      Buffer.from([0xb5, 0xc7, 0xc2, 0xbc, 0xc3, 0xfb]),
      Buffer.from(','),
      Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]),
      Buffer.from('\r\nzhang,'),
      Buffer.from([0xd5, 0xc5]),
      Buffer.from(' '),
      Buffer.from([0xc8, 0xfd]),
      Buffer.from('\r\n'),
    ])
    const wanted = [
      [1, 'A:登录名', 'B:姓名'],
      [2, 'A:zhang', 'B:张 三'],
    ]
    const spellings = [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      gb,
    ]
    for (const file of spellings) expect(texts(await read(file))).toEqual(wanted)
    expect(texts(await read(Buffer.from(text.replaceAll(',', '\t'))))).toEqual(wanted)
  })

  it('counts lines as an editor does, over empty ones and cells of several lines', async () => {
    const table = await read(Buffer.from('a,b\n\n"1\n2",x\n,\ny,z\n'))
    expect(texts(table)).toEqual([
      [1, 'A:a', 'B:b'],
      [3, 'A:1\n2', 'B:x'],
      [6, 'A:y', 'B:z'],
    ])
  })

  it('shows formulas as text, gives numbers their digits back, names merged cells', async () => {
    const table = await read(
      workbook(
        `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>登录名</t></is></c></row>
         <row r="3"><c r="A3"><v>1.3812345678E10</v></c><c r="B3" t="str"><f>A3&amp;"x"</f><v>secret</v></c></row></sheetData>
         <mergeCells><mergeCell ref="A3:A4"/></mergeCells>`,
        '<si><r><t>电</t></r><r><t>话</t></r><rPh><t>dian</t></rPh></si>',
      ),
    )
    expect(texts(table)).toEqual([
      [1, 'A:电话', 'B:登录名'],
      [3, 'A:13812345678', 'B:=A3&"x"'],
    ])
    const { problems, badLines } = takeRows(table, [
      { key: 'phone', headings: ['电话', 'Phone'] },
      { key: 'login', headings: ['登录名', 'Login'] },
    ])
    expect(problems.map(({ code, cell, value }) => [code, cell, value])).toEqual([
      ['merged', 'A3:A4', ''],
      ['formula', undefined, '=A3&"x"'],
    ])
    expect([...badLines]).toEqual([3])
  })

  it('is refused when it is a bomb, damaged, too long, or no table at all', async () => {
    const body = deflateRawSync(Buffer.alloc(200 * 2 ** 20, 'x'))
    const entry = (name: string, packed: Buffer, method: number) => {
      const common = Buffer.alloc(26)
      common.writeUInt16LE(method, 4)
      common.writeUInt32LE(packed.length, 14)
      // what it claims to unfold to
      common.writeUInt32LE(10, 18)
      common.writeUInt16LE(name.length, 22)
      return common
    }
    const common = entry('xl/workbook.xml', body, 8)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from('xl/workbook.xml'), body])
    const directory = Buffer.concat([
      Buffer.from('PK\x01\x02\x14\x00'),
      common,
      Buffer.alloc(14),
      Buffer.from('xl/workbook.xml'),
    ])
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(local.length, 16)
    expect(await codeOf(Buffer.concat([local, directory, end]))).toBe('sheet.unpacked_too_large')
    expect(await codeOf(Buffer.concat([local, directory]))).toBe('sheet.damaged')
    expect(await codeOf(Buffer.from('PK\x03\x04 nothing'))).toBe('sheet.damaged')
    expect(await codeOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))).toBe('sheet.old_format')
    expect(await codeOf(Buffer.from('\n , ,\n'))).toBe('sheet.empty')
    expect(await codeOf(Buffer.from([0x81, 0xff, 0xff, 0x00]))).toBe('sheet.bad_encoding')
    expect(await codeOf(Buffer.from('a\n"b'))).toBe('sheet.bad_csv')
    expect(await codeOf(Buffer.alloc(limits.bytes + 1, 'a\n'))).toBe('sheet.too_large')
    expect(await codeOf(Buffer.from('a\n'.repeat(limits.rows + 2)))).toBe('sheet.too_many_rows')
    expect(await codeOf(Buffer.from('a\n'.repeat(limits.rows + 1)))).toMatchObject({
      rows: { length: limits.rows + 1 },
    })
  })

  it('never makes the reader fail otherwise, whatever bytes come', async () => {
    const good = writeXlsx([{ name: '人员', rows: [['a', 'b']] }])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 }),
        async (edits) => {
          const broken = Buffer.from(good)
          for (const [at, byte] of edits) broken[at] = byte
          const result = await codeOf(broken)
          if (typeof result === 'string') expect(result).toMatch(/^sheet\./)
          else expect(result).toHaveProperty('rows')
        },
      ),
      { numRuns: 200 },
    )
  })
})
