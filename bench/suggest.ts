/**
 * Suggestions while somebody types (issue 3, section 7): how long they take among many tickets, through HTTP, and of
 * what use they are on real logs. `node bench/suggest.ts [--rows 1000000] [--each 60] [--keep DIR]` Prints one JSON
 * line. `--keep DIR` leaves the data there and, when it holds them already, measures without loading.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '#kernel/db/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { startServer } from './lib/server.ts'
import { addNarrowEngineers, adminOn } from './million.ts'
import { widenCity } from './million-city.ts'
import { fill } from './million-rows.ts'
import { ticketText } from './search-texts.ts'
import { usefulness, type Usefulness } from './suggest-usefulness.ts'

export interface SuggestResult {
  rows: number
  /** by what is suggested and who asks */
  latency: Record<string, Measured>
  usefulness: Usefulness[]
}

const ASKED: Record<string, (text: string) => string> = {
  'open incidents like it': (text) => `/incidents-similar?q=${encodeURIComponent(text.slice(0, 200))}`,
  'how it was solved before': (text) => `/incidents-precedents?q=${encodeURIComponent(text.slice(0, 400))}`,
  knowledge: (text) => `/article-suggestions?q=${encodeURIComponent(text.slice(0, 400))}`,
  'known errors': (text) => `/known-errors/suggestions?q=${encodeURIComponent(text.slice(0, 400))}`,
}

/** A title and a description as they grow under the hands of who types them. */
function* typing(each: number, rows: number): Generator<string> {
  for (let i = 0; i < each; i++) {
    // texts that are in no ticket, of words that are in many
    const [, title, told] = ticketText(rows + 7919 * i, rows).split('\n')
    const whole = `${title!}\n${told!}`
    for (const length of [2, 5, title!.length, whole.length]) yield whole.slice(0, length)
  }
}

async function measure(
  url: string,
  token: string,
  each: number,
  rows: number,
): Promise<Record<string, Measured>> {
  const client = new Client(url, token)
  const latency: Record<string, Measured> = {}
  try {
    for (const [what, address] of Object.entries(ASKED)) {
      const times: number[] = []
      for (const text of typing(each, rows)) {
        const answer = await client.send('GET', `/api/v1${address(text)}`)
        if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.body.slice(0, 300)}`)
        times.push(answer.ms)
      }
      // the first ones warm up
      const counted = times.slice(4)
      latency[what] = summarise(counted, counted.reduce((a, b) => a + b, 0) / 1000)
    }
    return latency
  } finally {
    client.close()
  }
}

/** Loads and measures. Usefulness first: among a few thousand documents of the demo, not among made-up ones. */
export async function benchSuggest(options: {
  rows: number
  each: number
  keep?: string | undefined
}): Promise<SuggestResult> {
  const dataDir = options.keep ?? mkdtempSync(path.join(tmpdir(), 'zy-bench-suggest-'))
  const loaded = path.join(dataDir, 'bench-places.json')
  const server = await startServer({ dataDir })
  const postgres = await startEmbedded({ dataDir })
  try {
    const useful: Usefulness[] = []
    if (!existsSync(loaded)) {
      const client = new pg.Client({ connectionString: postgres.ownerUrl })
      await client.connect()
      const { db, close } = openDatabase(postgres.appUrl, { max: 2 })
      try {
        useful.push(...(await usefulness(db, () => client.query('analyze search_document'))))
      } finally {
        await close()
      }
      const places = await widenCity(client)
      await client.end()
      await addNarrowEngineers(postgres.appUrl)
      await fill(adminOn(postgres), options.rows, places)
      if (options.keep) writeFileSync(loaded, JSON.stringify({ rows: options.rows, small: [] }))
    }
    const latency = await measure(server.url, server.token('desk01'), options.each, options.rows)
    return { rows: options.rows, latency, usefulness: useful }
  } finally {
    await postgres.stop()
    await server.stop()
    if (!options.keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      each: { type: 'string', default: '60' },
      keep: { type: 'string' },
    },
  })
  const { rows, each, keep } = values
  console.log(JSON.stringify(await benchSuggest({ rows: Number(rows), each: Number(each), keep })))
}
