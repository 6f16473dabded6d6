import pg from 'pg'
import type { Acknowledged } from './kill-load.ts'

/** What is wrong, in words; nothing when every promise was kept. */
export type Faults = string[]

/** Every acknowledged creation is there exactly once, nothing is there twice, every acknowledged move was kept. */
async function checkIncidents(client: pg.Client, acknowledged: Acknowledged[]): Promise<Faults> {
  const faults: Faults = []
  const { rows } = await client.query<{ id: string; title: string; version: number; moves: string[] }>(
    `select t.id, t.title, t.version,
      array(select e.data->>'move' from timeline_entry e where e.ticket_id = t.id and e.kind = 'move') as moves
     from ticket t where t.title like '断电演练 %'`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byTitle = new Map<string, number>()
  for (const row of rows) byTitle.set(row.title, (byTitle.get(row.title) ?? 0) + 1)
  for (const [title, count] of byTitle) if (count > 1) faults.push(`${title} is there ${count} times`)
  if (rows.length !== acknowledged.length)
    faults.push(`${acknowledged.length} creations were acknowledged, ${rows.length} incidents are there`)
  for (const one of acknowledged) {
    const row = byId.get(one.id)
    if (!row) {
      faults.push(`${one.title} is lost`)
      continue
    }
    if (row.version < one.version) faults.push(`${one.title} has version ${row.version}, not ${one.version}`)
    for (const move of one.moves)
      if (row.moves.filter((m) => m === move).length !== 1)
        faults.push(`${one.title}: ${move} is there ${row.moves.filter((m) => m === move).length} times`)
  }
  return faults
}

/** Whatever tells of a step of a clock tells of it once; and each step that fired is told of. */
const clockChecks: Record<string, string> = {
  'audited twice': `select entity_id from audit_entry where action in ('sla.step', 'sla.breach')
     group by entity_id, after->>'metric', after->>'percent', after->>'dueAt' having count(*) > 1`,
  'in the timeline twice': `select ticket_id from timeline_entry where kind = 'clock' and data ? 'percent'
     group by ticket_id, data->>'metric', data->>'percent', data->>'dueAt' having count(*) > 1`,
  'told twice': `select entity_id from notification where dedupe_key like 'sla:%'
     group by person_id, entity_id, dedupe_key having count(*) > 1`,
  'fired without an audit entry': `select k.ticket_id from clock_step s join clock k on k.id = s.clock_id
     where k.live and not exists (select from audit_entry a where a.entity_id = k.ticket_id::text
       and a.action in ('sla.step', 'sla.breach') and a.after->>'metric' = k.metric
       and (a.after->>'percent')::int = s.at_percent)`,
  'fired without a line in the timeline': `select k.ticket_id from clock_step s join clock k on k.id = s.clock_id
     where k.live and not exists (select from timeline_entry e where e.ticket_id = k.ticket_id and e.kind = 'clock'
       and e.data->>'metric' = k.metric and (e.data->>'percent')::int = s.at_percent)`,
}

async function checkClocks(client: pg.Client): Promise<Faults> {
  const faults: Faults = []
  for (const [what, text] of Object.entries(clockChecks)) {
    const { rowCount } = await client.query(text)
    if (rowCount) faults.push(`clock steps ${what}: ${rowCount}`)
  }
  return faults
}

/**
 * Waits until the steps that have come, events and jobs are worked off; what a killed process had in hand is taken up
 * after a minute. Steps that lie ahead are taken away: clocks that go on firing would always have told of the last
 * ones not yet.
 */
async function settled(client: pg.Client, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  while (Date.now() < until) {
    await client.query('update clock set next_step_at = null where next_step_at > clock_timestamp()')
    const { rows } = await client.query<{ left: number }>(
      `select (select count(*) from clock where next_step_at is not null)
         + (select count(*) from event_outbox)
         + (select count(*) from graphile_worker._private_jobs where attempts < max_attempts) as left`,
    )
    if (Number(rows[0]!.left) === 0) return true
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return false
}

/** How many steps fired: a run in which none did has shown nothing about them. */
async function countSteps(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from clock_step')
  return rows[0]!.n
}

/** Compares the database with what was promised. @param url of the owner */
export async function checkPromises(
  url: string,
  acknowledged: Acknowledged[],
): Promise<{ faults: Faults; steps: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const faults = (await settled(client, 150_000)) ? [] : ['steps, events or jobs are left']
    faults.push(...(await checkIncidents(client, acknowledged)), ...(await checkClocks(client)))
    return { faults, steps: await countSteps(client) }
  } finally {
    await client.end()
  }
}

/**
 * Gives every clock of the shipped agreement a minute, around the clock, and steps that come within seconds, so that
 * they fire while killing.
 */
export async function hurryClocks(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`update agreement_target set value = 1, unit = 'minutes',
      calendar_id = (select id from calendar where always limit 1)`)
    await client.query('update agreement_escalation set at_percent = greatest(1, at_percent / 10)')
    // caches are true to this table's version
    await client.query('update agreement set version = version + 1')
  } finally {
    await client.end()
  }
}
