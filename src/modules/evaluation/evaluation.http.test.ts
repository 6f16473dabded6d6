import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import { transaction } from '#kernel/db/index.ts'
import { listFactRecords, readFact } from '#kernel/fact/contract.ts'
import { activatePerson, createPerson, grantRole } from '#kernel/identity/index.ts'
import { findRoleByKey, systemActor } from '#kernel/permission/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { assignIncident, createIncident, startIncident, takeIncident } from '#modules/incident/contract.ts'
import * as contract from './contract.ts'
import * as form from './form-contract.ts'
import { indicators as shipped } from './library/indicators.ts'
import { schemes as shippedSchemes } from './library/schemes.ts'
import { demandByVendor, checkRule } from './rules.ts'
import * as scheme from './scheme-contract.ts'

let app: TestApp
const who = new Map<string, Caller>()
const as = (login: string) => who.get(login)!
let vendorId: string
let unitId: string
let from: string
let to: string

async function otherCompany(): Promise<void> {
  const orgId = await one<string>(sql`select id as x from org where code = 'yunan'`)
  const actor = systemActor('test')
  await transaction(app.db, async (tx) => {
    const person = await createPerson(tx, actor, { login: 'vend09', kind: 'person', name: '旁人', orgId })
    await activatePerson(tx, actor, { id: person.id, version: person.version })
    const roleId = (await findRoleByKey(tx, 'vendor-engineer'))!.id
    // a right for the whole unit: a mistake that must not open other companies' results
    await grantRole(tx, actor, { id: person.id, roleId, orgId: unitId })
    await grantRole(tx, actor, {
      id: person.id,
      roleId: (await findRoleByKey(tx, 'duty-leader'))!.id,
      orgId: unitId,
    })
  })
}
const one = async <T>(query: ReturnType<typeof sql>): Promise<T> =>
  ((await query.execute(app.db)).rows[0] as { x: T }).x

/** A fault that the company's group responded to, moved into the period. */
async function fault(title: string): Promise<void> {
  const base = { title, description: '', impact: 'medium', urgency: 'medium', channel: 'phone' } as const
  const made = await as('desk01').call(createIncident, { ...base, orgId: unitId } as never)
  const groupId = await one<string>(sql`select id as x from support_group where org_id = ${vendorId}`)
  const given = await as('desk01').call(assignIncident, { id: made.id, version: made.version, groupId })
  const taken = await as('vend01').call(takeIncident, { id: made.id, version: given.version })
  await as('vend01').call(startIncident, { id: made.id, version: taken.version })
  await sql`update ticket set occurred_at = (${from}::date + 3)::timestamptz where id = ${made.id}`.execute(
    app.db,
  )
}

const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
]

beforeAll(async () => {
  app = await testApp()
  await app.work()
  for (const login of ['mgr01', 'lead01', 'desk01', 'req01', 'req02', 'vend01', 'sys01', 'sec01', 'aud01'])
    who.set(login, await app.as(login))
  vendorId = await one<string>(sql`select id as x from org where code = 'qihang'`)
  unitId = await one<string>(sql`select id as x from org where parent_id is null`)
  ;({ from, to } = (
    await sql<{
      from: string
      to: string
    }>`select to_char(date_trunc('month', now()) - interval '1 month', 'YYYY-MM-DD') as "from",
      to_char(date_trunc('month', now()) - interval '1 day', 'YYYY-MM-DD') as "to"`.execute(app.db)
  ).rows[0]!)
  await otherCompany()
  who.set('vend09', await app.as('vend09'))
  await fault('甲系统打不开')
  await fault('乙系统打不开')
})
afterAll(() => app.close())

const curve = (shape: 'linear' | 'steps' = 'linear') => ({
  shape,
  direction: 'higher' as const,
  points: [
    { at: 50, points: 0 },
    { at: 100, points: 100 },
  ],
})

