import { sql } from 'kysely'
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Tx } from '#kernel/db/index.ts'
import { judge, type EvidenceRule, type Measure } from '#kernel/evidence/index.ts'
import { registerMeasures } from '#kernel/fact/index.ts'
import { manifests } from './modules.ts'
import { made } from './testing/evidence-cases.ts'
import type { City } from './testing/evidence-city.ts'
import { asset, item, madeInRooms, moved } from './testing/evidence-rooms.ts'
import { change, check, statesOfRooms, type Turn } from './testing/evidence-states.ts'
import { from, middle, to, useTrial } from './testing/trial.ts'

const rules = manifests.flatMap((m) => m.evidence ?? [])
const byKey = new Map(rules.map((rule) => [rule.key, rule]))
const trial = useTrial()
const { tryOut } = trial

const look = (rule: EvidenceRule, tx: Tx, orgPath = trial.rootPath): Promise<Measure> =>
  rule.measure(tx, { orgPath, from, to })
const verdict = async (rule: EvidenceRule, tx: Tx) => judge(await look(rule, tx), rule.needs)

describe.each(Object.entries({ ...made, ...madeInRooms }))('%s', (key, { good, bad, live }) => {
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
const states: Record<string, Turn> = { ...statesOfRooms }
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
        const found = await rule.measure(tx, { ...around, orgPath: trial.rootPath })
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
        orgPath: trial.rootPath,
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
  const seal = (seq: number, hash: string, prev: string, last = sql`1`) => sql`
    insert into audit_seal (seq, cluster, floor_id, last_xid, last_xid_id, entry_count, first_id, last_id, entry_ids,
      entry_hashes, prev_hash, hash, key_id, signature, sealed_at)
    values (${seq}, 'c', 0, '1', 1, 1, 1, ${last}, '{1}', '', ${prev}, ${hash}, 'k', 's', ${middle})`
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
      // nobody seals here: what the sample city wrote gets older than ten minutes in a run that takes long
      await seal(1, 'a', '', sql`(select max(id) from audit_entry)`).execute(tx)
      expect(await verdict(rule, tx)).toBe('conforms')
      await sql`insert into audit_entry (actor_kind, actor_login, action, entity, entity_id, recorded_at)
        values ('system', 'system:test', 'test.do', 'test', '1', now() - interval '11 minutes')`.execute(tx)
      expect(await verdict(rule, tx)).toBe('fails')
    })
  })
})

