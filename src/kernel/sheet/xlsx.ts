import { setImmediate as breathe } from 'node:timers/promises'
import { Parser } from 'htmlparser2'
import { AppError } from '../errors/index.ts'
import { parseRef, TableBuilder, type Table } from './table.ts'
import { readZip, unpackSteps, type ZipEntries } from './zip.ts'

/** What a part of the workbook may unfold to, in bytes. 10,000 rows of 40 columns are some 40 MB. */
const maxPart = 64 * 2 ** 20
const maxMerged = 1_000

type Attributes = Record<string, string>
interface Handlers {
  open?: (name: string, attributes: Attributes) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/**
 * Reads one sheet of an Office Open XML workbook (ECMA-376 Part 1, 18.3): the one of the given name where there is
 * one, else the first. Only the parts needed are unpacked, under a bound, and parsed as a stream; nothing outside the
 * file is ever looked at. Formulas are told as their text; their stored values are somebody's calculation, not data.
 * @throws sheet.damaged, sheet.encrypted, sheet.unpacked_too_large (422), and the limits of a table
 */
export async function readXlsx(file: Buffer, sheetNames: readonly string[]): Promise<Table> {
  const builder = new TableBuilder()
  for await (const _ of xlsxSteps(file, sheetNames, builder, maxPart)) void _
  return builder.table
}

/**
 * Reads as `readXlsx` does, into `builder`; after each piece of the sheet there is a chance to take its rows away.
 * @param maxSheet what the sheet may unfold to, in bytes; the other parts stay below 64 MiB each
 */
export async function* xlsxSteps(
  file: Buffer,
  sheetNames: readonly string[],
  builder: TableBuilder,
  maxSheet: number,
): AsyncGenerator<void> {
  const zip = readZip(file)
  const path = await findSheet(file, zip, sheetNames)
  const strings = zip.has('xl/sharedStrings.xml') ? await readStrings(file, zip) : []
  yield* xmlSteps(unpackSteps(file, entryOf(zip, path), maxSheet), sheetHandlers(builder, strings))
}

function entryOf(zip: ZipEntries, name: string) {
  const entry = zip.get(name)
  if (!entry) throw new AppError('sheet.damaged', { status: 422, field: 'file' })
  return entry
}

async function parsePart(file: Buffer, zip: ZipEntries, name: string, handlers: Handlers): Promise<void> {
  for await (const _ of xmlSteps(unpackSteps(file, entryOf(zip, name), maxPart), handlers)) void _
}

/** Parses piece by piece, with a breath in between: a large sheet must not keep other requests waiting. */
async function* xmlSteps(xml: AsyncIterable<Buffer>, handlers: Handlers): AsyncGenerator<void> {
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handlers.open?.(local(name), attributes),
      ontext: (text) => handlers.text?.(text),
      onclosetag: (name) => handlers.close?.(local(name)),
    },
    { xmlMode: true, decodeEntities: true },
  )
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const piece of xml) {
    decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-8')
    for (let at = 0; at < piece.length; at += 65_536) {
      parser.write(decoder.decode(piece.subarray(at, at + 65_536), { stream: true }))
      yield
      await breathe()
    }
  }
  parser.end(decoder?.decode())
}

/** `r:id`, whatever prefix the program that wrote it has chosen. */
function relationOf(attributes: Attributes): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
}

async function findSheet(file: Buffer, zip: ZipEntries, names: readonly string[]): Promise<string> {
  const sheets: { name: string; id: string }[] = []
  await parsePart(file, zip, 'xl/workbook.xml', {
    open: (tag, a) => {
      if (tag === 'sheet') sheets.push({ name: a['name'] ?? '', id: relationOf(a) })
    },
  })
  const targets = new Map<string, string>()
  await parsePart(file, zip, 'xl/_rels/workbook.xml.rels', {
    open: (tag, a) => {
      if (tag === 'Relationship') targets.set(a['Id'] ?? '', a['Target'] ?? '')
    },
  })
  const sheet = sheets.find((one) => names.includes(one.name.trim())) ?? sheets[0]
  const target = sheet && targets.get(sheet.id)
  if (!target) throw new AppError('sheet.damaged', { status: 422, field: 'file' })
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** The shared strings in order; of rich text all runs, of phonetic guides (`rPh`) none. */
async function readStrings(file: Buffer, zip: ZipEntries): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let inText = false
  let phonetic = false
  await parsePart(file, zip, 'xl/sharedStrings.xml', {
    open: (tag) => {
      if (tag === 'si') current = ''
      else if (tag === 'rPh') phonetic = true
      else if (tag === 't') inText = !phonetic
    },
    text: (text) => {
      if (inText) current += text
    },
    close: (tag) => {
      if (tag === 'si') strings.push(current)
      else if (tag === 'rPh') phonetic = false
      else if (tag === 't') inText = false
    },
  })
  return strings
}

/** What is done with the tags of a sheet: its cells go to `builder`, in order. */
function sheetHandlers(builder: TableBuilder, strings: readonly string[]): Handlers {
  let line = 0
  let column = -1
  let type = 'n'
  let value = ''
  let formula: string | null = null
  let into: 'value' | 'formula' | null = null
  const place = (ref: string | undefined) => {
    const at = ref === undefined ? undefined : parseRef(ref)
    line = at?.line ?? line
    column = at?.column ?? column + 1
  }
  return {
    open: (tag, a) => {
      if (tag === 'row') {
        line = Number(a['r'] ?? line + 1)
        column = -1
      } else if (tag === 'c') {
        place(a['r'])
        type = a['t'] ?? 'n'
        value = ''
        formula = null
      } else if (tag === 'f') {
        formula = ''
        into = 'formula'
      } else if (tag === 'v' || tag === 't') into = 'value'
      else if (tag === 'mergeCell' && builder.table.merged.length < maxMerged)
        builder.table.merged.push(a['ref'] ?? '')
    },
    text: (text) => {
      if (into === 'value') value += text
      else if (into === 'formula') formula = (formula ?? '') + text
    },
    close: (tag) => {
      if (tag === 'c') {
        if (formula !== null) builder.add(line, column, `=${formula}`, true)
        else builder.add(line, column, shown(type, value, strings))
      } else if (tag === 'v' || tag === 't' || tag === 'f') into = null
    },
  }
}

/** The text of a value. A telephone number that a spreadsheet took for a number gets its digits back. */
function shown(type: string, value: string, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'n' && /e/i.test(value) && Number.isSafeInteger(Number(value))) return String(Number(value))
  return value
}