describe('the library', () => {
  it('ships indicators whose facts all exist, and schemes whose weights are 100', async () => {
    for (const { rule } of shipped) expect(() => checkRule(rule)).not.toThrow()
    for (const { items, subjectKind } of shippedSchemes) {
      expect(Object.values(items).reduce<number>((all, weight) => all + (weight ?? 0), 0)).toBe(100)
      if (subjectKind !== 'vendor') continue
      for (const code of Object.keys(items))
        demandByVendor(shipped.find((each) => each.code === code)!.rule, code)
    }
    const { items } = await as('mgr01').call(scheme.listSchemes, {})
    expect(items.map((each) => [each.subjectKind, each.state])).toEqual([
      ['department', 'current'],
      ['unit', 'current'],
      ['vendor', 'current'],
    ])
    // who reads English is told what the norm is called that a Chinese source cites; what is edited stays as it is
    const source = '北京市电子政务运维管理规范 第四十七条至第五十条'
    const unit = items.find((each) => each.subjectKind === 'unit')
    expect(unit).toMatchObject({ source, cited: source })
    const english = await as('mgr01').send(scheme.getScheme, { id: unit!.id }, { 'accept-language': 'en' })
    const cited = `Beijing E-government O&M Management Rules (Trial) · ${source}`
    expect(english.json()).toMatchObject({ source, cited })
  })

  it('refuses what it cannot count, naming the field', async () => {
    const add = (rule: unknown, code = 'tried') =>
      as('mgr01').send(scheme.createIndicator, { code, name: '试', dimension: 'delivery', rule } as never)
    const formula = (text: string) => ({ kind: 'formula', formula: text, unit: 'percent', curve: curve() })
    const unknown = await add(formula('incident.nothing / 2'))
    expect(codeOf(unknown)).toEqual([422, 'evaluation.unknown_fact'])
    expect(unknown.json().errors[0].field).toBe('rule.formula')
    expect(unknown.json().detail).toContain('incident.nothing')
    expect(codeOf(await add(formula('1 +')))).toEqual([422, 'evaluation.formula_end'])
    expect(codeOf(await add(formula('1 + 1')))).toEqual([422, 'evaluation.no_fact'])
    const falling = { ...formula('incident.filed'), curve: { ...curve(), direction: 'lower' } }
    expect(codeOf(await add(falling))).toEqual([422, 'evaluation.curve_direction'])
    expect((await as('desk01').send(scheme.listIndicators, {})).statusCode).toBe(403)
  })
})

/** A scheme of a company: a share, one without data, a form, and a deduction by hand. */
async function schemeInUse(): Promise<string> {
  const { items } = await as('mgr01').call(scheme.listIndicators, {})
  const idOf = (code: string) => items.find((each) => each.code === code)!.id
  const body = {
    subjectKind: 'vendor' as const,
    name: '驻场服务考核',
    objectionDays: 3,
    grades: [
      { name: '优秀', nameEn: 'Excellent', from: 90 },
      { name: '合格', nameEn: 'Pass', from: 60 },
      { name: '不合格', nameEn: 'Fail', from: 0 },
    ],
    items: [
      { indicatorId: idOf('response-in-time'), weight: 40 },
      { indicatorId: idOf('change-succeeded'), weight: 10 },
      { indicatorId: idOf('business-view'), weight: 40 },
      { indicatorId: idOf('breach-of-rules'), weight: null },
    ],
  }
  const whole = await as('mgr01').send(scheme.createScheme, {
    ...body,
    items: [...body.items, { indicatorId: idOf('norm-conforming'), weight: 10 }],
  })
  expect(codeOf(whole)).toEqual([422, 'evaluation.not_by_vendor'])
  const draft = await as('mgr01').call(scheme.createScheme, body)
  const early = await as('mgr01').send(scheme.publishScheme, { id: draft.id, version: draft.version })
  expect(codeOf(early)).toEqual([422, 'evaluation.weights_sum'])
  const { subjectKind: _kind, ...rest } = body
  const ready = await as('mgr01').call(scheme.editScheme, {
    ...{ id: draft.id, version: draft.version },
    ...{ ...rest, items: body.items.map((each, i) => (i === 1 ? { ...each, weight: 20 } : each)) },
  })
  const done = await as('mgr01').call(scheme.publishScheme, { id: draft.id, version: ready.version })
  expect([done.state, done.abilities]).toEqual(['current', ['withdraw', 'new-edition']])
  const frozen = await as('mgr01').send(scheme.editScheme, { id: draft.id, version: done.version, ...rest })
  expect(codeOf(frozen)).toEqual([409, 'evaluation.not_draft'])
  return draft.id
}

