/** Half a million configuration items and two million relations of a province, by COPY. */
import type pg from 'pg'
import { newId } from '#kernel/db/index.ts'
import { normalise, tokenize } from '#kernel/search/tokens.ts'
import { scopeTokens } from '#modules/ci/index.ts'
import { copyIn, copyText } from './copy-in.ts'
import type { Org, Places } from './million-city.ts'
import { random } from './search-texts.ts'

export interface Filled {
  items: number
  relations: number
  /** core switches: each carries access switches, their hosts and their machines */
  cores: string[]
  classes: Record<string, string>
  bureaus: string[]
  offices: string[]
}

/** Of a thousand items so many are of this class; the rest are virtual machines. */
const SHARES = { switch: 10, host: 200, database: 60, application: 60, interface: 170, certificate: 20 }
const CORES = 40
const VENDORS = ['浪潮', '新华三', '华为', '锐捷', '曙光']
const MODELS: Record<string, string[]> = {
  switch: ['S6800', 'S5560', 'CE6881'],
  host: ['R4900', 'NF5280', 'RH2288'],
  interface: ['GE', 'XGE'],
}
const NAMES: Record<string, string> = {
  switch: '接入交换机',
  host: '服务器主机',
  'virtual-machine': '虚拟机',
  database: '业务数据库',
  application: '业务网关应用',
  interface: '端口',
  certificate: '站点证书',
}
const PREFIX: Record<string, string> = { 'virtual-machine': 'VM', host: 'H', switch: 'SW' }

interface Item {
  id: string
  cls: string
  no: number
  org: Org
}

interface ClassRow {
  id: string
  key: string
  no: number
  parent: string | null
}

/** Items of each class in turn; items of an office come together with those of others, as they do over the years. */
function plan(count: number, places: Places): Map<string, Item[]> {
  const begin = Date.UTC(2022, 0, 1)
  const byClass = new Map<string, Item[]>()
  const next = random(99)
  const order = Object.entries(SHARES).flatMap(([cls, share]) => Array.from({ length: share }, () => cls))
  for (let i = 0; i < count; i++) {
    const cls = i < CORES ? 'switch' : (order[Math.floor(next() * 1000)] ?? 'virtual-machine')
    const org = places.offices[Math.floor(next() ** 2 * places.offices.length)]!
    const items = byClass.get(cls) ?? []
    byClass.set(cls, items)
    items.push({ id: newId(begin + i * 250), cls, no: i, org })
  }
  return byClass
}

function nameOf(item: Item): string {
  const what = item.cls === 'switch' && item.no < CORES ? '核心交换机' : (NAMES[item.cls] ?? item.cls)
  return `${what}${String(item.no).padStart(6, '0')}`
}

function attributesOf(item: Item): Record<string, unknown> {
  const n = item.no
  const address = `10.${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`
  const models = MODELS[item.cls]
  if (models)
    return {
      vendor: VENDORS[n % VENDORS.length],
      model: models[n % models.length],
      serial: `SN${String(n * 7919).padStart(10, '0')}`,
      ip: [address],
    }
  return item.cls === 'virtual-machine' ? { hostname: `vm${n}`, ip: [address] } : {}
}

function codeOf(item: Item): string {
  return `${PREFIX[item.cls] ?? 'X'}-${String(item.no).padStart(6, '0')}`
}

const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0')
const relationId = (n: number): string => `01940000-0000-7000-8000-${hex(n, 12)}`

/** `type \t source \t target`; each pair once. */
function* relationsOf(byClass: ReadonlyMap<string, Item[]>, wanted: number): Generator<string> {
  const of = (cls: string): Item[] => byClass.get(cls) ?? []
  const [switches, hosts, machines] = [of('switch'), of('host'), of('virtual-machine')]
  const access = switches.slice(CORES)
  const said = new Set<string>()
  const line = (type: string, a: Item | undefined, b: Item | undefined): string[] => {
    if (!a || !b || a === b) return []
    const key = `${type}\t${a.id}\t${b.id}`
    if (said.has(key)) return []
    said.add(key)
    return [key]
  }
  for (const [i, one] of access.entries()) yield* line('connects-to', one, switches[i % CORES])
  for (const [i, one] of hosts.entries()) yield* line('connects-to', one, access[i % access.length])
  for (const [i, one] of machines.entries()) yield* line('runs-on', one, hosts[i % hosts.length])
  for (const [i, one] of of('application').entries())
    for (let k = 0; k < 3; k++) yield* line('runs-on', one, machines[(i * 3 + k) % machines.length])
  for (const [i, one] of of('database').entries())
    yield* line('runs-on', one, machines[(i * 5) % machines.length])
  for (const [i, one] of of('interface').entries()) yield* line('contains', hosts[i % hosts.length], one)
  const next = random(5)
  const any = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!
  const further: [string, Item[], Item[]][] = [
    ['depends-on', of('application'), of('database')],
    ['uses', of('application'), of('application')],
    ['uses', machines, of('certificate')],
    ['backs-up-to', machines, hosts],
    ['backs-up-to', of('database'), hosts],
  ]
  while (said.size < wanted) {
    const [type, from, to] = any(further)
    yield* line(type, any(from), any(to))
  }
}

