/**
 * Approvals (issue 3, section 7): 20 decisions a second through HTTP, and meanwhile how long "waits for me" takes, beside
 * a past of a million. `node bench/approvals.ts [--past 1000000] [--open 5000] [--seconds 30]` Prints one JSON line.
 * The past has no history rows: those of an approval are read by primary key, lists read none.
 */
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { startServer, type BenchServer } from './lib/server.ts'

/** Who decides: everything open and past is spread over them. */
const deciders = ['lead01', 'mgr01', 'eng01', 'eng02', 'desk02', 'fin01', 'asset01', 'req01'] as const
const perSecond = 20

interface Size {
  past: number
  open: number
  seconds: number
}

export interface ApprovalsResult {
  past: number
  open: number
  /** decisions at the asked pace */
  decisions: Measured
  refused: number
  /** the first page of what waits for one person, and its count, while others decide */
  waiting: Measured
  count: Measured
  /** what a person decided, out of a million: the first page */
  decided: Measured
}

const setUp = (past: number, open: number): string[] => [
  `create temp table who as select id, row_number() over (order by login) - 1 as n from person
   where login = any('{${deciders.join(',')}}')`,
  `create temp table place as select p.id as requester, p.org_id as org from person p where login = 'desk01'`,
  `create temp table made as
   select g as n, g >= ${past} as open, uuidv7(((g - ${past + open}) * 60 || ' seconds')::interval) as id,
     uuidv7(((g - ${past + open}) * 60 || ' seconds')::interval) as item,
     now() + ((g - ${past + open}) || ' minutes')::interval as at
   from generate_series(0, ${past + open - 1}) g`,
  `insert into approval (id, entity, entity_id, title, org_id, requester_id, definition, digest, state, current_step, started_at, ended_at)
   select m.id, 'bench', m.item, '变更申请 ' || m.n, place.org, place.requester,
     '{"steps":[{"name":"批准","mode":"one","by":[]}]}'::jsonb, repeat('0', 64),
     case when m.open then 'running' when m.n % 20 = 0 then 'rejected' else 'approved' end,
     case when m.open then 1 end, m.at, case when m.open then null else m.at + interval '1 hour' end
   from made m, place`,
  `insert into approval_step (approval_id, no, name, mode, people)
   select m.id, 1, '批准', 'one', array[w.id] from made m join who w on w.n = m.n % ${deciders.length}`,
  `insert into approval_item (id, approval_id, act, step, slot, person_id, state, decided_by, decided_at)
   select m.item, m.id, 0, 1, 0, w.id,
     case when m.open then 'waiting' when m.n % 20 = 0 then 'rejected' else 'approved' end,
     case when not m.open then w.id end, case when not m.open then date_trunc('milliseconds', m.at) end
   from made m join who w on w.n = m.n % ${deciders.length}`,
  `insert into approval_event (approval_id, seq, kind, actor_id, data)
   select m.id, 1, 'started', place.requester, jsonb_build_object('kind', 'started', 'by', place.requester,
     'requesterId', place.requester, 'requesterMayDecide', false, 'digest', repeat('0', 64),
     'steps', '[{"no":1,"name":"批准","mode":"one"}]'::jsonb)
   from made m, place where m.open
   union all
   select m.id, 2, 'opened', null, jsonb_build_object('kind', 'opened', 'step', 1, 'previous', null,
     'slots', jsonb_build_array(jsonb_build_array(jsonb_build_object('id', m.item, 'personId', w.id))))
   from made m join who w on w.n = m.n % ${deciders.length} where m.open`,
  'vacuum analyze approval, approval_step, approval_item, approval_event',
]

async function load(adminUrl: string, past: number, open: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // foreign keys are true by construction
    await client.query("set session_replication_role = 'replica'")
    for (const statement of setUp(past, open)) await client.query(statement)
  } finally {
    await client.end()
  }
}

interface Line {
  id: string
  subject: { entity: string }
  version: number
}