describe('watching', () => {
  const hours = (n: number) => n * 3_600_000
  const now = Math.floor(Date.now() / hours(1)) * hours(1)
  const span = { from: new Date(now - hours(48)), to: new Date(now - hours(24)) }
  /** A check with figures of each hour from `first` to `last` hours ago. */
  const watched = async (city: City, first: number, last: number, given = {}) => {
    const id = await check(city, { recorded_at: new Date(now - hours(100)), ...given })
    await sql`with s as (insert into monitor_series (check_id, name) values (${id}, 'ms') returning no)
      insert into monitor_rollup (series, level, at, data) select s.no, 300, h, '' from s,
        generate_series(${new Date(now - hours(first))}::timestamptz, ${new Date(now - hours(last))}, '1 hour') h`.execute(
      city.tx,
    )
    return id
  }
  const found = (key: string, tx: Tx, at: { from: Date; to: Date } = span) =>
    byKey.get(key)!.measure(tx, { orgPath: trial.rootPath, ...at })
  it.each([
    ['check.unbroken', 'host'],
    ['check.networks-unbroken', 'switch'],
    ['check.servers-unbroken', 'virtual-machine'],
  ])('%s: an hour without figures is a gap, at the edges of the period, too', async (key, cls) => {
    await tryOut(async (city, tx) => {
      await change('delete from monitor_check')(city)
      const ci_id = await item(city, cls)
      const id = await watched(city, 48, 25, { ci_id })
      expect(await found(key, tx)).toMatchObject({ cases: 1, good: 1, samples: [{ note: '24/24 h' }] })
      // an hour more at either end was not watched
      for (const at of [
        { ...span, from: new Date(now - hours(49)) },
        { ...span, to: new Date(now - hours(23)) },
      ])
        expect(await found(key, tx, at)).toMatchObject({ cases: 1, good: 0 })
      // what was not there yet is no gap, and what is forgotten or paused is not judged
      expect(
        (await found(key, tx, { from: new Date(now - hours(300)), to: new Date(now - hours(99)) })).cases,
      ).toBe(0)
      const ago = (days: number) => new Date(now - hours(24 * days))
      expect((await found(key, tx, { from: ago(500), to: ago(450) })).cases).toBe(0)
      await sql`insert into monitor_transition (check_id, at, began_at, from_state, to_state, code)
        values (${id}, ${span.from}, ${span.from}, 'ok', 'paused', 'paused')`.execute(tx)
      expect((await found(key, tx)).cases).toBe(0)
    })
  })

  const outage = (id: string, from: Date, minutes: number, city: City) =>
    sql`insert into monitor_transition (check_id, at, began_at, from_state, to_state, code) values
      (${id}, ${from}, ${from}, 'ok', 'critical', 'x'),
      (${id}, ${new Date(from.getTime() + minutes * 60_000)}, ${from}, 'critical', 'ok', '')`.execute(city.tx)
  it('counts of an outage only what lies in the period', async () => {
    await tryOut(async (city, tx) => {
      await change('delete from monitor_check')(city)
      const id = await check(city, { recorded_at: new Date(now - hours(100)) })
      // 1 % of 24 hours are 14.4 minutes; it began before the period, and another ends after it
      await outage(id, new Date(span.from.getTime() - hours(5)), 5 * 60 + 7, city)
      await outage(id, new Date(span.to.getTime() - hours(0.1)), 600, city)
      const before = await found('check.available', tx)
      expect(before).toMatchObject({ cases: 1, good: 1, samples: [{ note: '13 min' }] })
      await outage(id, new Date(span.from.getTime() + hours(3)), 2, city)
      expect(await found('check.available', tx)).toMatchObject({ cases: 1, good: 0 })
    })
  })
  it('check.key-systems: what a change had planned is no outage', async () => {
    await tryOut(async (city, tx) => {
      await change('delete from monitor_check', 'update service set protection_grade = null')(city)
      const { id } = await city.one(sql<{ id: string }>`update service set protection_grade = 3
        where id = (select id from service where active order by code limit 1) returning id`)
      const at = new Date(span.from.getTime() + hours(2))
      await outage(await check(city, { service_id: id }), at, 30, city)
      expect(await found('check.key-systems', tx)).toMatchObject({ cases: 1, good: 0 })
      const ticket_id = await city.ticket(at, { kind: 'change' })
      const times = { begun_at: at, implemented_at: new Date(at.getTime() + hours(1)) }
      await city.insert('change', { ticket_id, kind: 'normal', approved_digest: 'x', ...times })
      await sql`insert into change_service values (${ticket_id}, ${id})`.execute(tx)
      expect(await found('check.key-systems', tx)).toMatchObject({ cases: 1, good: 1 })
      // found out later: nobody had approved it
      await sql`update change set unauthorised = true where ticket_id = ${ticket_id}`.execute(tx)
      expect(await found('check.key-systems', tx)).toMatchObject({ good: 0 })
    })
  })
})

