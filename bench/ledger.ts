/**
 * What a declared ledger costs against the same written by hand on the same table (requests in turn, in one process, so
 * that whatever else the machine does strikes both), how long an import of 10,000 assets of 25 columns takes and what
 * memory the server needs for it, and how long an export of 100,000.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { manifests } from '#app/modules.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { openDatabase } from '#kernel/db/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { makeAuthenticate } from '#kernel/identity/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { handWritten } from './lib/hand-written.ts'
import { startServer, type BenchServer } from './lib/server.ts'

export const bars = { ratio: 1.2, importSeconds: 20, importMb: 600, exportSeconds: 30 }

export interface LedgerResult {
  /** medians in milliseconds, the ratio of the medians */
  requests: { what: string; declared: number; byHand: number; ratio: number }[]
  imported: { rows: number; checkSeconds: number; seconds: number; peakMb: number }
  exported: { rows: number; seconds: number; mb: number }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const round = (n: number, digits = 2): number => Math.round(n * 10 ** digits) / 10 ** digits

type Inject = (
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  version?: number,
) => Promise<{ ms: number; body: { id: string; version: number } }>

async function requests(
  dataDir: string,
  appUrl: string,
  token: string,
  place: { orgId: string; personId: string },
  each: number,
): Promise<LedgerResult['requests']> {
  const { db, close } = openDatabase(appUrl, { max: 4 })
  const settings = readEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const app = await buildServer({
    db,
    settings,
    manifests: [...manifests, handWritten],
    authenticate: makeAuthenticate(db),
  })
  const inject: Inject = async (method, url, payload, version) => {
    const headers = { authorization: `Bearer ${token}`, ...(version ? { 'if-match': `"${version}"` } : {}) }
    const begun = performance.now()
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers,
      ...(payload ? { payload } : {}),
    })
    const ms = performance.now() - begun
    if (answer.statusCode >= 400) throw new Error(`${method} ${url}: ${answer.body}`)
    return { ms, body: answer.json() }
  }
  try {
    return await inTurn(inject, place, each)
  } finally {
    await app.close()
    await close()
  }
}

async function inTurn(
  inject: Inject,
  { orgId, personId }: { orgId: string; personId: string },
  each: number,
): Promise<LedgerResult['requests']> {
  const values = (i: number) => ({
    subject: `服务器 ${i} 号及附件`,
    kind: 'equipment',
    items: '服务器一台、电源线两根、导轨一副',
    quantity: 1 + (i % 9),
    place: `一号机房 A${i % 40} 柜`,
    custodian: personId,
    startsOn: '2026-01-01',
    endsOn: '2027-01-01',
  })
  const times = new Map<string, { declared: number[]; byHand: number[] }>()
  const warm = Math.min(40, each)
  const last = { declared: { id: '', version: 0 }, byHand: { id: '', version: 0 } }
  const both = async (what: string, i: number, run: (side: 'declared' | 'byHand') => Promise<number>) => {
    const known = times.get(what) ?? { declared: [], byHand: [] }
    times.set(what, known)
    // who goes first changes, so that neither finds the caches warm
    for (const side of i % 2 ? (['declared', 'byHand'] as const) : (['byHand', 'declared'] as const)) {
      const ms = await run(side)
      if (i >= warm) known[side].push(ms)
    }
  }
  const at = { declared: '/custody-agreements', byHand: '/hand-agreements' }
  for (let i = 0; i < each + warm; i++) {
    await both('create', i, async (side) => {
      const body = side === 'declared' ? { orgId, values: values(i) } : { orgId, ...values(i) }
      const made = await inject('POST', at[side], body)
      last[side] = made.body
      return made.ms
    })
    await both('get', i, async (side) => (await inject('GET', `${at[side]}/${last[side].id}`)).ms)
    await both('update', i, async (side) => {
      const change = { place: `二号机房 B${i % 40} 柜` }
      const body = side === 'declared' ? { values: change } : change
      return (await inject('PATCH', `${at[side]}/${last[side].id}`, body, last[side].version)).ms
    })
    await both('list of 50', i, async (side) => (await inject('GET', `${at[side]}?limit=50&state=draft`)).ms)
  }
  return [...times].map(([what, { declared, byHand }]) => {
    const [a, b] = [median(declared), median(byHand)]
    return { what, declared: round(a), byHand: round(b), ratio: round(a / b) }
  })
}

