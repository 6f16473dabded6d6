import { z } from 'zod'
import { AppError } from '#kernel/errors/index.ts'
import type { Upload } from '#kernel/http/index.ts'
import { readUpload, tableOf, takeRows, type SheetColumn } from '#kernel/sheet/index.ts'
import type { RawEntry } from './examine.ts'

/** A catalogue as read. `said`: the number of entries that it claims to have. */
export interface Catalogue {
  edition: string
  said: number | null
  entries: RawEntry[]
}

const MOST = 20_000
const loose = z.union([z.string().max(4000), z.number(), z.null()]).optional()
const JsonEntry = z.object({
  catalog_code: loose,
  code: loose,
  catalog_name: loose,
  name: loose,
  level: loose,
  parent_code: loose,
  parent: loose,
  category_letter: loose,
  category_type: loose,
  category: loose,
  gbt14885: loose,
  description: loose,
})
const JsonCatalogue = z.object({
  source_id: z.string().max(200).optional(),
  entry_count: z.int().optional(),
  entries: z.array(JsonEntry).max(MOST),
})

const columns: readonly SheetColumn[] = [
  {
    key: 'code',
    headings: ['编码', 'Code', '品目编码', '品目编号', '分类编码', '目录编码', '代码'],
    required: true,
  },
  { key: 'name', headings: ['名称', 'Name', '品目名称', '分类名称'], required: true },
  { key: 'level', headings: ['级别', 'Level', '层级'] },
  { key: 'parent', headings: ['上级编码', 'Parent', '上级', '父级编码'] },
  { key: 'category', headings: ['类别', 'Category', '大类'] },
  { key: 'gbt14885', headings: ['国标编码', 'GB/T 14885', 'GB/T14885-2022', 'GB/T 14885-2022'] },
  { key: 'description', headings: ['说明', 'Description', '备注', '品目说明'] },
]

/**
 * Reads a catalogue from JSON (`{ entries: [{ catalog_code, catalog_name, level, parent_code, … }] }`, or the list alone), CSV or .xlsx,
 * told by its content. What a row says is taken as it stands: judging it is for `examine`.
 * @throws asset-class.bad_json, asset-class.bad_heading, sheet.… (413, 422)
 */
export async function readCatalogue(upload: Upload): Promise<Catalogue> {
  const file = await readUpload(upload)
  const edition = upload.fileName.replace(/\.[^.]*$/, '').slice(0, 200) || '?'
  const start = file
    .toString('utf8', 0, 200)
    .replace(/^\ufeff/, '')
    .trimStart()
  return start.startsWith('{') || start.startsWith('[')
    ? fromJson(file, edition)
    : await fromTable(file, edition)
}

function fromJson(file: Buffer, edition: string): Catalogue {
  let json: unknown
  try {
    json = JSON.parse(file.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    throw new AppError('asset-class.bad_json', { status: 422, field: 'file' })
  }
  const parsed = JsonCatalogue.safeParse(Array.isArray(json) ? { entries: json } : json)
  if (!parsed.success) throw new AppError('asset-class.bad_json', { status: 422, field: 'file' })
  const { source_id, entry_count, entries } = parsed.data
  return {
    edition: source_id ?? edition,
    said: entry_count ?? null,
    entries: entries.map((one, i) => ({
      line: i + 1,
      code: words(one.catalog_code ?? one.code) ?? '',
      name: words(one.catalog_name ?? one.name) ?? '',
      level: numberOf(one.level),
      parent: words(one.parent_code ?? one.parent),
      category: categoryOf(words(one.category_letter), words(one.category_type ?? one.category)),
      gbt14885: words(one.gbt14885),
      description: words(one.description) ?? '',
    })),
  }
}

async function fromTable(file: Buffer, edition: string): Promise<Catalogue> {
  const table = await tableOf(file, ['目录', '品目', '分类', 'Catalogue'])
  // columns that we do not know are of no concern here
  const { rows, problems, headingBad } = takeRows(table, columns)
  const missing = problems.filter(({ code }) => code === 'missing_column' || code === 'repeated_column')
  if (headingBad && missing.length > 0)
    throw new AppError('asset-class.bad_heading', {
      status: 422,
      field: 'file',
      params: { known: columns.map(({ headings }) => headings[0]).join('、') },
    })
  return {
    edition,
    said: null,
    entries: rows.map(({ line, values }) => ({
      line,
      code: values['code'] ?? '',
      name: values['name'] ?? '',
      level: numberOf(values['level']),
      parent: values['parent'] ?? null,
      category: values['category'] ?? null,
      gbt14885: values['gbt14885'] ?? null,
      description: values['description'] ?? '',
    })),
  }
}

function words(value: string | number | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}

/** A level that is no number is a wrong level, not a missing one. */
function numberOf(value: string | number | null | undefined): number | null {
  const text = words(value)
  if (text === null) return null
  const number = Number(text)
  return Number.isInteger(number) ? number : -1
}

/** Letter and word of the category must agree: where they do not, the word is what `examine` sees to differ from the code. */
function categoryOf(letter: string | null, word: string | null): string | null {
  const letters: Readonly<Record<string, string>> = {
    goods: 'A',
    engineering: 'B',
    service: 'C',
    services: 'C',
  }
  if (letter === null || word === null) return letter ?? word
  return letters[word] === letter ? letter : word
}
