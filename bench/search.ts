/**
 * Search among many tickets. `node bench/search.ts --url postgresql://… [--rows 1000000] [--keep]`
 * The database is a scratch one: its schema `bench_search` is dropped and made anew unless `--keep` finds it filled.
 * Prints p50/p95/max per query and, over the whole mix, p95 with one client and with eight.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase, newId, type Db } from '#kernel/db/index.ts'
import { searchDocuments } from '#kernel/search/index.ts'
import { normalise, tokenize } from '#kernel/search/tokens.ts'
import { copyIn, copyText } from './copy-in.ts'
import { MARKED, ticketScope, ticketText } from './search-texts.ts'

const SCOPES: Readonly<Record<string, string[] | null>> = {
  everything: null,
  bureau: ['o:3'],
  office: ['o:250', 'p:77'],
  engineer: ['g:7', 'p:5007'],
  requester: ['p:123'],
}
const QUERIES = [
  ...Object.keys(MARKED),
  '不存在',
  '量子',
  'OA 系统',
  '网络 备份',
  '服务器 演练',
  'kube',
  '故障报告',
  '障',
  '10.20.30',
]

const migrations = path.join(import.meta.dirname, '../src/kernel/search/migrations')

async function load(url: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'drop schema if exists bench_search cascade; create schema bench_search; set search_path = bench_search',
  )
  for (const file of (await readdir(migrations)).sort())
    await client.query(await readFile(path.join(migrations, file), 'utf8'))
  const { rows: gin } = await client.query<{ indexdef: string }>(
    `select pg_get_indexdef('search_document_tsv'::regclass) as indexdef`,
  )
  await client.query('drop index search_document_tsv')
  const started = performance.now()
  await copyIn(
    client,
    'copy search_document (kind, entity_id, part, body, tsv, recorded_at) from stdin',
    lines(rows),
  )
  console.log(`loaded ${rows} in ${seconds(started)}`)
  await client.query("set maintenance_work_mem = '512MB'")
  await client.query(gin[0]!.indexdef)
  await client.query('vacuum analyze search_document')
  const { rows: sizes } = await client.query<{ table: string; indexes: string }>(
    `select pg_size_pretty(pg_table_size('search_document')) as table,
      pg_size_pretty(pg_indexes_size('search_document')) as indexes`,
  )
  console.log(`indexed after ${seconds(started)}; table ${sizes[0]!.table}, indexes ${sizes[0]!.indexes}`)
  await client.end()
}

function* lines(rows: number): Generator<string> {
  const begin = Date.UTC(2016, 0, 1)
  const step = (10 * 365 * 86_400_000) / rows
  for (let i = 0; i < rows; i++) {
    const text = ticketText(i, rows)
    const at = begin + Math.floor(i * step)
    const tokens = [...new Set([...tokenize(text), ...ticketScope(i)])].map((t) => `'${t}'`).join(' ')
    const body = copyText(normalise(text))
    yield `incident\t${newId(at)}\t0\t${body}\t${copyText(tokens)}\t${new Date(at).toISOString()}`
  }
}

async function measure(db: Db, repeat: number): Promise<number[]> {
  const all: number[] = []
  for (const [scopeName, scope] of Object.entries(SCOPES)) {
    for (const q of QUERIES) {
      const times: number[] = []
      let found = 0
      for (let i = 0; i < repeat; i++) {
        const started = performance.now()
        found = (
          await searchDocuments(db, { kinds: ['incident', 'incident-comment'], q, scope, limit: 1000 })
        ).length
        times.push(performance.now() - started)
      }
      all.push(...times)
      const [p50, p95, max] = [0.5, 0.95, 1].map((p) => quantile(times, p).toFixed(1).padStart(7))
      console.log(
        `${scopeName.padEnd(11)} ${q.padEnd(14)} ${String(found).padStart(5)} hits  p50 ${p50}  p95 ${p95}  max ${max} ms`,
      )
    }
  }
  return all
}

/** The mix by so many clients at once, each in its own order. */
async function mixed(db: Db, clients: number, each: number): Promise<number[]> {
  const mix = Object.values(SCOPES).flatMap((scope) => QUERIES.map((q) => ({ q, scope })))
  const times: number[] = []
  const client = async (no: number): Promise<void> => {
    for (let i = 0; i < each; i++) {
      const { q, scope } = mix[(i * 37 + no * 61) % mix.length]!
      const started = performance.now()
      await searchDocuments(db, { kinds: ['incident', 'incident-comment'], q, scope, limit: 1000 })
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, no) => client(no)))
  return times
}

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? 0
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
  },
})
const base = values.url ?? process.env['BENCH_DATABASE_URL']
if (!base) {
  console.error(
    'usage: node bench/search.ts --url postgresql://user@host/scratch-database [--rows N] [--keep]',
  )
  process.exit(2)
}
if (!values.keep) await load(base, Number(values.rows))
const url = new URL(base)
const { db, pool, close } = openDatabase(url.href, { max: 8, name: 'bench search' })
// options cannot be set in the URL beside those of openDatabase: every connection gets the schema as it is made
pool.on('connect', (client) => void client.query('set search_path = bench_search'))
await measure(db, 2)
const one = await measure(db, 7)
const eight = await mixed(db, 8, 100)
console.log(`one client:    p50 ${quantile(one, 0.5).toFixed(1)}  p95 ${quantile(one, 0.95).toFixed(1)} ms`)
console.log(
  `eight clients: p50 ${quantile(eight, 0.5).toFixed(1)}  p95 ${quantile(eight, 0.95).toFixed(1)} ms`,
)
await close()
