import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction, type Tx } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { getCatalogue } from '#modules/ci/class-contract.ts'
import { createCi, editCi, getCi, retireCi } from '#modules/ci/contract.ts'
import type { Outcome } from '#modules/probe/outcome-contract.ts'
import { CheckBody, deleteCheck, editCheck, getCheck, listChecks, summarizeChecks } from './contract.ts'
import { applyResults } from './apply.ts'
import { editCheckVerb } from './checks.ts'
import { runCheckVerb } from './moves.ts'
import { getOverview } from './overview-contract.ts'
import { ResultWriter } from './schedule/writer.ts'
import { lockJudged, readJudged } from './store/standing.ts'
import { followCi } from './template-apply.ts'
import * as contract from './template-contract.ts'
import { applyTemplateVerb } from './templates.ts'
import { bodyOf } from './ui/form/body.ts'

let app: TestApp
let mgr: Caller
let orgId: string
let classes: Map<string, string>
beforeAll(async () => {
  app = await testApp()
  mgr = await app.as('mgr01')
  orgId = (await mgr.call(lookupOrgs, { q: '运行维护科' })).items[0]!.id
  classes = new Map((await mgr.call(getCatalogue, {})).classes.map((one) => [one.key, one.id]))
})
afterAll(() => app.close())

let n = 0
function item(cls: string, name: string, attributes: object) {
  n++
  const body = { classId: classes.get(cls)!, code: `MT-${n}`, name, orgId, attributes }
  return mgr.call(createCi, body as Parameters<typeof mgr.call<typeof createCi>>[1])
}
const checksOf = async (ciId: string) => (await mgr.call(listChecks, { ciId })).items
/** What the relay would have run. */
const follow = (entityId: string) =>
  transaction(app.db, (tx) =>
    followCi(tx, { id: '1', type: 'ci.changed', entity: 'ci', entityId, data: {}, recordedAt: '' }),
  )

const pattern = {
  name: '{{name}} 端口',
  spec: { host: '{{address}}', port: '{{port|22}}' },
  intervalSeconds: 300,
  labels: { site: '{{location}}', class: 'net' },
}

