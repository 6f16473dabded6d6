import { plain } from '#kernel/codes/checks.ts'
import { cleanName } from './clean-name.ts'
import type { DefectKind } from './words.ts'

/** An entry of a catalogue as the file has it. `line`: of the sheet, or the number of the entry. Null: the file does not say. */
export interface RawEntry {
  line: number
  code: string
  name: string
  level: number | null
  parent: string | null
  /** the letter or the word of the category: goods, engineering, services */
  category: string | null
  gbt14885: string | null
  description: string
}

/** An entry that can be taken. `doubtful`: its name is not certain; `inferred`: the file lacks it, entries below it need it. */
export interface Entry {
  code: string
  name: string
  parent: string | null
  gbt14885: string | null
  description: string
  doubtful: boolean
  inferred: boolean
}

export interface Defect {
  kind: DefectKind
  line: number
  code: string
  /** what stands there */
  value: string
  /** what was made of it, or should stand there; null when nobody can say */
  expected: string | null
}

const CATEGORIES: Readonly<Record<string, string>> = {
  货物: 'A',
  货物类: 'A',
  goods: 'A',
  工程: 'B',
  工程类: 'B',
  engineering: 'B',
  服务: 'C',
  服务类: 'C',
  service: 'C',
  services: 'C',
}

/**
 * Examines a catalogue whose codes are a letter and pairs of digits, one pair for each level, padded with zeros (`A02010000`) or not
 * (`A0201`): finds every defect once, in the order of the file, and answers what can be taken. Pure.
 * @param said number of entries that the file itself says it has
 */
export function examine(
  raw: readonly RawEntry[],
  said: number | null = null,
): { entries: Entry[]; defects: Defect[] } {
  const defects: Defect[] = []
  const report = (kind: DefectKind, at: RawEntry, value: string, expected: string | null) =>
    defects.push({ kind, line: at.line, code: at.code, value, expected })
  if (said !== null && said !== raw.length)
    defects.push({
      kind: 'wrong_count',
      line: 0,
      code: '',
      value: String(said),
      expected: String(raw.length),
    })
  const known = new Map<string, RawEntry>()
  const good: RawEntry[] = []
  for (const given of raw) {
    const entry = { ...given, code: plain(given.code).toUpperCase() }
    const key = keyOf(entry.code)
    if (key === undefined) report('bad_code', entry, given.code, null)
    else if (known.has(key)) report('duplicate_code', entry, given.name, known.get(key)!.name)
    else {
      known.set(key, entry)
      good.push(entry)
    }
  }
  const offset = levelOffset(good)
  const entries = new Map<string, Entry>()
  const names = new Map<string, Set<string>>()
  for (const entry of good) {
    const key = keyOf(entry.code)!
    const above = parentKey(key)
    const parent = above === null ? null : (known.get(above)?.code ?? padded(above, entry.code))
    checkPlace(entry, key, { parent, known: above === null || known.has(above), offset }, report)
    const { name, description, doubtful } = nameOf(entry, report)
    const siblings = names.get(above ?? '') ?? new Set()
    if (!doubtful && siblings.has(name)) report('duplicate_name', entry, name, null)
    names.set(above ?? '', siblings.add(name))
    const { code, gbt14885 } = entry
    entries.set(key, { code, name, parent, gbt14885, description, doubtful, inferred: false })
  }
  addMissing(entries)
  return { entries: [...entries.values()].sort((a, b) => (a.code < b.code ? -1 : 1)), defects }
}

type Report = (kind: DefectKind, at: RawEntry, value: string, expected: string | null) => void

/** What the entry says of its own place against what its code says. */
function checkPlace(
  entry: RawEntry,
  key: string,
  place: { parent: string | null; known: boolean; offset: number },
  report: Report,
): void {
  const said = entry.parent === null ? null : keyOf(plain(entry.parent).toUpperCase())
  if (entry.parent !== null && said !== (place.parent === null ? null : keyOf(place.parent)))
    report('wrong_parent', entry, entry.parent, place.parent)
  else if (!place.known) report('missing_parent', entry, place.parent!, null)
  const level = levelOf(key)
  if (entry.level !== null && entry.level !== level + place.offset)
    report('wrong_level', entry, String(entry.level), String(level + place.offset))
  const category =
    entry.category === null ? null : (CATEGORIES[entry.category.toLowerCase()] ?? entry.category)
  if (category !== null && category !== key[0]) report('wrong_category', entry, entry.category!, key[0]!)
}

function nameOf(entry: RawEntry, report: Report): { name: string; description: string; doubtful: boolean } {
  const name = plainName(entry.name)
  if (name === '') {
    report('no_name', entry, '', null)
    return { name: unnamed(entry.code), description: entry.description, doubtful: true }
  }
  const cleaned = cleanName({ name, description: entry.description })
  if (!cleaned) return { name, description: entry.description, doubtful: false }
  report('polluted_name', entry, entry.name, cleaned.name)
  if (cleaned.name === null)
    return { name: unnamed(entry.code), description: cleaned.description, doubtful: true }
  // a piece of an explanation from the middle of its line helps nobody
  return { name: cleaned.name, description: whole(cleaned.description), doubtful: false }
}

/** Blanks in front and behind, and full-width blanks between, are no defect; punctuation stays as it is. */
function plainName(name: string): string {
  return name.replace(/[\s\u3000]+/g, ' ').trim()
}

const unnamed = (code: string) => `（名称待核对）${code}`
const whole = (text: string) => (/[。.]$/.test(text) && !/^[，。；：、）)]/.test(text) ? text : '')

/** Letter and pairs without padding: `A02010000` → `A0201`. undefined: not a code. */
export function keyOf(code: string): string | undefined {
  if (!/^[A-Z](\d{2}){0,7}$/.test(code)) return undefined
  return code[0]! + code.slice(1).replace(/(00)+$/, '')
}

const levelOf = (key: string) => (key.length - 1) / 2

function parentKey(key: string): string | null {
  return key.length === 1 ? null : key.slice(0, -2).replace(/(00)+$/, '')
}

/** The code of a class that the file lacks, in the manner of the entry below it. */
function padded(key: string, like: string): string {
  return key.length === 1 ? key : like.length === 9 ? key.padEnd(9, '0') : key
}

/** Some catalogues count levels from 0, others from 1: what most entries say. */
function levelOffset(entries: readonly RawEntry[]): number {
  const counts = new Map<number, number>()
  for (const { code, level } of entries) {
    if (level === null) continue
    const offset = level - levelOf(keyOf(code)!)
    counts.set(offset, (counts.get(offset) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** Classes that entries name as their parent and the file lacks, named after what is below them. */
function addMissing(entries: Map<string, Entry>): void {
  for (const [key, entry] of [...entries]) {
    let [below, above] = [entry, parentKey(key)]
    while (above !== null && !entries.has(above)) {
      const children = [...entries].filter(([other]) => parentKey(other) === above).map(([, one]) => one.name)
      const name = children.length > 3 ? `${children.slice(0, 3).join('、')}等` : children.join('、')
      const higher = parentKey(above)
      const parent = higher === null ? null : (entries.get(higher)?.code ?? padded(higher, below.code))
      const made = {
        code: below.parent!,
        name,
        parent,
        gbt14885: null,
        description: '',
        doubtful: true,
        inferred: true,
      }
      entries.set(above, made)
      ;[below, above] = [made, higher]
    }
  }
}