/** Everything of ours that waits for a person, page by page; the sample city has some of its own. */
async function queueOf(client: Client): Promise<Line[]> {
  const lines: Line[] = []
  let cursor: string | null = null
  do {
    const answer = await client.send(
      'GET',
      `/api/v1/approvals?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    const page = JSON.parse(answer.body) as { items: Line[]; nextCursor: string | null }
    lines.push(...page.items.filter((line) => line.subject.entity === 'bench'))
    cursor = page.nextCursor
  } while (cursor)
  return lines
}

/** Decides at an even pace, whatever each takes; a slow answer delays no other. */
async function decide(
  clients: Client[],
  queues: Line[][],
  seconds: number,
): Promise<{ times: number[]; refused: number; took: number }> {
  const times: number[] = []
  let refused = 0
  const running: Promise<void>[] = []
  const begun = performance.now()
  for (let i = 0; i < seconds * perSecond; i++) {
    const wait = begun + (i * 1000) / perSecond - performance.now()
    if (wait > 0) await sleep(wait)
    const who = i % clients.length
    const line = queues[who]!.shift()
    if (!line) throw new Error('not enough is open for so many seconds')
    const one = clients[who]!.send(
      'POST',
      `/api/v1/approvals/${line.id}/moves/approve`,
      JSON.stringify({ reason: '同意' }),
      {
        'if-match': `"${line.version}"`,
      },
    ).then((answer) => {
      times.push(answer.ms)
      if (answer.status !== 200) refused++
    })
    running.push(one)
  }
  await Promise.all(running)
  return { times, refused, took: (performance.now() - begun) / 1000 }
}

async function read(client: Client, path: string, times: number[], until: () => boolean): Promise<void> {
  while (!until()) {
    const answer = await client.send('GET', path)
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
    times.push(answer.ms)
    await sleep(50)
  }
}

/** Decisions at their pace, and beside them three readers of lists. */
async function measure(server: BenchServer, size: Size): Promise<ApprovalsResult> {
  const clients = deciders.map((login) => new Client(server.url, server.token(login)))
  const readers = clients.slice(0, 3).map((client) => client.another())
  try {
    const queues: Line[][] = []
    for (const client of clients) queues.push(await queueOf(client))
    const found = queues.flat().length
    if (found !== size.open) throw new Error(`${found} of ${size.open} open approvals wait for somebody`)
    const [waiting, count, decided]: [number[], number[], number[]] = [[], [], []]
    let over = false
    const until = (): boolean => over
    const reading = Promise.all([
      read(readers[0]!, '/api/v1/approvals?list=waiting&limit=50', waiting, until),
      read(readers[1]!, '/api/v1/approvals/count', count, until),
      read(readers[2]!, '/api/v1/approvals?list=decided&limit=50', decided, until),
    ])
    const { times, refused, took } = await decide(clients, queues, size.seconds)
    over = true
    await reading
    return {
      ...{ past: size.past, open: size.open, refused },
      decisions: summarise(times, took),
      waiting: summarise(waiting, took),
      count: summarise(count, took),
      decided: summarise(decided, took),
    }
  } finally {
    for (const client of [...clients, ...readers]) client.close()
  }
}

export async function benchApprovals(size: Size, say: (line: string) => void): Promise<ApprovalsResult> {
  const server = await startServer()
  try {
    // the server's own database: it is stopped when both have let go of it
    const beside = await startEmbedded({ dataDir: server.dataDir })
    try {
      const admin = new URL(beside.adminUrl)
      admin.pathname = new URL(beside.ownerUrl).pathname
      const begun = performance.now()
      await load(admin.href, size.past, size.open)
      say(`${size.past} past and ${size.open} open in ${Math.round((performance.now() - begun) / 1000)} s`)
      return await measure(server, size)
    } finally {
      await beside.stop()
    }
  } finally {
    await server.stop()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      past: { type: 'string', default: '1000000' },
      open: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '30' },
    },
  })
  const size = { past: Number(values.past), open: Number(values.open), seconds: Number(values.seconds) }
  console.log(JSON.stringify(await benchApprovals(size, console.log)))
}
