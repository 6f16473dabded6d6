import { readFileSync } from 'node:fs'
import path from 'node:path'

/** A division as shipped in data/divisions (WTFPL): GB/T 2260 of the mainland, provinces to counties. */
export interface Division {
  /** six digits */
  code: string
  name: string
  level: 'province' | 'city' | 'county'
  /** `四川省 / 南充市 / 顺庆区`; the placeholder 市辖区 of a municipality is left out */
  path: string
}

const FOLDER = path.join(import.meta.dirname, '../../../data/divisions')
const LEVELS = { 2: 'province', 4: 'city', 6: 'county' } as const

let known: Map<string, Division> | undefined

/** The division with this code (as `parseDivisionCode` answers it), if the shipped table has it. */
export function findDivision(code: string): Division | undefined {
  return divisions().get(code)
}

/** Divisions directly below one; the provinces without argument. In the order of their codes. */
export function divisionsBelow(code?: string): Division[] {
  if (code === undefined) return [...divisions().values()].filter((one) => one.level === 'province')
  const above = divisions().get(code)
  if (!above || above.level === 'county') return []
  const length = above.level === 'province' ? 2 : 4
  const below = above.level === 'province' ? 'city' : 'county'
  return [...divisions().values()].filter(
    (one) => one.level === below && one.code.startsWith(code.slice(0, length)),
  )
}

/** Read at the first use: 3,351 rows, some milliseconds. */
function divisions(): Map<string, Division> {
  if (known) return known
  const found = new Map<string, Division>()
  for (const file of ['provinces.csv', 'cities.csv', 'areas.csv']) {
    const [, ...lines] = readFileSync(path.join(FOLDER, file), 'utf8').trim().split('\n')
    for (const line of lines) {
      const parts = /^(\d{2}|\d{4}|\d{6}),"([^"]+)"/.exec(line)
      if (!parts) throw new Error(`data/divisions/${file}: cannot read ${JSON.stringify(line)}`)
      const [short, name] = [parts[1]!, parts[2]!]
      const above = found.get(short.slice(0, -2).padEnd(6, '0'))
      const code = short.padEnd(6, '0')
      const level = LEVELS[short.length as 2 | 4 | 6]
      found.set(code, { code, name, level, path: pathOf(name, above) })
    }
  }
  return (known = found)
}

function pathOf(name: string, above: Division | undefined): string {
  if (!above) return name
  // 北京市 / 市辖区 / 东城区 is said as 北京市 / 东城区
  const parts = above.path.split(' / ').filter((part, i) => i === 0 || !isPlaceholder(part))
  return [...parts, name].join(' / ')
}

function isPlaceholder(name: string): boolean {
  return name === '市辖区' || name === '县' || name.endsWith('直辖县级行政区划')
}