describe('a template of checks', () => {
  it('is refused where it could never be filled, naming the field', async () => {
    const body = { name: '坏模板', orgId, classIds: [classes.get('switch')!], kind: 'tcp' as const }
    const refused = async (over: object) => {
      const sent = await mgr.send(contract.createTemplate, { ...body, pattern: { ...pattern, ...over } })
      return [sent.statusCode, sent.json().code, sent.json().errors?.[0]?.field]
    }
    expect(await refused({ spec: { host: '{{Address}}', port: 1 } })).toEqual([
      422,
      'check.bad_variable',
      'pattern.spec',
    ])
    expect(await refused({ spec: { host: '{{address}}', port: 99999 } })).toEqual([
      422,
      'check.bad_spec',
      'pattern.spec.port',
    ])
    expect((await refused({ groupId: orgId }))[1]).toBe('check.unknown_reference')
  })

  it('previews, creates, follows items, keeps what people changed, and retires', async () => {
    const [first, bare] = [
      await item('switch', '模板交换机甲', { ip: ['10.7.0.1', '10.7.0.2'] }),
      await item('switch', '模板交换机乙', {}),
    ]
    const template = await mgr.call(contract.createTemplate, {
      name: '交换机端口',
      orgId,
      classIds: [classes.get('network-device')!],
      kind: 'tcp',
      pattern,
    })
    const { id } = template
    expect(template.applied).toBe(false)
    const preview = await mgr.call(contract.previewTemplate, { id })
    const at = (ciId: string) => preview.lines.find((line) => line.ci.id === ciId)
    expect(at(first.id)).toMatchObject({ step: 'create', name: '模板交换机甲 端口', target: '10.7.0.1:22' })
    expect(at(bare.id)).toMatchObject({
      step: 'problem',
      problem: { code: 'missing', params: { names: 'address' } },
    })
    expect(await checksOf(first.id)).toEqual([])

    const done = await mgr.call(contract.applyTemplate, { id, version: template.version })
    expect(done.counts).toMatchObject({ create: preview.counts.create, problem: preview.counts.problem })
    const [check] = await checksOf(first.id)
    expect(check).toMatchObject({ name: '模板交换机甲 端口', target: '10.7.0.1:22', intervalSeconds: 300 })
    const whole = await mgr.call(getCheck, { id: check!.id })
    expect([whole.labels, whole.spec['port']]).toEqual([{ class: 'net' }, 22])

    // somebody wants it more often; the item gets another address: both hold
    await mgr.call(editCheck, { ...bodyOf(whole), intervalSeconds: 60, id: whole.id, version: whole.version })
    const changed = await mgr.call(getCi, { id: first.id })
    await mgr.call(editCi, { id: first.id, version: changed.version, attributes: { ip: ['10.7.0.9'] } })
    await follow(first.id)
    expect((await checksOf(first.id))[0]).toMatchObject({ target: '10.7.0.9:22', intervalSeconds: 60 })
    const drift = await mgr.call(contract.listTemplateChecks, { id, only: 'overridden' })
    expect(drift.items.map((one) => [one.ci.id, one.overridden])).toEqual([[first.id, ['intervalSeconds']]])
    expect(await mgr.call(contract.templateOfCheck, { id: whole.id })).toMatchObject({
      template: { id },
      overridden: ['intervalSeconds'],
    })
    await mgr.call(contract.resetToTemplate, { id, ciIds: [first.id] })
    expect((await checksOf(first.id))[0]).toMatchObject({ intervalSeconds: 300 })

    // an item that comes later gets its check by itself, one that is retired loses it
    const later = await item('router', '模板路由器', { ip: ['10.7.0.20'] })
    await follow(later.id)
    expect((await checksOf(later.id)).map((one) => one.target)).toEqual(['10.7.0.20:22'])
    await mgr.call(retireCi, { id: later.id, version: later.version, reason: '报废下架' })
    await follow(later.id)
    expect((await checksOf(later.id))[0]).toMatchObject({ enabled: false, state: 'paused' })

    // a check that somebody deleted does not come back by itself
    const mine = (await checksOf(first.id))[0]!
    await mgr.call(deleteCheck, { id: mine.id, version: mine.version })
    await follow(first.id)
    expect(await checksOf(first.id)).toEqual([])
    expect((await mgr.call(contract.getTemplate, { id })).figures.declined).toBeGreaterThanOrEqual(1)
    expect(await mgr.call(contract.resetToTemplate, { id, ciIds: [first.id] })).toEqual({ reset: 1 })

    // switched off, it switches its checks off
    const before = await mgr.call(contract.getTemplate, { id })
    const off = await mgr.call(contract.editTemplate, {
      ...{ name: before.name, orgId, classIds: before.classIds, kind: 'tcp', pattern, active: false },
      ...{ id, version: before.version },
    })
    expect(off.figures.behind).toBeGreaterThan(0)
    await mgr.call(contract.applyTemplate, { id, version: off.version })
    expect((await checksOf(first.id))[0]).toMatchObject({ enabled: false })
    const gone = await mgr.call(contract.deleteTemplate, { id, version: off.version, checks: 'delete' })
    expect(gone.deleted).toBeGreaterThanOrEqual(2)
    expect(await checksOf(first.id)).toEqual([])
  })

  it('tells what a check is refused for, and mends it once its credentials are there', async () => {
    const db = await item('database', '模板数据库', {})
    const spec = { host: '{{code}}.internal', port: '{{port|5432}}', user: 'watch' }
    const body = {
      name: '数据库可登录',
      orgId,
      classIds: [classes.get('database')!],
      kind: 'postgres' as const,
    }
    const made = await mgr.call(contract.createTemplate, { ...body, pattern: { name: '{{name}}', spec } })
    await mgr.call(contract.applyTemplate, { id: made.id, version: made.version })
    const only = 'problems'
    const [line] = (await mgr.call(contract.listTemplateChecks, { id: made.id, only })).items
    expect(line).toMatchObject({
      ci: { id: db.id },
      problem: { code: 'refused', params: { code: 'check.secret_needed' } },
    })
    const kept = await mgr.call(contract.editTemplate, {
      ...{ ...body, pattern: { name: '{{name}}', spec }, secrets: { password: 'geheim' } },
      ...{ id: made.id, version: made.version },
    })
    expect(JSON.stringify(kept)).not.toContain('geheim')
    expect(kept.secretsKept).toEqual(['password'])
    await mgr.call(contract.applyTemplate, { id: made.id, version: kept.version })
    expect((await checksOf(db.id)).map((one) => one.target)).toEqual([`${db.code}.internal:5432`])
  })

  it('belongs to whoever manages its unit', async () => {
    const eng = await app.as('req01')
    expect((await eng.send(contract.listTemplates, {})).statusCode).toBe(403)
    const missing = await mgr.send(contract.getTemplate, { id: orgId })
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'check.not_found'])
  })
})