async function readClasses(client: pg.Client): Promise<ClassRow[]> {
  const { rows } = await client.query<ClassRow>(
    'select id, key, no, parent_id as parent from ci_class order by no',
  )
  return rows
}

function lineOf(classes: readonly ClassRow[], key: string): number[] {
  const nos: number[] = []
  for (let at = classes.find((one) => one.key === key); at; at = classes.find((one) => one.id === at?.parent))
    nos.push(at.no)
  return nos
}

function* itemLines(items: Iterable<Item>, classes: ReadonlyMap<string, string>): Generator<string> {
  for (const item of items)
    yield [
      ...[item.id, classes.get(item.cls)!, codeOf(item), nameOf(item), item.org.id, 'in-use'],
      ...[copyText(JSON.stringify(attributesOf(item))), 'sheet'],
    ].join('\t')
}

function* documentLines(items: Iterable<Item>, nos: ReadonlyMap<string, number[]>): Generator<string> {
  for (const item of items) {
    const words = Object.values(attributesOf(item)).flat().map(String)
    const text = normalise([nameOf(item), codeOf(item), '', ...words].join('\n'))
    const tokens = [...new Set([...tokenize(text), ...scopeTokens(item.org.path, nos.get(item.cls)!)])]
    const quoted = tokens.map((token) => `'${token.replaceAll("'", "''")}'`).join(' ')
    yield `ci.in-use\t${item.id}\t0\t${copyText(text)}\t${copyText(quoted)}\t2024-01-01T00:00:00Z`
  }
}

function* relationLines(rows: Iterable<string>): Generator<string> {
  let n = 0
  for (const row of rows) yield `${relationId(n++)}\t${row}\tsheet`
}

/** Fills an instance that has none; indexes of full text are built afterwards, as a restore would. */
export async function fillCis(
  client: pg.Client,
  places: Places,
  size: { items: number; relations: number },
): Promise<Filled> {
  const classes = await readClasses(client)
  const ids = new Map(classes.map((one) => [one.key, one.id]))
  const byClass = plan(size.items, places)
  const nos = new Map([...byClass.keys()].map((key) => [key, lineOf(classes, key)]))
  const items = [...byClass.values()].flat().toSorted((a, b) => a.no - b.no)
  await copyIn(
    client,
    'copy ci (id, class_id, code, name, org_id, lifecycle, attributes, source) from stdin',
    itemLines(items, ids),
  )
  const { rows: gin } = await client.query<{ def: string }>(
    `select pg_get_indexdef('search_document_tsv'::regclass) as def`,
  )
  await client.query('drop index search_document_tsv')
  await copyIn(
    client,
    'copy search_document (kind, entity_id, part, body, tsv, recorded_at) from stdin',
    documentLines(items, nos),
  )
  await client.query("set maintenance_work_mem = '512MB'")
  await client.query(gin[0]!.def)
  await copyIn(
    client,
    'copy ci_relation (id, type, source_id, target_id, source) from stdin',
    relationLines(relationsOf(byClass, size.relations)),
  )
  for (const table of ['ci', 'ci_relation', 'search_document']) await client.query(`vacuum analyze ${table}`)
  return {
    ...{ items: size.items, relations: size.relations },
    cores: byClass
      .get('switch')!
      .slice(0, CORES)
      .map((one) => one.id),
    classes: Object.fromEntries(ids),
    bureaus: places.bureaus.map((one) => one.id),
    // those of one bureau: what its engineer can ask for
    offices: places.offices
      .filter((one) => one.path.startsWith(places.bureaus[7]!.path))
      .map((one) => one.id),
  }
}
