import { sql } from 'kysely'
import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '#kernel/db/index.ts'
import { judge, registerEvidence, type EvidenceRule, type Measure } from '#kernel/evidence/index.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { manifests } from './modules.ts'
import { made } from './testing/evidence-cases.ts'
import { City } from './testing/evidence-city.ts'

const rules = manifests.flatMap((m) => m.evidence ?? [])
const byKey = new Map(rules.map((rule) => [rule.key, rule]))
/** A month of a year in which nothing else happened; its days are those of the unit. */
const from = new Date('2024-02-29T16:00:00Z')
const to = new Date('2024-03-31T16:00:00Z')
const middle = new Date('2024-03-15T02:00:00Z')

let database: TestDatabase
let rootPath = ''
beforeAll(async () => {
  database = await testDb()
  const { rows } = await sql<{ path: string }>`select path from org where parent_id is null`.execute(
    database.db,
  )
  rootPath = rows[0]!.path
})
afterAll(() => database.close())

class Undo extends Error {}
/** Does the work in a transaction of which nothing stays. */
async function tryOut<T>(work: (city: City, tx: Tx) => Promise<T>): Promise<T> {
  let result: T | undefined
  await database.db
    .transaction()
    .execute(async (tx) => {
      result = await work(new City(tx), tx)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return result as T
}

const look = (rule: EvidenceRule, tx: Tx, orgPath = rootPath): Promise<Measure> =>
  rule.measure(tx, { orgPath, from, to })
const verdict = async (rule: EvidenceRule, tx: Tx) => judge(await look(rule, tx), rule.needs)

describe.each(Object.entries(made))('%s', (key, { good, bad, live }) => {
  const rule = byKey.get(key)!
  it('passes, fails, and keeps to its period, its minimum and what was recorded live', async () => {
    await tryOut(async (city, tx) => {
      expect(await verdict(rule, tx)).toBe('no-case')
      for (let n = 1; n < rule.needs.cases; n++) await good(city, middle, 'live')
      if (rule.needs.cases > 1) expect(await verdict(rule, tx)).toBe('no-case')
      await good(city, middle, 'live')
      expect(await verdict(rule, tx)).toBe('conforms')
      expect((await look(rule, tx)).samples.every((one) => one.ok && one.label !== '')).toBe(true)
      // the first instant of the period is in it, the first of the next is not
      await good(city, from, 'live')
      await good(city, to, 'live')
      expect((await look(rule, tx)).cases).toBe(rule.needs.cases + 1)
      if (!live) {
        const before = await look(rule, tx)
        await bad(city, middle, 'import')
        expect(await look(rule, tx)).toMatchObject({ cases: before.cases, good: before.good, imported: 1 })
      }
    })
    await tryOut(async (city, tx) => {
      await bad(city, middle, 'live')
      // an org that nothing happened in has no case
      expect((await look(rule, tx, '/999999/1/')).cases).toBe(0)
      const found = await look(rule, tx)
      expect(found).toMatchObject({ cases: 1, good: 0 })
      expect(found.samples[0]).toMatchObject({ ok: false })
      expect(judge(found, rule.needs)).toBe(rule.needs.partly === 0 ? 'partly' : 'fails')
    })
    if (!live)
      await tryOut(async (city, tx) => {
        await good(city, middle, 'import')
        expect(await verdict(rule, tx)).toBe('not-measurable')
      })
  })
})

/** What rules about the state of things say before and after something is changed. */
const states: Record<
  string,
  { pass?: (city: City) => Promise<unknown>; fail: (city: City) => Promise<unknown> }
> = {}
const change =
  (...texts: string[]) =>
  async (city: City): Promise<void> => {
    for (const text of texts) await sql.raw(text).execute(city.tx)
  }
Object.assign(states, {
  'sla.targets': {
    fail: change(`delete from agreement_target where metric = 'restore' and grade = 'minor'`),
  },
  'sla.vendor-targets': {
    pass: change(
      `insert into agreement (id, name, kind, vendor_org_id) select gen_random_uuid(), '外包 ' || o.name, 'vendor', o.id
         from org o where o.kind = 'vendor'`,
      `insert into agreement_target (agreement_id, grade, metric, value, unit)
         select id, 'major', 'vendor', 4, 'hours' from agreement where kind = 'vendor'
         on conflict do nothing`,
    ),
    fail: change(`update agreement set active = false where kind = 'vendor'`),
  },
  'service.providers': {
    pass: change(`update service set group_id = (select id from support_group limit 1)`),
    fail: change(`update service set group_id = null, vendor_org_id = null`),
  },
  'service.protection': {
    pass: change(`update service set protection_grade = 2`),
    fail: change(`update service set protection_grade = null`),
  },
  'service.promises': {
    fail: change(`update service set agreement_id = null`, `update agreement set is_default = false`),
  },
  'catalogue.quality': {
    fail: change(
      `insert into catalogue_item_version (item_id, no, definition)
         select i.id, i.live_no + 100, v.definition || '{"quality":""}'
         from catalogue_item i join catalogue_item_version v on v.item_id = i.id and v.no = i.live_no`,
      `update catalogue_item set live_no = live_no + 100`,
    ),
  },
  'knowledge.current': {
    pass: async (city: City) => {
      for (let n = 0; n < 3; n++) await made['knowledge.by-desk']!.good(city, middle, 'live')
      await change(`update article set review_due_at = now() + interval '1 day' where kind = 'article'`)(city)
    },
    fail: change(`update article set review_due_at = now() - interval '1 day'`),
  },
  'knowledge.plans': {
    pass: (city: City) => made['knowledge.drills']!.good(city, middle, 'live'),
    fail: change(`update article set review_due_at = now() - interval '1 day'`),
  },
  'knowledge.planned-services': {
    pass: async (city: City) => {
      await change(`update service set protection_grade = 3`)(city)
      await made['knowledge.drills']!.good(city, middle, 'live')
    },
    fail: change(`update article set review_due_at = now() - interval '1 day'`),
  },
  'release.versions': {
    pass: change(
      `insert into release (id, number, service_id, org_id, version_name, title, state, live_at, created_by)
         select gen_random_uuid(), 'R' || s.code, s.id, s.owner_org_id, 'v1', 'v1', 'live', now(),
           (select id from person where login = 'mgr01') from service s on conflict do nothing`,
    ),
    fail: change(`update release set state = 'cancelled', live_at = null`),
  },
  'permission.posts': {
    fail: change(`update person set state = 'disabled' where login = 'aud01'`),
  },
  'permission.no-super': {
    // the database itself refuses such a role; a rule must see one all the same
    fail: change(`update permission set administrative = false where key = 'org.read'`),
  },
  'permission.grants': {
    pass: change(`update person_role set granted_by = (select id from person where login = 'sec01')
      where person_id <> (select id from person where login = 'sec01')`),
    fail: change(`update person_role set granted_by = person_id`),
  },
  'permission.vendors': {
    fail: change(`insert into person_role (person_id, role_id, org_id)
      select p.id, r.id, p.org_id from person p, role r where p.login = 'vend01' and r.key = 'manager'`),
  },
  'identity.by-two': {
    pass: change(`update person set created_by = (select id from person where login = 'sys01'),
      activated_by = (select id from person where login = 'sec01') where login = 'eng01'`),
    fail: change(`update person set activated_by = null`),
  },
  'identity.leavers': {
    pass: change(
      `delete from support_group_member where person_id = (select id from person where login = 'eng02')`,
      `delete from api_token`,
      `update person set state = 'disabled' where login = 'eng02'`,
    ),
    fail: change(`insert into api_token (id, token_hash, person_id, name, expires_at)
      select gen_random_uuid(), 'x', id, 'x', now() + interval '1 day' from person where login = 'eng02'`),
  },
  'identity.policy': {
    fail: change(`update sign_in_policy set lockout_failures = 20, password_min_classes = 1`),
  },
  'identity.second-factor': {
    pass: change(`update credential set totp_confirmed = true`),
    fail: change(`update credential set totp_confirmed = false`),
  },
  'org.parts': { fail: change(`update support_group set active = false where line = 1`) },
  'org.staffed': {
    fail: change(
      `update person set state = 'disabled' where id in (select person_id from support_group_member)`,
    ),
  },
  'org.led': {
    pass: change(`update support_group_member set leader = true`),
    fail: change(`update support_group_member set leader = false`),
  },
})

const anAsset =
  change(`insert into asset (id, number, org_id, state, name, asset_class, quantity, location, custodian,
    value, acquisition, acquired_on, technical, condition, support_level)
  select gen_random_uuid(), 'ZC-2026-900001', o.id, 'in-use', '服务器', c.id, 1, '一号机房', p.id,
    1, 'purchase', '2026-01-01', '64 核', 'good', '7x24'
  from org o, asset_class c, person p where o.parent_id is null and c.code = 'A02010104' and p.login = 'eng01'`)
Object.assign(states, {
  'asset.basic': { pass: anAsset, fail: change(`update asset set custodian = null`) },
  'asset.operation': { pass: anAsset, fail: change(`update asset set technical = null`) },
  'asset.financial': { pass: anAsset, fail: change(`update asset set acquired_on = null`) },
  'asset.classified': { pass: anAsset, fail: change(`update asset_class set doubtful = true`) },
})

describe.each(Object.entries(states))('%s', (key, { pass, fail }) => {
  it('says what the state of things is', async () => {
    const rule = byKey.get(key)!
    await tryOut(async (city, tx) => {
      await pass?.(city)
      expect(await verdict(rule, tx)).toBe('conforms')
      await fail(city)
      expect(await verdict(rule, tx)).toBe('fails')
    })
  })
})

describe('call-backs', () => {
  const rule = byKey.get('satisfaction.called-back')!
  const around = { orgPath: '', from: new Date('2024-09-01T00:00:00Z'), to: new Date('2024-11-01T00:00:00Z') }
  const owed = async (city: City, doneAt: string): Promise<void> => {
    await made['satisfaction.happy']!.bad(city, new Date('2024-09-20T02:00:00Z'), 'live')
    await sql`insert into callback_task (id, ticket_id, survey_id, org_id, state, recorded_at, done_by, done_at)
      select gen_random_uuid(), ticket_id, id, org_id, 'done', '2024-09-20T02:00:00Z',
        (select id from person where login = 'desk01'), ${doneAt}::timestamptz
      from survey order by survey.id desc limit 1`.execute(city.tx)
  }
  // from Friday 20 September: Mid-Autumn is over, 1 to 7 October are holidays, 29 September and 12 October are worked
  it('count working days over the holidays of October', async () => {
    for (const [doneAt, ok] of [
      ['2024-10-16T09:00:00Z', 1],
      ['2024-10-17T09:00:00Z', 0],
    ] as const)
      await tryOut(async (city, tx) => {
        await owed(city, doneAt)
        const found = await rule.measure(tx, { ...around, orgPath: rootPath })
        expect([found.cases, found.good, found.samples[0]?.note]).toEqual([1, ok, '2024-10-16'])
      })
  })
})

describe('what is not decided yet', () => {
  const soon = new Date(Date.now() + 3 * 86_400_000)
  it.each(['fault-report.delivered', 'satisfaction.answered'])('%s is no case', async (key) => {
    const rule = byKey.get(key)!
    await tryOut(async (city, tx) => {
      await made[key]!.bad(city, soon, 'live')
      await sql`update fault_report set submitted_at = null, submitted_by = null, state = 'draft'`.execute(tx)
      await sql`update survey set state = 'asked' where state = 'expired'`.execute(tx)
      const found = await rule.measure(tx, {
        orgPath: rootPath,
        from,
        to: new Date(soon.getTime() + 86_400_000),
      })
      expect(found.cases).toBe(0)
    })
  })
  it('a change that was found out later fails, whatever it says of itself', async () => {
    const rule = byKey.get('change.approved')!
    await tryOut(async (city, tx) => {
      await made['change.approved']!.good(city, middle, 'live')
      await sql`update change set unauthorised = true`.execute(tx)
      expect((await look(rule, tx)).good).toBe(0)
    })
  })
  it('a drill entered after it was held was not held in time', async () => {
    const rule = byKey.get('knowledge.drills')!
    await tryOut(async (city, tx) => {
      await made['knowledge.drills']!.good(city, middle, 'live')
      await sql`update plan_drill set recorded_at = now()`.execute(tx)
      expect(await look(rule, tx)).toMatchObject({ cases: 1, good: 0 })
    })
  })
})

describe('channels and processes', () => {
  it.each([
    ['incident.channels', 'channel', ['portal', 'phone', 'mail']],
    ['ticket.processes', 'kind', ['incident', 'request', 'problem', 'change']],
  ] as const)('%s: each of them was used in the period', async (key, column, all) => {
    const rule = byKey.get(key)!
    await tryOut(async (city, tx) => {
      expect(await verdict(rule, tx)).toBe('fails')
      for (const one of all.slice(1)) await city.ticket(middle, { [column]: one })
      await city.ticket(to, { [column]: all[0] })
      expect(await verdict(rule, tx)).toBe('partly')
      await city.ticket(from, { [column]: all[0], origin: 'import' })
      expect(await verdict(rule, tx)).toBe('partly')
      await city.ticket(from, { [column]: all[0] })
      expect(await verdict(rule, tx)).toBe('conforms')
    })
  })
})

describe('the audit', () => {
  const seal = (seq: number, hash: string, prev: string) => sql`
    insert into audit_seal (seq, cluster, floor_id, last_xid, last_xid_id, entry_count, first_id, last_id, entry_ids,
      entry_hashes, prev_hash, hash, key_id, signature, sealed_at)
    values (${seq}, 'c', 0, '1', 1, 1, 1, 1, '{1}', '', ${prev}, ${hash}, 'k', 's', ${middle})`
  it('is chained, or fails', async () => {
    const rule = byKey.get('audit.chained')!
    await tryOut(async (_city, tx) => {
      await seal(1, 'a', '').execute(tx)
      await seal(2, 'b', 'a').execute(tx)
      expect(await verdict(rule, tx)).toBe('conforms')
      // one was cut out between this and the former
      await seal(4, 'd', 'c').execute(tx)
      expect(await verdict(rule, tx)).toBe('fails')
    })
  })
  it('is sealed within ten minutes, or fails', async () => {
    const rule = byKey.get('audit.sealed')!
    await tryOut(async (_city, tx) => {
      expect(await verdict(rule, tx)).toBe('conforms')
      await sql`insert into audit_entry (actor_kind, actor_login, action, entity, entity_id, recorded_at)
        values ('system', 'system:test', 'test.do', 'test', '1', now() - interval '11 minutes')`.execute(tx)
      expect(await verdict(rule, tx)).toBe('fails')
    })
  })
})

it('tries every rule that there is, and every rule has a key and words of its own', () => {
  const tried = new Set([
    ...Object.keys(made),
    ...Object.keys(states),
    'satisfaction.called-back',
    'incident.channels',
    'ticket.processes',
    'audit.chained',
    'audit.sealed',
  ])
  // rooms that came later try their own rules beside them
  const texts = globSync('src/modules/*/**/*.test.ts').map((file) => readFileSync(file, 'utf8'))
  const named = (key: string) => texts.some((text) => text.includes(`'${key}'`))
  expect(rules.map((rule) => rule.key).filter((key) => !tried.has(key) && !named(key))).toEqual([])
  expect(new Set(rules.map((rule) => rule.key)).size).toBe(rules.length)
  expect(new Set(rules.map((rule) => rule.words.zh)).size).toBe(rules.length)
})

it('looks again after every event that a rule names', () => {
  registerEvidence(rules)
  const { on } = manifests.flatMap((m) => m.reactions ?? []).find((one) => one.name === 'norm.mark')!
  expect(on).toContain('incident.resolved')
  expect(rules.flatMap((rule) => rule.on ?? []).filter((one) => !on.includes(one))).toEqual([])
})
