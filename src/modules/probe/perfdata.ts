/** Output of plugins, as the Nagios plugin development guidelines write it. Pure. */
import { parseRange, type Figure } from './range-contract.ts'

/** Figures of one plugin; more are left out. */
const maxFigures = 200

/**
 * Parts the output of a plugin into text and performance data: the first line `TEXT | PERF`, then long text, and behind
 * the next `|` performance data to the end.
 */
export function splitOutput(output: string): { text: string; perfdata: string } {
  const [first = '', ...rest] = output.replaceAll('\r\n', '\n').split('\n')
  const [head, perf] = part(first)
  const [tail, more] = part(rest.join('\n'))
  return {
    text: [head, tail]
      .filter((one) => one.trim() !== '')
      .join('\n')
      .trim(),
    perfdata: `${perf} ${more}`.trim(),
  }
}

function part(text: string): [string, string] {
  const at = text.indexOf('|')
  return at < 0 ? [text.trimEnd(), ''] : [text.slice(0, at).trimEnd(), text.slice(at + 1).trim()]
}

/** A label, quoted with `'` doubled inside or plain; then what is up to the next blank. */
const entry = /\s*(?:'((?:[^'\n]|'')*)'|([^\s'=][^\s=]*))=(\S*)/gy
const measured = /^([-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?)([^\d\s;.,+-][^\s;]{0,19})?$/

/**
 * `'label'=value[UOM];[warn];[crit];[min];[max]`, separated by blanks. Entries that are none, and undetermined values
 * (`U`), are left out; what follows is read all the same. A label that comes again counts once.
 */
export function parsePerfdata(text: string): Figure[] {
  const found = new Map<string, Figure>()
  entry.lastIndex = 0
  while (entry.lastIndex < text.length && found.size < maxFigures) {
    const from = entry.lastIndex
    const match = entry.exec(text)
    if (!match) {
      // no entry here: go on behind the next blank
      const gap = /\s+/g
      gap.lastIndex = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
      const next = gap.exec(text)
      if (!next) break
      entry.lastIndex = next.index
      continue
    }
    const name = (match[1]?.replaceAll("''", "'") ?? match[2] ?? '').trim().slice(0, 200)
    const figure = name === '' ? undefined : readFigure(name, match[3]!)
    if (figure && !found.has(name)) found.set(name, figure)
  }
  return [...found.values()]
}

function readFigure(name: string, text: string): Figure | undefined {
  const [value = '', warn = '', crit = '', min = '', max = ''] = text.split(';')
  const [, number, unit] = measured.exec(value) ?? []
  if (number === undefined) return undefined
  const figure: Figure = { name, value: numberOf(number) }
  if (!Number.isFinite(figure.value)) return undefined
  if (unit) figure.unit = unit
  if (isRange(warn)) figure.warn = warn
  if (isRange(crit)) figure.crit = crit
  const [low, high] = [numberOf(min), numberOf(max)]
  if (Number.isFinite(low)) figure.min = low
  if (Number.isFinite(high)) figure.max = high
  return figure
}

function isRange(text: string): boolean {
  return text !== '' && text.length <= 100 && parseRange(text) !== undefined
}

/** Plugins of a German or French machine write decimal commas. */
function numberOf(text: string): number {
  return text === '' ? NaN : Number(text.replace(',', '.'))
}