describe('days and years', () => {
  it('ticket.daily: every working day, not those of a holiday, and none that is added afterwards', async () => {
    const rule = byKey.get('ticket.daily')!
    // 1 to 7 October 2024 are holidays; 29 September and 12 October, both of a weekend, are worked
    const at = {
      orgPath: trial.rootPath,
      from: new Date('2024-09-28T16:00:00Z'),
      to: new Date('2024-10-12T16:00:00Z'),
    }
    const worked = [
      '2024-09-29',
      '2024-09-30',
      '2024-10-08',
      '2024-10-09',
      '2024-10-10',
      '2024-10-11',
      '2024-10-12',
    ]
    await tryOut(async (city, tx) => {
      const ticket_id = await city.ticket(at.from)
      const entry = async (recorded: Date, occurred = recorded) =>
        sql`insert into timeline_entry (ticket_id, kind, actor_id, actor_name, occurred_at, recorded_at)
          values (${ticket_id}, 'comment', ${await city.person('desk01')}, '张三', ${occurred}, ${recorded})`.execute(
          tx,
        )
      expect(await rule.measure(tx, at)).toMatchObject({ cases: 7, good: 0 })
      for (const day of worked.slice(0, 6)) await entry(new Date(`${day}T03:00:00Z`))
      // entered today about the last day
      await entry(new Date(), new Date('2024-10-12T03:00:00Z'))
      const found = await rule.measure(tx, at)
      expect([found.good, found.samples[0]?.label]).toEqual([6, '2024-10-12'])
      await entry(new Date('2024-10-12T15:59:59Z'))
      expect(judge(await rule.measure(tx, at), rule.needs)).toBe('conforms')
    })
  })
  it('sla.reviewed: an agreement was revised within the period', async () => {
    const rule = byKey.get('sla.reviewed')!
    await tryOut(async (city, tx) => {
      expect(await verdict(rule, tx)).toBe('no-case')
      await change(`update agreement set recorded_at = '2020-01-01'`)(city)
      expect(await verdict(rule, tx)).toBe('fails')
      const revised = (at: Date) =>
        sql`insert into audit_entry (actor_kind, actor_login, action, entity, entity_id, recorded_at)
          select 'person', 'mgr01', 'sla.change', 'agreement', id, ${at}::timestamptz from agreement where active`.execute(
          tx,
        )
      await revised(to)
      expect(await verdict(rule, tx)).toBe('fails')
      await revised(from)
      expect(await verdict(rule, tx)).toBe('conforms')
    })
  })
  it('asset.keepers: somebody keeps the ledger, and it was written to', async () => {
    const rule = byKey.get('asset.keepers')!
    await tryOut(async (city, tx) => {
      expect(await verdict(rule, tx)).toBe('partly')
      const id = await asset(city)
      await moved(city, 'asset', id, to, { what: 'edit' })
      expect(await verdict(rule, tx)).toBe('partly')
      await moved(city, 'asset', id, from, { what: 'edit' })
      expect(await verdict(rule, tx)).toBe('conforms')
      await change(`update person set state = 'disabled' where login = 'asset01'`)(city)
      expect((await look(rule, tx)).good).toBeLessThan(2)
    })
  })
})

it('tries every rule that there is, and every rule has a key and words of its own', () => {
  const tried = new Set([
    ...Object.keys(made),
    ...Object.keys(madeInRooms),
    ...Object.keys(states),
    'satisfaction.called-back',
    'incident.channels',
    'ticket.processes',
    'audit.chained',
    'audit.sealed',
    ...['check.unbroken', 'check.networks-unbroken', 'check.servers-unbroken', 'check.available'],
    ...['check.key-systems', 'ticket.daily', 'sla.reviewed', 'asset.keepers'],
  ])
  // rooms that came later try their own rules beside them
  const texts = globSync('src/modules/*/**/*.test.ts').map((file) => readFileSync(file, 'utf8'))
  const named = (key: string) => texts.some((text) => text.includes(`'${key}'`))
  expect(rules.map((rule) => rule.key).filter((key) => !tried.has(key) && !named(key))).toEqual([])
  expect(new Set(rules.map((rule) => rule.key)).size).toBe(rules.length)
  expect(new Set(rules.map((rule) => rule.words.zh)).size).toBe(rules.length)
})

it('looks again after every event that a rule names', () => {
  for (const room of manifests) registerMeasures(room)
  const { on } = manifests.flatMap((m) => m.reactions ?? []).find((one) => one.name === 'norm.mark')!
  expect(on).toContain('incident.resolved')
  expect(rules.flatMap((rule) => rule.on ?? []).filter((one) => !on.includes(one))).toEqual([])
})