/** Columns by the ledger's own headings, so that a renamed field is found here. */
async function assetCsv(
  server: BenchServer,
  token: string,
  rows: number,
): Promise<{ csv: string; columns: number }> {
  const template = await fetch(`${server.url}/api/v1/assets/template?format=csv`, {
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'zh-CN' },
  })
  const names = (await template.text()).replace('\ufeff', '').trim().split(',')
  const { asset } = await import('#modules/asset/contract.ts')
  const { default: zh } = await import('#modules/asset/zh-CN.ts')
  const words = (zh as unknown as { asset: { field: Record<string, string> } }).asset.field
  const of = new Map(Object.keys(asset.fields).map((key) => [words[key]!, key]))
  const left = names.filter((name) => name !== '编号' && !/状态|配置项/.test(name)).slice(0, 26)
  const cell = (name: string, i: number): string => {
    const key = of.get(name) ?? (name.includes('单位') ? 'org' : '')
    const field = key in asset.fields ? (asset.fields as Record<string, { kind: string }>)[key]! : undefined
    if (key === 'name') return `数据库服务器 ${i}`
    if (key === 'assetClass') return 'A02010104'
    if (key === 'org') return orgName
    if (key === 'serial' || key === 'cardNumber') return `SN${String(i).padStart(8, '0')}`
    switch (field?.kind) {
      case 'number':
        return String(1 + (i % 5))
      case 'money':
        return `${10_000 + i}.50`
      case 'date':
        return `2025-0${1 + (i % 9)}-1${i % 10}`
      case 'person':
        return 'asset01'
      case 'org':
        return orgName
      case 'ip':
        return `10.${i % 200}.${(i >> 3) % 250}.${1 + (i % 250)}`
      case 'mac':
        return `00:1a:2b:${[i >> 16, i >> 8, i].map((n) => (n & 255).toString(16).padStart(2, '0')).join(':')}`
      case 'phone':
        return '13800138000'
      case 'classification':
        return '内部'
      case 'yes-no':
        return '是'
      case 'text':
      case 'longtext':
        return `${name}第 ${i} 项，型号 X-${i % 97}`
      default:
        return ''
    }
  }
  const lines = Array.from({ length: rows }, (_, i) => left.map((name) => cell(name, i)).join(','))
  return { csv: `\ufeff${left.join(',')}\r\n${lines.join('\r\n')}\r\n`, columns: left.length }
}
let orgName = ''

async function upload(server: BenchServer, token: string, path: string, csv: string) {
  const form = new FormData()
  form.append('file', new Blob([csv], { type: 'text/csv' }), '资产.csv')
  const begun = performance.now()
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  const report = (await answer.json()) as { create: number; same: number; problems: unknown[] }
  if (!answer.ok || report.problems.length > 0)
    throw new Error(JSON.stringify({ ...report, problems: report.problems?.slice(0, 3) }))
  return { report, seconds: round((performance.now() - begun) / 1000) }
}

/** The most memory that the process has held, in MB (Linux). */
const peakMb = (pid: number): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

async function tables(server: BenchServer, client: pg.Client, token: string, rows: number, exported: number) {
  const { csv, columns } = await assetCsv(server, token, rows)
  console.log(`${rows} rows of ${columns} columns, ${round(csv.length / 2 ** 20, 1)} M characters`)
  const check = await upload(server, token, '/assets/import/check', csv)
  const taken = await upload(server, token, '/assets/import?mode=all', csv)
  const imported = {
    rows: taken.report.create,
    checkSeconds: check.seconds,
    seconds: taken.seconds,
    peakMb: peakMb(server.child.pid!),
  }
  const { rows: columnRows } = await client.query<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ') as list from information_schema.columns
     where table_name = 'asset' and column_name not in ('id', 'number', 'card_number')`,
  )
  const { list } = columnRows[0]!
  const times = Math.ceil(exported / rows) - 1
  if (times > 0)
    await client.query(`insert into asset (id, number, ${list})
      select gen_random_uuid(), number || '-' || g, ${list} from asset cross join generate_series(1, ${times}) g`)
  await client.query('analyze asset')
  await sleep(1000)
  const begun = performance.now()
  const answer = await fetch(`${server.url}/api/v1/assets/export?format=xlsx`, {
    headers: { authorization: `Bearer ${token}` },
  })
  let bytes = 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length
  const counted = await client.query<{ n: number }>('select count(*)::int as n from asset')
  return {
    imported,
    exported: {
      rows: counted.rows[0]!.n,
      seconds: round((performance.now() - begun) / 1000),
      mb: round(bytes / 2 ** 20, 1),
    },
  }
}

async function benchLedger(options: { each: number; rows: number; exported: number }): Promise<LedgerResult> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-ledger-'))
  const server = await startServer({ dataDir })
  const postgres = await startEmbedded({ dataDir })
  const client = new pg.Client({ connectionString: postgres.ownerUrl })
  await client.connect()
  try {
    // one person who keeps all three groups of attributes
    await client.query(`insert into person_role (person_id, role_id, org_id)
      select p.id, r.id, pr.org_id from person p join person_role pr on pr.person_id = p.id
      cross join role r where p.login = 'asset01' and r.key in ('finance', 'engineer') on conflict do nothing`)
    const { rows: found } = await client.query<{ personId: string; orgId: string; name: string }>(
      `select p.id as "personId", o.id as "orgId", o.name from person p join person_role pr on pr.person_id = p.id
       join org o on o.id = pr.org_id where p.login = 'asset01' limit 1`,
    )
    const place = found[0]!
    orgName = place.name
    const token = server.token('asset01')
    const result = await tables(server, client, token, options.rows, options.exported)
    return {
      requests: await requests(dataDir, postgres.appUrl, token, place, options.each),
      ...result,
    }
  } finally {
    await client.end()
    await server.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      each: { type: 'string', default: '300' },
      rows: { type: 'string', default: '10000' },
      exported: { type: 'string', default: '100000' },
    },
  })
  const result = await benchLedger({
    each: Number(values.each),
    rows: Number(values.rows),
    exported: Number(values.exported),
  })
  console.log(JSON.stringify(result))
}