describe('many checks at once', () => {
  it('are made of chosen items, and what cannot be made is told', async () => {
    const [good, bad] = [
      await item('host', '批量主机甲', { ip: ['10.8.0.1'] }),
      await item('host', '批量主机乙', {}),
    ]
    const body = {
      ciIds: [good.id, bad.id],
      kind: 'ping' as const,
      pattern: { ...pattern, spec: { host: '{{ip}}' } },
    }
    const plan = await mgr.call(contract.previewFromCis, body)
    expect(plan.counts).toMatchObject({ create: 1, problem: 1 })
    const made = await mgr.call(contract.createFromCis, body)
    expect([made.created, made.left.map((one) => one.ci.id)]).toEqual([1, [bad.id]])
    const classId = classes.get('hardware')!
    const found = await mgr.call(listChecks, { classId, label: 'class=net', kind: 'ping' })
    expect(found.items.map((one) => one.ci?.id)).toEqual([good.id])
    expect((await mgr.call(summarizeChecks, { classId, kind: 'ping' })).total).toBe(1)
  })

  it('come from a sheet; a second run changes nothing, and every bad row is told', async () => {
    const heading = '名称,类型,目标,端口,单位,间隔秒,阈值,标签,其他参数'
    const send = async (step: 'import-checks' | 'imports', ...rows: string[]) => {
      const content = [heading, ...rows].join('\r\n')
      const boundary = 'x-sheet'
      const answer = await mgr.inject({
        method: 'POST',
        url: `/api/v1/checks/${step}`,
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="checks.csv"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
      })
      return answer.json() as {
        create: number
        update: number
        same: number
        problems: { code: string; column: string }[]
      }
    }
    const good = [
      '表格网页,http,https://127.0.0.1/,,运行维护科,120,time=500/2000,env=prod;site=A,"{""contains"":""登录""}"',
      '表格端口,TCP 端口,127.0.0.1,22,运行维护科,,,,',
      '表格心跳,心跳,,,运行维护科,3600,,,',
    ]
    const bad = [
      '坏类型,飞鸽,x,,运行维护科,,,,',
      '坏端口,tcp,127.0.0.1,99999,运行维护科,,,,',
      '坏阈值,ping,127.0.0.1,,运行维护科,,高,,',
      '要凭据,postgres,127.0.0.1,,运行维护科,,,,"{""user"":""zy""}"',
    ]
    const dry = await send('import-checks', ...good, ...bad)
    expect([dry.create, dry.problems.map((one) => one.column)]).toEqual([3, ['类型', '端口', '阈值', '类型']])
    expect((await mgr.call(listChecks, { q: '表格' })).items).toEqual([])
    expect(await send('imports', ...good)).toMatchObject({ create: 3, problems: [] })
    const [web] = (await mgr.call(listChecks, { q: '表格网页' })).items
    expect(await mgr.call(getCheck, { id: web!.id })).toMatchObject({
      spec: { url: 'https://127.0.0.1/', contains: '登录' },
      thresholds: [{ figure: 'time', warn: '500', crit: '2000' }],
      labels: { env: 'prod', site: 'A' },
      intervalSeconds: 120,
    })
    expect(await send('imports', ...good)).toMatchObject({ create: 0, update: 0, same: 3 })
    expect(await send('imports', '表格网页,http,https://127.0.0.1/x,,运行维护科,,,,')).toMatchObject({
      update: 1,
    })
    expect((await mgr.call(getCheck, { id: web!.id })).thresholds).toHaveLength(1)
  })

  it('are seen together by system, machine room and vendor', async () => {
    for (const by of ['service', 'room', 'vendor'] as const) {
      const { groups, states } = await mgr.call(getOverview, { by })
      const all = Object.values(states).reduce((sum, count) => sum + count, 0)
      expect(groups.reduce((sum, one) => sum + one.checks, 0)).toBe(all)
    }
  })
})

