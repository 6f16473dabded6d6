import { parseMoney, plain } from '#kernel/codes/checks.ts'
import { readDate } from '#kernel/ledger/index.ts'
import type { ImportRow, Problem } from '#kernel/sheet/index.ts'
import { form, usages, usageWords, type FormField } from './form-contract.ts'
import type { Card, ClassName, CodeName, OrgName } from './store/card.ts'

/** What the cells of a file name, found once for all of it. */
export interface Named {
  orgs: readonly OrgName[]
  codes: readonly CodeName[]
  classes: readonly ClassName[]
}

/** A line as it was read: its values in the written form in which `asset_card` has them. */
export interface ReadCard {
  theirs: Card
  orgId: string | null
}

type Params = Record<string, string | number>
type Cell = { ok: true; value: string } | { ok: false; code: string; params?: Params }
type Reader = (text: string) => Cell

const good = (value: string): Cell => ({ ok: true, value })
const bad = (what: string, params?: Params): Cell => ({
  ok: false,
  code: `asset-exchange:problem.${what}`,
  ...(params ? { params } : {}),
})

/** Years of asset cards; a date of 1905 is a year that a spreadsheet took for a day. */
const sane = (day: string) => day >= '1949-01-01' && day <= '2200-12-31'

/** The bottom line of a printed table, which is no card. */
const isTotal = (values: Readonly<Record<string, string>>): boolean =>
  !values['card'] &&
  Object.values(values).some((text) => /^(合\s*计|总\s*计|小\s*计|total)/i.test(text.trim()))

/**
 * Reads the lines of a file into cards. Everything wrong with a line is told at once; a line without any fault is answered.
 * Pure but for what it remembers: card numbers that came before.
 */
export class CardReader {
  readonly #readers: ReadonlyMap<string, Reader>
  readonly #orgs: ReadonlyMap<string, readonly OrgName[]>
  readonly #seen = new Map<string, number>()

  constructor(named: Named) {
    this.#orgs = byTexts(named.orgs, (org) => [org.code, org.name])
    this.#readers = new Map(form.map((field) => [field.key, readerOf(field, named)]))
  }

  /** @returns undefined for a line with faults, which go to `problems`, and for one that is no card */
  read(row: ImportRow, problems: Problem[]): ReadCard | undefined {
    const { line, values } = row
    if (isTotal(values)) return undefined
    const before = problems.length
    const theirs: Record<string, string> = {}
    let orgId: string | null = null
    for (const field of form) {
      const text = values[field.key]
      if (field.kind === 'none') continue
      if (text === undefined || plain(text) === '') {
        if (field.required) problems.push({ row: line, key: field.key, code: 'missing' })
        continue
      }
      const cell = field.kind === 'org' ? this.#org(text) : this.#readers.get(field.key)!(text)
      if (!cell.ok) {
        const { code, params = {} } = cell
        problems.push({ row: line, key: field.key, value: text, code, params })
      } else if (field.kind === 'org') {
        const org = this.#orgs.get(cell.value)![0]!
        orgId = org.id
        theirs['org'] = org.name
      } else theirs[field.key] = cell.value
    }
    this.#once(line, orgId, theirs['card'], problems)
    return problems.length > before ? undefined : { theirs, orgId }
  }

  #org(raw: string): Cell {
    const text = plain(raw)
    const found = this.#orgs.get(text) ?? []
    if (found.length === 1) return good(text)
    return found.length === 0 ? bad('unknown_org') : bad('ambiguous_org', { count: found.length })
  }

  /** A card stands in a file once; units number their cards each for itself. */
  #once(line: number, orgId: string | null, card: string | undefined, problems: Problem[]): void {
    if (card === undefined) return
    const key = `${orgId ?? ''} ${card.toLowerCase()}`
    const other = this.#seen.get(key)
    if (other === undefined) this.#seen.set(key, line)
    else
      problems.push({
        row: line,
        key: 'card',
        value: card,
        code: 'asset-exchange:problem.repeated',
        params: { other },
      })
  }
}

/** By each of their texts; a code is meant before a name. */
function byTexts(orgs: readonly OrgName[], texts: (org: OrgName) => [code: string, name: string]) {
  const found = new Map<string, OrgName[]>()
  for (const org of orgs) {
    const name = plain(texts(org)[1])
    found.set(name, [...(found.get(name) ?? []), org])
  }
  for (const org of orgs) found.set(plain(texts(org)[0]), [org])
  return found
}

function readerOf(field: FormField, named: Named): Reader {
  switch (field.kind) {
    case 'whole':
      return (raw) => {
        const text = plain(raw).replaceAll(',', '')
        const [, digits] = /^(\d{1,7})(?:\.0+)?\s*\D{0,4}$/.exec(text) ?? []
        return digits !== undefined && Number(digits) >= 1 && Number(digits) <= 1_000_000
          ? good(String(Number(digits)))
          : bad('whole')
      }
    case 'money':
      return (raw) => {
        const read = parseMoney(shortened(raw))
        return read.ok
          ? read
          : { ok: false, code: `codes:error.${read.code.slice('codes.'.length)}`, params: { min: '0.00' } }
      }
    case 'date':
      return (raw) => {
        const day = readDate(plain(raw))
        return day !== undefined && sane(day) ? good(day) : bad('date')
      }
    case 'code':
      return codeReader(named.codes.filter((one) => one.list === field.list))
    case 'class':
      return classReader(named.classes)
    case 'usage':
      return (raw) => {
        const text = plain(raw)
        const usage = usageWords[text] ?? usages.find((one) => one === text.toLowerCase())
        return usage ? good(usage) : bad('usage', { known: Object.keys(usageWords).join('、') })
      }
    default:
      return (raw) => {
        const text = raw.trim().replace(/\s*\r?\n\s*/g, ' ')
        const most = field.max ?? 200
        return text.length <= most
          ? good(field.key === 'card' ? plain(text) : text)
          : bad('too_long', { max: most })
      }
  }
}

/** A spreadsheet keeps 1234.1 as 1234.0999999999999: what is beyond a hundredth of a fen is its, not the file's. */
function shortened(raw: string): string {
  const text = plain(raw)
  const [, number] = /^(-?\d+\.\d{6,})$/.exec(text) ?? []
  if (number === undefined) return text
  const rounded = Number(number).toFixed(2)
  return Math.abs(Number(rounded) - Number(number)) < 1e-4 ? rounded : text
}

function codeReader(codes: readonly CodeName[]): Reader {
  const known = new Map<string, string>()
  for (const { code, name, nameEn } of codes) for (const text of [name, nameEn]) known.set(plain(text), code)
  for (const { code } of codes) known.set(code, code)
  const words = codes
    .filter((one) => one.active)
    .map((one) => one.name)
    .join('、')
  return (raw) => {
    const code = known.get(plain(raw))
    return code === undefined ? bad('unknown_code', { known: words }) : good(code)
  }
}

/** A code of ours, or one of GB/T 14885 that only one class has; others stay as they are and are told as a difference. */
function classReader(classes: readonly ClassName[]): Reader {
  const known = new Map<string, string | null>()
  for (const { standard, code } of classes)
    if (standard !== null) known.set(standard, known.has(standard) ? null : code)
  for (const { code } of classes) known.set(code, code)
  return (raw) => {
    const text = plain(raw).toUpperCase()
    if (!/^[A-Z]?[0-9][0-9A-Z.-]{0,29}$|^[A-Z][A-Z0-9.-]{1,29}$/.test(text)) return bad('class_shape')
    return good(known.get(text) ?? text)
  }
}
