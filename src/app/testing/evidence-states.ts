/** What rules about the state of things of rooms about checks, items, media and agreements say before and after a change. */
import { sql } from 'kysely'
import { newId } from '#kernel/db/index.ts'
import type { City } from './evidence-city.ts'
import { evaluation, shippedScheme } from './evidence-evaluations.ts'
import { asset, item, medium } from './evidence-rooms.ts'

type Row = Record<string, unknown>
export interface Turn {
  pass?: (city: City) => Promise<unknown>
  fail: (city: City) => Promise<unknown>
}

/** Runs statements one after the other. */
export const change =
  (...texts: string[]) =>
  async (city: City): Promise<void> => {
    for (const text of texts) await sql.raw(text).execute(city.tx)
  }

/** A check that is on and has just told of itself. */
export const check = async (city: City, given: Row = {}): Promise<string> => {
  const id = await city.insert('monitor_check', {
    ...{ name: `监测 ${newId()}`, kind: 'tcp', spec: '{}', interval_seconds: 60, timeout_ms: 1000 },
    ...{ retries: 1, retry_seconds: 10, org_id: await city.root(), group_id: await city.group(2) },
    ...given,
  })
  await sql`insert into monitor_state (check_id, state, last_at) values (${id}, 'ok', now())
    on conflict (check_id) do nothing`.execute(city.tx)
  return id
}
const bounds = '[{"figure":"ms","warn":"500"}]'
const everyService = async (city: City, given: Row = {}): Promise<void> => {
  const { rows } = await sql<{ id: string }>`select id from service where active`.execute(city.tx)
  for (const { id } of rows) await check(city, { service_id: id, ...given })
}
const nothing = 'delete from monitor_check'
const retire = (keys: string) =>
  change(
    `update ci set lifecycle = 'retired' where class_id in (select id from ci_class where key in (${keys}))`,
  )
const free = change(`update ci set owner_id = null, group_id = null`)
const answered = (...keys: string[]): Turn => ({
  pass: async (city) => {
    await change(`update ci set owner_id = (select id from person where login = 'eng01')`)(city)
    for (const key of keys) await item(city, key)
  },
  fail: free,
})
/** Classes of the unit's own are found by their names. */
const own = (name: string): Turn => ({
  pass: async (city) => {
    const { rows } = await sql<{ id: string }>`insert into ci_class (id, key, name, name_en)
      values (gen_random_uuid(), 'own', ${name}, 'Own') returning id`.execute(city.tx)
    await item(city, 'host', { class_id: rows[0]!.id })
    await change(`update ci set owner_id = (select id from person where login = 'eng01')`)(city)
  },
  fail: free,
})

const anAsset =
  change(`insert into asset (id, number, org_id, state, name, asset_class, quantity, location, custodian,
    value, acquisition, acquired_on, technical, condition, support_level)
  select gen_random_uuid(), 'ZC-2026-900001', o.id, 'in-use', '服务器', c.id, 1, '一号机房', p.id,
    1, 'purchase', '2026-01-01', '64 核', 'good', '7x24'
  from org o, asset_class c, person p where o.parent_id is null and c.code = 'A02010104' and p.login = 'eng01'`)