describe('whoever changes several checks at once', () => {
  const system = systemActor('check')
  const waiting = async () =>
    (
      await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        app.db,
      )
    ).rows.length
  /** One who has locked something and goes on, with another who has begun in between and is held up by him. */
  const meet = async <T>(
    lock: (tx: Tx) => Promise<unknown>,
    other: () => Promise<T>,
    goOn: (tx: Tx) => Promise<unknown>,
  ): Promise<T> => {
    let begun: Promise<T> | undefined
    await transaction(app.db, async (tx) => {
      await lock(tx)
      begun = other()
      // heard at the end
      begun.catch(() => undefined)
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
      await goOn(tx)
    })
    return begun!
  }
  /** Items with a check each, made one after the other: the template goes through them the other way round. */
  const watched = async () => {
    const classIds = [classes.get('storage')!]
    const body = { name: '存储端口', orgId, kind: 'tcp' as const, pattern }
    const made = await mgr.call(contract.createTemplate, { ...body, classIds })
    await mgr.call(contract.applyTemplate, { id: made.id, version: made.version })
    const ids: string[] = []
    for (const ip of ['10.9.0.1', '10.9.0.2']) {
      const ci = await item('storage', `锁序存储 ${ip}`, { ip: [ip] })
      await follow(ci.id)
      ids.push((await checksOf(ci.id))[0]!.id)
    }
    const off = async () => {
      const { id, version } = await mgr.call(contract.getTemplate, { id: made.id })
      return mgr.call(contract.editTemplate, { ...body, classIds, active: false, id, version })
    }
    return { ids: ids as [string, string], off }
  }

  it('waits for others, and never in a ring with them', async () => {
    const { ids, off } = await watched()
    const [first, second] = ids
    // two people: one has changed the first check and goes on to the second, which the other wants to have asked
    const change = async (checkId: string) => {
      const check = await mgr.call(getCheck, { id: checkId })
      const body = CheckBody.parse({ ...bodyOf(check), retries: 5 })
      return (tx: Tx) => editCheckVerb(tx, system, { ...body, id: checkId, version: check.version })
    }
    const asking = () => transaction(app.db, (tx) => runCheckVerb(tx, system, { id: second }))
    await meet(await change(first), asking, await change(second))

    // the writer of results: of the second check it has news, of the first only that it was looked at
    const worker = newId()
    await sql`update monitor_lease set worker_id = ${worker}, epoch = 1`.execute(app.db)
    const found: Outcome = { state: 'ok', code: 'ok', params: {}, output: '', ms: 1, figures: [] }
    const known = { checkId: first, result: { ...found, at: new Date() } }
    await transaction(app.db, (tx) => applyResults(tx, [known], new Date()))
    const said: string[] = []
    const writer = new ResultWriter(app.db, worker, (line) => said.push(line), 50)
    for (const judged of await readJudged(app.db, ids))
      writer.add({ ...judged, shard: 0, watched: true }, 1, new Date(), found)
    await meet(
      (tx) => lockJudged(tx, [first]),
      () => writer.flush(),
      (tx) => lockJudged(tx, [second]),
    )
    const states = (await readJudged(app.db, ids)).map((judged) => judged.standing.state)
    expect([states, said]).toEqual([['ok', 'ok'], []])

    // a template that switches its checks off, and somebody who writes their results in the order of their numbers
    const { id, version } = await off()
    const applying = () => transaction(app.db, (tx) => applyTemplateVerb(tx, system, { id, version }))
    const applied = await meet(
      (tx) => lockJudged(tx, [first]),
      applying,
      (tx) => lockJudged(tx, [second]),
    )
    expect(applied).toMatchObject({ counts: { retire: 2 } })
  })
})
