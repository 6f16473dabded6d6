import { parseClassification, parseDivisionCode, parseMoney, plain } from '../codes/checks.ts'
import { zoneOf } from '../calendar/zone.ts'
import type { Locale } from '../permission/actor.ts'
import { unitZone } from '../settings/index.ts'
import type { LedgerDef } from './define-contract.ts'
import type { ChoiceField, Field } from './field-contract.ts'
import { ledgerWord } from './problems.ts'

/** A value read from a cell, or what is wrong with it: a translation key and its values. */
export type Read =
  { ok: true; value: unknown } | { ok: false; text: string; params?: Record<string, string | number> }

const good = (value: unknown): Read => ({ ok: true, value })
const bad = (what: string, params?: Record<string, string | number>): Read => ({
  ok: false,
  text: `ledger:problem.${what}`,
  ...(params ? { params } : {}),
})

const yes = new Set(['是', '有', '对', '√', '✓', 'y', 'yes', 'true', 't', '1'])
const no = new Set(['否', '无', '不', '没有', '×', 'x', '✗', 'n', 'no', 'false', 'f', '0'])

/**
 * The value of a cell as people fill it in: full-width digits, Chinese yes and no, dates as text or as a spreadsheet's
 * serial number, thousands separators and units. What names something (people, orgs, codes, records) is read elsewhere.
 */
export function readCell(def: LedgerDef, key: string, field: Field, raw: string): Read {
  return field.kind === 'choice' ? choice(def, key, field.options, plain(raw)) : readPlain(field, raw)
}

/** As `readCell`, for kinds that no ledger has words for: other rooms read their sheets by it, too. */
export function readPlain(field: Exclude<Field, ChoiceField>, raw: string): Read {
  const text = plain(raw)
  switch (field.kind) {
    case 'text':
      return lengthOf(field, raw.trim().replace(/\s*\r?\n\s*/g, ' '))
    case 'longtext':
      return lengthOf(field, raw.trim().replace(/\r\n?/g, '\n'))
    case 'classification': {
      const read = parseClassification(text)
      return read.ok ? good(read.value) : { ok: false, text: 'codes:error.classification_unknown' }
    }
    case 'yes-no':
      return yes.has(text.toLowerCase())
        ? good(true)
        : no.has(text.toLowerCase())
          ? good(false)
          : bad('yes_no')
    case 'number':
    case 'duration':
      return number(field, text)
    case 'money': {
      const read = parseMoney(text, field.max === undefined ? {} : { max: field.max })
      return read.ok
        ? good(read.value)
        : { ok: false, text: `codes:error.${read.code.slice('codes.'.length)}` }
    }
    case 'date':
    case 'date-range': {
      const date = readDate(text)
      return date ? good(date) : bad('bad_date')
    }
    case 'instant': {
      const at = readInstant(text)
      return at ? good(at) : bad('bad_instant')
    }
    case 'time': {
      const [, hour, minute] = /^(\d{1,2})[:时](\d{2})(?::\d{2}|分)?$/.exec(text) ?? []
      const time = hour === undefined ? dayShare(text) : `${hour.padStart(2, '0')}:${minute}`
      return time && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? good(time) : bad('bad_time')
    }
    case 'address':
      return text.length <= 300 ? good(text) : bad('too_long', { max: 300 })
    default:
      // telephones, addresses of machines, numbers of people and firms: judged with the declaration's other rules
      return text.length <= 120 ? good(text) : bad('too_long', { max: 120 })
  }
}

function lengthOf(field: { max: number; min?: number; pattern?: RegExp }, text: string): Read {
  if (text.length > field.max) return bad('too_long', { max: field.max })
  if (text.length < (field.min ?? 1)) return bad('too_short', { min: field.min ?? 1 })
  if (field.pattern && !field.pattern.test(text)) return bad('bad_shape')
  return good(text)
}

