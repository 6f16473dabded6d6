/**
 * The graph page of 2,000 items in a real browser: milliseconds from opening its address (the shell in the browser's cache,
 * as for whoever works with it) until the picture is there and has answered a zoom, for the neighbourhood and for an outage; and
 * how long the export as a picture takes. `node bench/ci-graph.ts [--visits 7]` prints one JSON line; exits 1 beyond the bar.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { demoPassword } from '#app/demo/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { summarise, type Measured } from './lib/load.ts'
import { startServer } from './lib/server.ts'

export const barMs = 2_000
const NODES = 2_000

export interface GraphResult {
  nodes: number
  relations: number
  pages: Record<string, Measured>
  /** of the picture's file: milliseconds and items in it */
  exported: { ms: number; items: number }
}

/** A core switch with 60 access switches, 40 hosts and machines on each, and 4,000 relations across. @returns the core's id */
async function fill(url: string): Promise<{ core: string; relations: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const made = await client.query<{ id: string; no: number }>(
      `insert into ci (id, class_id, code, name, org_id, lifecycle, source, live_state)
       select gen_random_uuid(), (select id from ci_class where key = case when n <= 60 then 'switch' else 'host' end),
         'BG-' || n, case when n = 0 then '核心交换机' when n <= 60 then '接入交换机' else '服务器主机' end || n,
         (select id from org where code = 'om'), 'in-use', 'sheet', (array['up', 'up', 'up', 'degraded', 'down', 'unknown'])[1 + n % 6]
       from generate_series(0, 2459) n returning id, substr(code, 4)::int as no`,
    )
    const id = new Map(made.rows.map((row) => [row.no, row.id]))
    const pairs = new Map<string, [type: string, from: string, to: string]>()
    const relate = (type: string, from: number, to: number) => {
      if (from !== to) pairs.set(`${type} ${from} ${to}`, [type, id.get(from)!, id.get(to)!])
    }
    for (let n = 1; n < id.size; n++) relate('connects-to', n, n <= 60 ? 0 : 1 + (n % 60))
    for (let n = 0; n < 4000; n++) relate('uses', 61 + ((n * 7) % 2399), 61 + ((n * 331) % 2399))
    const rows = [...pairs.values()]
    await client.query(
      `insert into ci_relation (id, type, source_id, target_id, source)
       select gen_random_uuid(), t, a, b, 'sheet' from unnest($1::text[], $2::uuid[], $3::uuid[]) x (t, a, b)`,
      [0, 1, 2].map((i) => rows.map((row) => row[i])),
    )
    await client.query('analyze ci, ci_relation')
    return { core: id.get(0)!, relations: rows.length }
  } finally {
    await client.end()
  }
}

/** Opens the page anew; done when all items are in the picture and it has answered a zoom. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  const begun = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator(`.zy-ci-canvas[data-nodes="${NODES}"] .react-flow__node`).first().waitFor()
  const viewport = page.locator('.react-flow__viewport')
  const before = await viewport.getAttribute('style')
  await page.locator('.react-flow__controls-zoomin').click()
  while ((await viewport.getAttribute('style')) === before) await sleep(10)
  return performance.now() - begun
}

/** The picture as a file: all that the page holds, also outside of the window. */
async function picture(page: Page): Promise<GraphResult['exported']> {
  const begun = performance.now()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出图片' }).click(),
  ])
  const ms = Math.round(performance.now() - begun)
  const svg = readFileSync(await download.path(), 'utf8')
  return { ms, items: svg.split('<g>').length - 1 }
}

export async function benchGraph(options: { visits: number }): Promise<GraphResult> {
  const server = await startServer()
  try {
    const postgres = await startEmbedded({ dataDir: server.dataDir })
    const { core, relations } = await fill(postgres.ownerUrl).finally(() => postgres.stop())
    const browser = await launchChromium()
    try {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      await page.goto(server.url)
      await page.locator('#login').fill('eng02')
      await page.locator('#password').fill(demoPassword)
      await page.keyboard.press('Enter')
      await page.locator('#login').waitFor({ state: 'detached' })
      const pages: Record<string, Measured> = {}
      for (const mode of ['neighbourhood', 'impact']) {
        const address = `${server.url}/ci-graph/${core}?mode=${mode}&levels=3&limit=${NODES}`
        const times: number[] = []
        // the first visit fills the browser's cache
        for (let i = 0; i <= options.visits; i++) times.push(await open(page, address))
        const counted = times.slice(1)
        pages[mode] = summarise(counted, counted.reduce((a, b) => a + b, 0) / 1000)
      }
      return { nodes: NODES, relations, pages, exported: await picture(page) }
    } finally {
      await browser.close()
    }
  } finally {
    await server.stop()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { visits: { type: 'string', default: '7' } } })
  const result = await benchGraph({ visits: Number(values.visits) })
  console.log(JSON.stringify(result))
  const late = Object.values(result.pages).some((one) => one.p50 > barMs)
  if (late || result.exported.items < NODES) process.exitCode = 1
}