export const statesOfRooms: Record<string, Turn> = {
  'evaluation.system': {
    pass: async (city) => {
      const at = new Date()
      await evaluation(city, at, { kind: 'unit', row: { scheme_id: await shippedScheme(city, 'unit') } })
    },
    fail: change(`update evaluation_indicator set active = false where code = 'special-merit'`),
  },
  // the first instant of March 2024 is in the period, the first of April is not
  'evaluation.departments': {
    pass: async (city) => {
      await change(`update org set recorded_at = '2020-01-01'`)(city)
      const { rows } = await sql<{ id: string }>`select id from org where kind = 'department'`.execute(
        city.tx,
      )
      for (const { id } of rows)
        await evaluation(city, new Date('2024-02-29T16:00:00Z'), {
          kind: 'department',
          row: { subject_id: id },
        })
    },
    fail: change(`update evaluation set approved_at = '2024-03-31T16:00:00Z' where state = 'approved'`),
  },
  'check.systems-covered': {
    pass: async (city) => {
      await retire(`'network-device','switch','router','firewall','load-balancer'`)(city)
      await everyService(city)
      await check(city, { ci_id: await item(city, 'switch') })
    },
    fail: change(nothing),
  },
  'check.hosts-covered': {
    pass: async (city) => {
      await retire(`'host','virtual-machine'`)(city)
      await check(city, { ci_id: await item(city, 'virtual-machine') })
    },
    // off is not there
    fail: change(`update monitor_check set enabled = false`),
  },
  'check.tools': {
    pass: async (city) => {
      await change('delete from monitor_worker', 'update alert_source set active = false')(city)
      await sql`insert into monitor_worker (id, name) values (gen_random_uuid(), 'w')`.execute(city.tx)
    },
    fail: change(`update monitor_worker set beat_at = now() - interval '3 minutes'`),
  },
  'check.policies': {
    pass: async (city) => {
      await change(nothing)(city)
      await check(city, { ci_id: await item(city, 'host') })
    },
    fail: change(`update monitor_check set group_id = null`),
  },
  'check.figures-set': {
    pass: async (city) => {
      await change(nothing)(city)
      await everyService(city, { thresholds: bounds })
    },
    fail: change(`update monitor_check set thresholds = '[]'`),
  },
  'check.areas': {
    pass: async (city) => {
      await check(city, { ci_id: await item(city, 'host'), thresholds: bounds })
      await everyService(city)
    },
    fail: change(`update monitor_state set last_at = now() - interval '25 hours'`),
  },
  'ci.facilities': answered('ups'),
  'ci.hosts': answered('host', 'database'),
  'ci.applications': answered('application'),
  'ci.networks': answered('switch', 'link'),
  'ci.security': answered('firewall'),
  'ci.desktops': own('打印设备'),
  'ci.facility-kinds': {
    pass: async (city) => {
      for (const key of ['host', 'storage', 'database', 'application', 'link']) await item(city, key)
    },
    fail: change(`update ci set lifecycle = 'retired'`),
  },
  'ci.in-room': {
    pass: async (city) => {
      await retire(`'host','network-device','switch','router','firewall','load-balancer'`)(city)
      const [rack, host] = [await item(city, 'rack'), await item(city, 'host', { location: '' })]
      await sql`insert into ci_relation (id, type, source_id, target_id, source)
        values (gen_random_uuid(), 'contains', ${rack}, ${host}, 'manual')`.execute(city.tx)
    },
    fail: change(`update ci_relation set ended_at = now()`),
  },
  'asset.basic': { pass: anAsset, fail: change(`update asset set custodian = null`) },
  'asset.operation': { pass: anAsset, fail: change(`update asset set technical = null`) },
  'asset.financial': { pass: anAsset, fail: change(`update asset set acquired_on = null`) },
  'asset.classified': { pass: anAsset, fail: change(`update asset_class set doubtful = true`) },
  'asset.with-ci': {
    pass: async (city) => {
      await change(`update asset set state = 'idle'`)(city)
      const id = await asset(city)
      await sql`insert into asset_cis (record_id, target_id, position) values (${id}, ${await item(city, 'host')}, 0)`.execute(
        city.tx,
      )
    },
    fail: change(`delete from asset_cis`),
  },
  'asset.kept': {
    pass: (city) => asset(city),
    fail: change(
      `update person set state = 'disabled' where login = 'eng01'`,
      `update asset set borrower = null`,
    ),
  },
  'asset.in-rooms': {
    pass: (city) => asset(city),
    fail: change(`update asset set custodian = (select id from person where login = 'req01')`),
  },
  'asset.domestic': { pass: (city) => asset(city), fail: change(`update asset set domestic = null`) },
  'media.registered': {
    pass: (city) => medium(city, { classification: 'secret', serial: 'S1', place: '保密柜' }),
    fail: change(`update storage_medium set state = 'issued', holder = keeper, due_back = current_date - 1`),
  },
  'media.backups': {
    pass: (city) => medium(city, { kind: 'tape', capacity: 6000, place: '磁带柜' }),
    fail: change(`update storage_medium set capacity = null`),
  },
  'custody.in-force': {
    pass: async (city) => {
      const id = await city.insert('custody_agreement', {
        ...{
          number: 'BG-T1',
          org_id: await city.root(),
          state: 'in-force',
          subject: '委托保管',
          kind: 'entrust',
        },
        ...{ place: '一号机房', custodian: await city.person('eng01'), quantity: 3 },
        ...{ starts_on: '2024-01-01', ends_on: '2099-01-01', signed_on: '2024-01-01' },
      })
      const file = {
        entity: 'custody-agreement',
        entity_id: id,
        name: '协议.pdf',
        type: 'application/pdf',
        size: 1,
      }
      const target = await city.insert('file', {
        ...file,
        sha256: 'b'.repeat(64),
        uploaded_by_login: 'eng01',
      })
      await sql`insert into custody_agreement_file values (${id}, ${target}, 0)`.execute(city.tx)
    },
    fail: change(`update custody_agreement set ends_on = '2024-06-01'`),
  },
  'licence.valid': {
    pass: async (city) =>
      city.insert('software_licence', {
        ...{ number: 'RJ-T1', org_id: await city.root(), state: 'in-use', product: '数据库', maker: '某厂' },
        ...{ kind: 'subscription', metric: 'core', quantity: 8, used: 8, valid_to: sql`current_date` },
        keeper: await city.person('asset01'),
      }),
    // one more than was bought
    fail: change(`update software_licence set used = quantity + 1`),
  },
}