describe('an evaluation of a company', () => {
  it('goes from the forms to its publication, with everyone kept to the own part', async () => {
    const schemeId = await schemeInUse()
    const plan = {
      ...{
        title: '启航软件月度考核',
        schemeId,
        subjectId: vendorId,
        periodKind: 'monthly' as const,
        from,
        to,
      },
      raterIds: [as('req01').personId, as('req02').personId],
    }
    const mgr = as('mgr01')
    const own = await mgr.send(contract.createEvaluation, { ...plan, raterIds: [as('vend01').personId] })
    expect(codeOf(own)).toEqual([422, 'evaluation.rater_is_party'])
    for (const login of ['lead01', 'vend01', 'req01', 'sys01', 'sec01', 'aud01'])
      expect((await as(login).send(contract.createEvaluation, plan)).statusCode).toBe(403)
    const made = await mgr.call(contract.createEvaluation, plan)
    expect(codeOf(await mgr.send(contract.createEvaluation, plan))).toEqual([409, 'evaluation.exists'])
    const { id } = made
    const now = async (by = mgr) => by.call(contract.getEvaluation, { id })
    const at = async () => ({ id, version: (await now()).version })
    await mgr.call(contract.startEvaluation, { id, version: made.version })
    expect(codeOf(await mgr.send(contract.computeEvaluation, await at()))).toEqual([
      409,
      'evaluation.forms_open',
    ])

    // forms: everybody the own; two at once, and one twice at once
    const mine = async (login: string) => (await as(login).call(form.listForms, {})).items[0]!
    const [first, second] = [await mine('req01'), await mine('req02')]
    expect((await as('req02').send(form.getForm, { id: first.id })).statusCode).toBe(404)
    expect((await as('mgr01').send(form.getForm, { id: first.id })).statusCode).toBe(404)
    const { items } = await as('req01').call(form.getForm, { id: first.id })
    expect(items.map((each) => each.name)).toEqual(['业务部门对服务的评价'])
    const fill = (login: string, one: typeof first, score: number) =>
      as(login).send(form.handInForm, {
        ...{ id: one.id, version: one.version, comment: '总体尚可' },
        scores: [{ itemId: items[0]!.id, score, remark: '响应快' }],
      })
    const none = await as('req01').send(form.handInForm, { id: first.id, version: first.version, scores: [] })
    expect(codeOf(none)).toEqual([422, 'evaluation.score_missing'])
    const [a, b, again] = await Promise.all([
      fill('req01', first, 80),
      fill('req02', second, 85.5),
      fill('req01', first, 80),
    ])
    expect([b.statusCode, ...[a.statusCode, again.statusCode].sort()]).toEqual([200, 200, 412])

    // by hand, with its evidence; taken back with a reason
    const hand = (await now()).items.find((each) => each.rule.kind === 'hand')!
    const enter = { id, itemId: hand.id, points: 3, what: '未登记进入机房', evidence: '来访登记第 12 号' }
    await mgr.call(contract.enterPoints, enter)
    const twice = await mgr.call(contract.enterPoints, enter)
    await mgr.call(contract.voidEntry, { id, childId: twice.entries[1]!.id, reason: '重复登记' })
    expect((await as('lead01').send(contract.enterPoints, enter)).statusCode).toBe(403)

    // two compute at once: one of them is told
    const version = (await at()).version
    const both = await Promise.all([1, 2].map(() => mgr.send(contract.computeEvaluation, { id, version })))
    expect(both.map((each) => each.statusCode).sort()).toEqual([200, 412])
    const computed = await now()
    const share = await mgr.call(readFact, {
      key: 'incident.response-in-time',
      from,
      to,
      orgId: unitId,
      vendorId,
    })
    const counted = computed.items[0]!
    expect(counted.facts[0]).toMatchObject({ ...share.figure, key: 'incident.response-in-time' })
    expect([counted.value, counted.points]).toEqual([100, 100])
    const records = await mgr.call(listFactRecords, {
      ...{ key: 'incident.response-in-time', limit: 200 },
      ...(Object.fromEntries(new URLSearchParams(counted.facts[0]!.path.split('?')[1])) as {
        from: string
        to: string
      }),
    })
    expect(records.items).toHaveLength(counted.facts[0]!.cases)
    // no change was made: not scored, and its weight, the whole of its dimension, goes to the others
    expect(computed.items[1]).toMatchObject({ points: null, value: null, effectiveWeight: null })
    expect(computed.unscored).toBe(20)
    expect(computed.items[0]!.effectiveWeight).toBe(50)
    expect(computed.items[2]).toMatchObject({ points: 82.75, answers: 2, effectiveWeight: 50 })
    expect([computed.baseScore, computed.score, computed.grade?.name]).toEqual([91.38, 88.38, '合格'])
    expect((await mgr.call(contract.recomputeEvaluation, { id })).same).toBe(true)

    // nobody of a company sees it before it is announced, and another company never
    for (const login of ['vend01', 'vend09', 'req01', 'desk01'])
      expect((await as(login).send(contract.getEvaluation, { id })).statusCode).toBe(404)
    const told = await mgr.call(contract.announceEvaluation, await at())
    expect(told.party).toEqual(['冯博'])
    const seen = await now(as('vend01'))
    expect([seen.raters, seen.remarks.map((each) => each.by)]).toEqual([[], [null, null]])
    expect(seen.abilities).toEqual(['accept', 'object', 'answer'])
    expect((await as('vend09').send(contract.getEvaluation, { id })).statusCode).toBe(404)
    expect((await as('vend09').call(contract.listEvaluations, {})).items).toEqual([])
    expect((await as('vend01').send(contract.recomputeEvaluation, { id })).statusCode).toBe(403)

    // what happens to the records afterwards is shown, and changes nothing
    await fault('丙系统打不开')
    const later = await mgr.call(contract.recomputeEvaluation, { id })
    expect([later.same, later.items[0]!.cases]).toEqual([false, { kept: 2, now: 3 }])
    expect((await now()).items[0]!.facts[0]!.cases).toBe(2)

    // objection with a file, reviewed by another person than computed; two review at once
    const itemId = hand.id
    const objected = await as('vend01').call(contract.objectToEvaluation, { id, itemId, text: '已补登记' })
    const objection = objected.objections[0]!
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' }
    const payload = `--x\r\ncontent-disposition: form-data; name="file"; filename="说明.txt"\r\ncontent-type: text/plain\r\n\r\n已补\r\n--x--\r\n`
    const url = `/api/v1/evaluation-objections/${objection.id}/attachments`
    const attach = (login: string) => as(login).inject({ method: 'POST', url, headers: boundary, payload })
    expect((await attach('vend01')).statusCode).toBe(201)
    expect((await attach('vend09')).statusCode).toBe(404)
    const accept = await as('vend01').send(contract.acceptEvaluation, await at())
    expect(codeOf(accept)).toEqual([409, 'evaluation.objection_open'])
    const verdict = {
      ...{ id, childId: objection.id, version: objection.version, verdict: 'upheld' as const },
      ...{ reply: '情况属实，减半', points: -1 },
    }
    expect(codeOf(await mgr.send(contract.reviewObjection, verdict))).toEqual([403, 'evaluation.not_allowed'])
    expect((await as('vend01').send(contract.reviewObjection, verdict)).statusCode).toBe(403)
    const wide = await as('lead01').send(contract.reviewObjection, { ...verdict, points: 5 })
    expect(codeOf(wide)).toEqual([422, 'evaluation.points_range'])
    const reviews = await Promise.all([1, 2].map(() => as('lead01').send(contract.reviewObjection, verdict)))
    expect(reviews.map((each) => each.statusCode).sort()).toEqual([200, 412])
    const changed = await now()
    expect([changed.score, changed.grade?.name]).toEqual([90.38, '优秀'])
    expect(changed.objections[0]).toMatchObject({ state: 'upheld', pointsBefore: -3, pointsAfter: -1 })

    // the time for objections runs, unless the party has none; then somebody else approves
    expect(codeOf(await mgr.send(contract.submitEvaluation, await at()))).toEqual([
      409,
      'evaluation.objection_time',
    ])
    await as('vend01').call(contract.acceptEvaluation, await at())
    await as('vend01').call(contract.answerEvaluation, { id, text: '今后改进' })
    await mgr.call(contract.submitEvaluation, await at())
    expect((await mgr.call(listApprovals, { list: 'waiting' })).items).toEqual([])
    const waiting = (await as('lead01').call(listApprovals, { list: 'waiting' })).items[0]!
    await as('lead01').call(approve, { id: waiting.id, version: waiting.version, reason: '同意' })
    await vi.waitUntil(async () => (await now()).state === 'approved', { timeout: 15_000, interval: 100 })
    for (const table of ['evaluation', 'evaluation_item'])
      await expect(
        sql`update ${sql.table(table)} set ${sql.ref(table === 'evaluation' ? 'score' : 'points')} = 100
          where ${sql.ref(table === 'evaluation' ? 'id' : 'evaluation_id')} = ${id}`.execute(app.db),
      ).rejects.toMatchObject({ constraint: 'evaluation_is_closed' })

    const published = await mgr.call(contract.publishEvaluation, await at())
    expect(published.abilities).toEqual(['notice', 'recompute'])
    const criticise = await mgr.send(contract.issueNotice, { id, kind: 'criticise', text: '通报批评如下' })
    expect(codeOf(criticise)).toEqual([422, 'evaluation.notice_not_so'])
    const { notices } = await mgr.call(contract.issueNotice, {
      id,
      kind: 'commend',
      text: '驻场服务及时，予以表彰。',
    })
    const titles = async (login: string) =>
      (await as(login).call(contract.listPublished, {})).items.map((each) => each.title)
    for (const login of ['req01', 'desk01', 'vend01'])
      expect(await titles(login)).toEqual(['启航软件月度考核'])
    expect(await titles('vend09')).toEqual([])
    for (const login of ['sys01', 'sec01', 'aud01'])
      expect((await as(login).send(contract.listPublished, {})).statusCode).toBe(403)
    const file = (login: string, path: string) =>
      as(login).inject({ method: 'GET', url: `/api/v1/evaluations/${id}/${path}` })
    const notice = `notices/${notices[0]!.id}/document`
    expect((await file('req01', notice)).body.slice(0, 5)).toBe('%PDF-')
    expect((await file('vend09', notice)).statusCode).toBe(404)
    expect((await file('vend01', 'document?format=docx')).body.slice(0, 2)).toBe('PK')
    expect((await file('req01', 'document')).statusCode).toBe(404)
    const { items: list } = await as('vend01').call(contract.listEvaluations, { own: 'true' })
    expect(list.map((each) => each.state)).toEqual(['published'])
  })
})

