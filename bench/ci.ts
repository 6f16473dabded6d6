/**
 * The graph of configuration items at 500,000 items and 2,000,000 relations (loaded by COPY), through HTTP and a server
 * process of its own: three-level impact of a core switch, lists filtered by class, org and text as ordinary users.
 * `node bench/ci.ts [--items 500000] [--relations 2000000] [--each 60] [--keep DIR]` prints a table and one JSON line;
 * exits 1 beyond the bars. `--keep DIR` leaves the data there and measures them again without loading.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase, transaction } from '#kernel/db/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { activatePerson, createPerson, grantRole, personActor } from '#kernel/identity/index.ts'
import { findRoleByKey } from '#kernel/permission/index.ts'
import { fillCis, type Filled } from './ci-rows.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { startServer } from './lib/server.ts'
import { widenCity } from './million-city.ts'

export const bars = { impactMs: 200, listMs: 50 }

/** Frequent, rare and exact words: of names, models, addresses, codes. */
const WORDS = [
  '交换机',
  '服务器',
  '虚拟机',
  '主机',
  'R4900',
  'S6800',
  '浪潮',
  '网关',
  '10.3.7',
  '核心',
  'VM-0004',
]
const CLASSES = ['hardware', 'network-device', 'host', 'virtual-machine', 'software']

/** An engineer of one bureau: an ordinary user, with a twentieth of the items. */
async function addNarrowEngineer(appUrl: string): Promise<void> {
  const { db, close } = openDatabase(appUrl, { max: 2 })
  try {
    await transaction(db, async (tx) => {
      const [sys, sec] = [await personActor(tx, 'sys01'), await personActor(tx, 'sec01')]
      const role = (await findRoleByKey(tx, 'engineer'))!
      const org = await tx.selectFrom('org').select('id').where('code', '=', 'b7').executeTakeFirstOrThrow()
      const login = 'bureau07'
      const person = await createPerson(tx, sys, { login, kind: 'person', name: login, orgId: org.id })
      await activatePerson(tx, sec, { id: person.id, version: person.version })
      await grantRole(tx, sec, { id: person.id, roleId: role.id, orgId: org.id })
    })
  } finally {
    await close()
  }
}

async function ask(client: Client, address: string): Promise<string> {
  const answer = await client.send('GET', `/api/v1${address}`)
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${answer.body.slice(0, 300)}`)
  return answer.body
}

async function timed(addresses: readonly string[], client: Client): Promise<number[]> {
  const times: number[] = []
  for (const [i, address] of [...addresses.slice(0, 5), ...addresses].entries()) {
    const begun = performance.now()
    await ask(client, address)
    // the first ones warm the connection and the plans
    if (i >= Math.min(5, addresses.length)) times.push(performance.now() - begun)
  }
  return times
}

const sum = (times: number[]): Measured => summarise(times, times.reduce((a, b) => a + b, 0) / 1000)

interface Result {
  items: number
  relations: number
  affected: number
  impact: Measured
  lists: Record<string, Measured>
}

async function measure(
  server: { url: string; token: (login: string) => string },
  filled: Filled,
  each: number,
): Promise<Result> {
  const eng = new Client(server.url, server.token('eng01'))
  const bureau = new Client(server.url, server.token('bureau07'))
  try {
    const cores = Array.from({ length: each }, (_, i) => filled.cores[i % filled.cores.length]!)
    const first = JSON.parse(await ask(eng, `/ci-impact?ids=${cores[0]!}&levels=3`)) as { affected: number }
    const impact = await timed(
      cores.map((id) => `/ci-impact?ids=${id}&levels=3`),
      eng,
    )
    const queries = (orgs: readonly string[]): string[] =>
      WORDS.flatMap((word, w) =>
        CLASSES.map((key, c) => {
          const org = orgs[(w * CLASSES.length + c) % orgs.length]!
          return `/cis?classId=${filled.classes[key]!}&orgId=${org}&q=${encodeURIComponent(word)}`
        }),
      )
    const turns = <T>(all: T[]): T[] => Array.from({ length: each * 2 }, (_, i) => all[i % all.length]!)
    const lists: Record<string, Measured> = {
      'class, org and text, engineer of the centre': sum(await timed(turns(queries(filled.bureaus)), eng)),
      'class, org and text, engineer of a bureau': sum(await timed(turns(queries(filled.offices)), bureau)),
      'class and org, engineer of a bureau': sum(
        await timed(
          turns(
            CLASSES.flatMap((key) =>
              filled.offices.map((org) => `/cis?classId=${filled.classes[key]!}&orgId=${org}`),
            ),
          ),
          bureau,
        ),
      ),
      'without filter, engineer of a bureau': sum(await timed(turns(['/cis']), bureau)),
    }
    return {
      ...{ items: filled.items, relations: filled.relations, affected: first.affected },
      ...{ impact: sum(impact), lists },
    }
  } finally {
    eng.close()
    bureau.close()
  }
}

async function run(options: {
  items: number
  relations: number
  each: number
  keep?: string | undefined
}): Promise<Result> {
  const dataDir = options.keep ?? mkdtempSync(path.join(tmpdir(), 'zy-bench-ci-'))
  const kept = path.join(dataDir, 'bench-ci.json')
  const server = await startServer({ dataDir })
  const postgres = await startEmbedded({ dataDir })
  try {
    let filled: Filled
    if (existsSync(kept)) filled = JSON.parse(readFileSync(kept, 'utf8')) as Filled
    else {
      const client = new pg.Client({ connectionString: postgres.ownerUrl })
      await client.connect()
      const places = await widenCity(client)
      await addNarrowEngineer(postgres.appUrl)
      const begun = performance.now()
      filled = await fillCis(client, places, options)
      await client.end()
      console.log(
        `${filled.items} items, ${filled.relations} relations in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
      )
      if (options.keep) writeFileSync(kept, JSON.stringify(filled))
    }
    return await measure(server, filled, options.each)
  } finally {
    await server.stop()
    await postgres.stop()
    if (!options.keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Whether the bars are kept; of lists those that are asked for by class, org and text. */
export function judge(result: Result): { name: string; bar: number; measured: Measured; ok: boolean }[] {
  const judged = [
    {
      name: `three-level impact of a core switch (${result.affected} items)`,
      bar: bars.impactMs,
      measured: result.impact,
    },
    ...Object.entries(result.lists).map(([name, measured]) => ({
      ...{ name: `list by ${name}`, bar: bars.listMs, measured },
    })),
  ]
  return judged.map((one) => ({ ...one, ok: one.measured.p95 <= one.bar }))
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      items: { type: 'string', default: '500000' },
      relations: { type: 'string', default: '2000000' },
      each: { type: 'string', default: '60' },
      keep: { type: 'string' },
    },
  })
  const result = await run({
    items: Number(values.items),
    relations: Number(values.relations),
    each: Number(values.each),
    keep: values.keep,
  })
  const judged = judge(result)
  for (const { name, bar, measured, ok } of judged)
    console.log(`${ok ? 'ok  ' : 'MISS'} ${name}: p50 ${measured.p50} p95 ${measured.p95} ms (≤ ${bar})`)
  console.log(JSON.stringify({ items: result.items, relations: result.relations, judged }))
  if (judged.some((one) => !one.ok)) process.exitCode = 1
}