/** By its word in either language, or by its key. */
function choice(def: LedgerDef, key: string, options: readonly string[], text: string): Read {
  const found = options.find(
    (option) => option === text || wordsOf(def, `choice.${key}.${option}`).includes(text),
  )
  return found
    ? good(found)
    : bad('bad_choice', { known: options.map((one) => wordsOf(def, `choice.${key}.${one}`)[0]!).join('、') })
}

/** The state of a record by its word or key. */
export function readState(def: LedgerDef, text: string): Read {
  const states = def.lifecycle?.states ?? []
  const found = states.find((state) => state === text || wordsOf(def, `state.${state}`).includes(text))
  return found
    ? good(found)
    : bad('bad_choice', { known: states.map((one) => wordsOf(def, `state.${one}`)[0]!).join('、') })
}

const locales: readonly Locale[] = ['zh-CN', 'en']
const wordsOf = (def: LedgerDef, key: string): string[] =>
  locales.map((locale) => ledgerWord(locale, def, key))

function number(field: { min?: number; max?: number; scale?: number; kind: string }, text: string): Read {
  const [, digits] =
    /^([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*\D{0,8}$/.exec(text) ?? []
  if (digits === undefined) return bad('bad_number')
  const value = Number(digits.replaceAll(',', ''))
  const scale = field.kind === 'duration' ? 0 : (field.scale ?? 0)
  const rounded = Math.round(value * 10 ** scale) / 10 ** scale
  if (!Number.isFinite(value) || Math.abs(rounded - value) > 1e-9 * Math.max(1, Math.abs(value)))
    return bad('bad_scale', { scale })
  const [min, max] = [field.kind === 'duration' ? 0 : (field.min ?? -1e12), field.max ?? 1e12]
  return rounded < min || rounded > max ? bad('out_of_range', { min, max }) : good(rounded)
}

const exists = (y: number, m: number, d: number): string | undefined => {
  const date = new Date(Date.UTC(y, m - 1, d))
  const real = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
  return real && y >= 1900 && y <= 2200 ? date.toISOString().slice(0, 10) : undefined
}

/** `2026-01-05`, `2026/1/5`, `2026.1.5`, `2026年1月5日`, `20260105`, or a spreadsheet's serial number of a day. */
export function readDate(text: string): string | undefined {
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?Z?)?$/.exec(
      text,
    ) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (parts) return exists(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  const serial = /^\d{5}(?:\.0+)?$/.test(text) ? Number(text) : undefined
  return serial === undefined ? undefined : serialDay(serial)
}

/** Day 60 of the 1900 system never was (ECMA-376 Part 1, 18.17.4.1), so the count begins on 30 December 1899. */
const serialDay = (serial: number): string =>
  new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)

/** A share of a day as a clock shows it. */
function dayShare(text: string): string | undefined {
  const share = /^0(?:\.\d+)?$/.test(text) ? Number(text) : undefined
  if (share === undefined) return undefined
  const minutes = Math.round(share * 1440)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** A day and a time on the unit's clocks, with or without seconds; or an ISO instant; or a serial number. */
export function readInstant(text: string): string | undefined {
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(text)) {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
  }
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    const seconds = Math.round((Number(text) % 1) * 86_400)
    return inZone(serialDay(Number(text)), seconds)
  }
  const [, day, hour, minute, second = '0'] =
    /^(.+?)[T\s日]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?秒?$/.exec(text) ?? []
  const date = day === undefined ? readDate(text) : readDate(/月/.test(day) ? `${day}日` : day)
  if (!date) return undefined
  if (day === undefined) return inZone(date, 0)
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  return h < 24 && m < 60 && s < 60 ? inZone(date, h * 3600 + m * 60 + s) : undefined
}

const inZone = (day: string, seconds: number): string =>
  new Date(
    zoneOf(unitZone()).toInstant(new Date(`${day}T00:00:00Z`).getTime() + seconds * 1000),
  ).toISOString()

/** A division code of an address. */
export function readDivision(text: string): Read {
  const read = parseDivisionCode(plain(text))
  return read.ok ? good(read.value) : { ok: false, text: `codes:error.${read.code.slice('codes.'.length)}` }
}