describe('an evaluation of a department', () => {
  let departmentId: string
  let schemeId: string
  /** two months ago, where nothing else of these tests happened */
  let days: { from: string; to: string }
  const plan = () => ({
    ...{ title: '运行维护科季度考核', schemeId, subjectId: departmentId, periodKind: 'quarterly' as const },
    ...{ ...days, raterIds: [] },
  })

  beforeAll(async () => {
    who.set('eng01', await app.as('eng01'))
    departmentId = await one<string>(sql`select id as x from org where code = 'om'`)
    const { rows } = await sql<typeof days>`
      select to_char(date_trunc('month', now()) - interval '2 months', 'YYYY-MM-DD') as "from",
        to_char(date_trunc('month', now()) - interval '1 month 1 day', 'YYYY-MM-DD') as "to"`.execute(app.db)
    days = rows[0]!
    const other = await one<string>(sql`select id as x from org where code = 'zwfw'`)
    const own =
      await one<string>(sql`select g.id as x from support_group g join support_group_member m on m.group_id = g.id
      join person p on p.id = m.person_id join org o on o.id = g.org_id
      where p.login = 'eng01' and o.path like (select path from org where code = 'om') || '%' limit 1`)
    const companys = await one<string>(sql`select id as x from support_group where org_id = ${vendorId}`)
    // by its own group for somebody else; for it by a company; by its own group, too late
    for (const [login, groupId, orgId, late] of [
      ['eng01', own, other, false],
      ['vend01', companys, departmentId, false],
      ['eng01', own, other, true],
    ] as const) {
      const base = { description: '', impact: 'medium', urgency: 'medium', channel: 'phone' } as const
      const made = await as('desk01').call(createIncident, { ...base, title: '打印失败', orgId } as never)
      const given = await as('desk01').call(assignIncident, { id: made.id, version: made.version, groupId })
      const taken = await as(login).call(takeIncident, { id: made.id, version: given.version })
      await as(login).call(startIncident, { id: made.id, version: taken.version })
      await sql`update ticket set occurred_at = (${days.from}::date + 3)::timestamptz where id = ${made.id}`.execute(
        app.db,
      )
      if (late)
        await sql`update clock set state = 'breached', used_percent = 140 where ticket_id = ${made.id} and metric = 'response'`.execute(
          app.db,
        )
    }
    const { items } = await as('mgr01').call(scheme.listIndicators, {})
    const idOf = (code: string) => items.find((each) => each.code === code)!.id
    const draft = await as('mgr01').call(scheme.createScheme, {
      ...{ subjectKind: 'department', name: '内设科室考核', objectionDays: 1 },
      grades: [
        { name: '合格', nameEn: 'Pass', from: 60 },
        { name: '不合格', nameEn: 'Fail', from: 0 },
      ],
      items: [
        { indicatorId: idOf('response-in-time'), weight: 80 },
        { indicatorId: idOf('stocktake-agreed'), weight: 20 },
      ],
    })
    await as('mgr01').call(scheme.publishScheme, { id: draft.id, version: draft.version })
    schemeId = draft.id
  })

  it('counts what its own groups worked on, says so, and opens to exactly that', async () => {
    const mgr = as('mgr01')
    const { id, version } = await mgr.call(contract.createEvaluation, plan())
    await mgr.call(contract.startEvaluation, { id, version })
    const computed = await mgr.call(contract.computeEvaluation, { id, version: version + 1 })
    const byOrg = await sql<{ cases: number; good: number; ids: string[] }>`
      with own as (select g.id from support_group g join org o on o.id = g.org_id
        join org d on d.id = ${departmentId} and (o.id = d.id or o.path like d.path || '%') where o.kind <> 'vendor')
      select count(*)::int as cases, (count(*) filter (where c.state = 'met'))::int as good, array_agg(t.id::text) as ids
      from ticket t join incident i on i.ticket_id = t.id and i.type = 'fault'
      join clock c on c.ticket_id = t.id and c.metric = 'response' and c.state in ('met', 'breached')
      where t.group_id in (select id from own) and t.state <> 'cancelled'
        and (t.occurred_at at time zone 'Asia/Shanghai')::date between ${days.from}::date and ${days.to}::date`.execute(
      app.db,
    )
    const { cases, good, ids } = byOrg.rows[0]!
    expect([cases, good]).toEqual([2, 1])
    const [response, stock] = computed.items
    expect(response!.facts[0]).toMatchObject({ cases, good, value: (good * 100) / cases, counted: 'by' })
    // whose assets they are: nobody works on those
    expect(stock!.points).toBeNull()
    expect(stock!.facts[0]).toMatchObject({ cases: 0, counted: 'of' })
    const asked = (path: string) =>
      Object.fromEntries(new URLSearchParams(path.split('?')[1])) as { from: string; to: string }
    const key = 'incident.response-in-time'
    const { items } = await mgr.call(listFactRecords, { key, limit: 200, ...asked(response!.facts[0]!.path) })
    expect(items.map((each) => each.id).sort()).toEqual([...ids].sort())
    const { figure } = await mgr.call(readFact, { key, ...asked(response!.facts[0]!.path) })
    expect(response!.facts[0]).toMatchObject(figure)
    expect((await mgr.call(contract.recomputeEvaluation, { id })).same).toBe(true)
    // a fact that does not know who worked cannot be asked so, nor anybody about an org out of sight
    const stray = await mgr.send(readFact, { ...days, key: 'stocktake.agreed', workOrgId: departmentId })
    expect([...codeOf(stray), stray.json().errors[0].field]).toEqual([422, 'fact.not_by', 'workOrgId'])
    const hidden = await as('vend01').send(readFact, { ...days, key, workOrgId: departmentId })
    expect(codeOf(hidden)).toEqual([404, 'fact.not_found'])
  })

  it('stands alone for its period: not beside one by another edition, nor when two begin at once', async () => {
    const mgr = as('mgr01')
    const draft = await mgr.call(scheme.newEdition, { id: schemeId })
    await mgr.call(scheme.publishScheme, { id: draft.id, version: draft.version })
    schemeId = draft.id
    const second = await mgr.send(contract.createEvaluation, plan())
    expect([...codeOf(second), second.json().errors[0].field]).toEqual([
      409,
      'evaluation.exists',
      'subjectId',
    ])
    expect(second.json().detail).toMatch(/KH-\d{8}-\d{4}（同一方案第 1 版）/)
    const yearly = { ...plan(), periodKind: 'yearly' as const }
    const both = await Promise.all([1, 2].map(() => mgr.send(contract.createEvaluation, yearly)))
    expect(both.map((each) => each.statusCode).sort()).toEqual([201, 409])
    const { id, version } = both.find((each) => each.statusCode === 201)!.json()
    await mgr.call(contract.cancelEvaluation, { id, version, reason: '期间填错，重做' })
    const again = await mgr.call(contract.createEvaluation, yearly)
    // one that an earlier program had let in beside another: the database itself does not let it be published
    await sql`update evaluation set repeated = true, state = 'approved' where id = ${again.id}`.execute(
      app.db,
    )
    const twin = await mgr.call(contract.createEvaluation, yearly)
    const publish = await mgr.send(contract.publishEvaluation, { id: again.id, version: again.version })
    expect(codeOf(publish)).toEqual([409, 'evaluation.exists'])
    expect(publish.json().detail).toContain(twin.number)
    await expect(
      sql`update evaluation set state = 'published' where id = ${again.id}`.execute(app.db),
    ).rejects.toMatchObject({ constraint: 'evaluation_not_twice' })
  })
})
