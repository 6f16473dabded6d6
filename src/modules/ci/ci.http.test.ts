import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createClass, editClass, getCatalogue } from './class-contract.ts'
import { createCi, editCi, getCi, listCis, retireCi } from './contract.ts'
import { ciTemplate, type importCis } from './import-contract.ts'
import { acceptProposal, listProposals, propose, rejectProposal } from './proposal-contract.ts'
import { createRedundancy, listRelations, relate, unrelate } from './relation-contract.ts'

type Report = CallOutput<typeof importCis>

let app: TestApp
let eng: Caller
let manager: Caller
let orgs: Map<string, string>
let classes: Map<string, string>
beforeAll(async () => {
  app = await testApp()
  ;[eng, manager] = await Promise.all([app.as('eng01'), app.as('mgr01')])
  orgs = new Map((await manager.call(lookupOrgs, {})).items.map((one) => [one.name, one.id]))
  classes = new Map((await manager.call(getCatalogue, {})).classes.map((one) => [one.key, one.id]))
})
afterAll(() => app.close())

const org = () => orgs.get('运行维护科')!
let n = 0
async function make(cls: string, name: string, more: object = {}) {
  n++
  return eng.call(createCi, { classId: classes.get(cls)!, code: `T-${n}`, name, orgId: org(), ...more })
}
async function refusal(sent: Promise<{ statusCode: number; json: () => unknown }>) {
  const answer = await sent
  const body = answer.json() as { code: string; errors?: { field: string; code: string }[] }
  return [answer.statusCode, body.code, body.errors?.[0]?.field]
}

describe('configuration items', () => {
  it('have the attributes of their class and of all above it, in one spelling', async () => {
    const made = await make('switch', '核心交换机测试', {
      attributes: { serial: ' SN-1 ', ip: '10.9.8.7', mac: ['00-1B-44-11-3A-B7'] },
    })
    expect(made.attributes).toEqual({ serial: 'SN-1', ip: ['10.9.8.7'], mac: ['00:1b:44:11:3a:b7'] })
    expect(made.gaps).toEqual(['owner', 'group'])
    const body = { classId: classes.get('switch')!, code: 'X', name: 'X', orgId: org() }
    expect(await refusal(eng.send(createCi, { ...body, attributes: { ip: '10.9.8.777' } }))).toEqual([
      422,
      'ci.bad_attributes',
      'attributes.ip',
    ])
    expect(await refusal(eng.send(createCi, { ...body, code: 't-1' }))).toEqual([
      409,
      'ci.code_taken',
      'code',
    ])
    const abstract = { ...body, classId: classes.get('hardware')! }
    expect(await refusal(eng.send(createCi, abstract))).toEqual([422, 'ci.class_not_usable', 'classId'])
  })

  it('are found by words, class with subclasses, attribute and org, and only below the own orgs', async () => {
    const router = await make('router', '出口路由器甲', { attributes: { model: 'NE40E-X8' } })
    const found = async (query: object) => (await eng.call(listCis, query)).items.map((one) => one.id)
    expect(await found({ q: 'NE40E', classId: classes.get('network-device')! })).toEqual([router.id])
    expect(await found({ q: '路由器', classId: classes.get('switch')! })).toEqual([])
    expect(await found({ attribute: 'model:NE40E-X8' })).toEqual([router.id])
    expect(await found({ q: '出口路由器', orgId: orgs.get('市财政局')! })).toEqual([])
    expect(await found({ classId: classes.get('hardware')!, orgId: org() })).toContain(router.id)
    expect(await found({ q: '出口路由器', orgId: org() })).toEqual([router.id])
    const vendor = await app.as('vend01')
    expect((await vendor.call(listCis, { q: '路由器' })).items).toEqual([])
    expect((await vendor.send(getCi, { id: router.id })).statusCode).toBe(404)
  })

  it('are changed under their version; retiring ends their relations', async () => {
    const [a, b] = [await make('host', '宿主机甲'), await make('virtual-machine', '虚拟机甲')]
    const relation = await eng.call(relate, { type: 'runs-on', sourceId: b.id, targetId: a.id })
    expect(await refusal(eng.send(relate, { type: 'runs-on', sourceId: b.id, targetId: a.id }))).toEqual([
      409,
      'ci.related_already',
      'targetId',
    ])
    expect((await eng.call(listRelations, { id: a.id })).items).toMatchObject([
      { id: relation.id, direction: 'in', other: { id: b.id, name: '虚拟机甲' } },
    ])
    const edited = await eng.call(editCi, { id: a.id, version: a.version, attributes: { memory: 256 } })
    expect(edited.attributes).toEqual({ memory: 256 })
    expect(await refusal(eng.send(editCi, { id: a.id, version: a.version, name: '乙' }))).toEqual([
      412,
      'ci.version_stale',
      undefined,
    ])
    const retired = await eng.call(retireCi, { id: a.id, version: edited.version, reason: '设备报废' })
    expect([retired.lifecycle, retired.abilities]).toEqual(['retired', []])
    expect((await eng.call(listRelations, { id: b.id })).items).toEqual([])
    expect((await eng.call(listCis, { q: '宿主机甲' })).items).toEqual([])
    expect((await eng.call(listCis, { q: '宿主机甲', lifecycle: 'retired' })).items).toHaveLength(1)
  })

  it('survive by redundancy groups of relations that an outage comes along', async () => {
    const [cluster, one, two] = [
      await make('cluster', '集群甲'),
      await make('host', '节点一'),
      await make('host', '节点二'),
    ]
    const relations = await Promise.all(
      [one, two].map((host) =>
        eng.call(relate, { type: 'runs-on', sourceId: cluster.id, targetId: host.id }),
      ),
    )
    const ids = relations.map((r) => r.id)
    const group = { id: cluster.id, name: '双机', needs: 2, relationIds: ids }
    expect(await refusal(eng.send(createRedundancy, group))).toEqual([422, 'ci.needs_too_many', 'needs'])
    expect(await refusal(eng.send(createRedundancy, { ...group, id: one.id, needs: 1 }))).toEqual([
      422,
      'ci.not_a_dependence',
      'relationIds.0',
    ])
    expect(await eng.call(createRedundancy, { ...group, needs: 1 })).toMatchObject({ needs: 1, members: 2 })
    const listed = (await eng.call(listRelations, { id: cluster.id })).items
    const ended = await eng.call(unrelate, {
      id: ids[0]!,
      version: listed.find((r) => r.id === ids[0])!.version,
    })
    expect(ended.id).toBe(ids[0])
  })
})

describe('classes', () => {
  it('are added below others; attributes in use stay, required ones show as gaps', async () => {
    const attribute = {
      key: 'height',
      name: '安装高度',
      nameEn: 'Height',
      kind: 'number' as const,
      unit: 'm',
    }
    const made = await manager.call(createClass, {
      key: 'wireless-ap',
      parentId: classes.get('network-device')!,
      name: '无线接入点',
      nameEn: 'Access point',
      attributes: [attribute],
    })
    classes.set('wireless-ap', made.id)
    const ap = await make('wireless-ap', '大厅 AP', { attributes: { height: 3.5, serial: 'AP-1' } })
    expect(
      await refusal(manager.send(editClass, { id: made.id, version: made.version, attributes: [] })),
    ).toEqual([409, 'ci.attribute_in_use', 'attributes'])
    await manager.call(editClass, {
      id: made.id,
      version: made.version,
      attributes: [attribute, { key: 'band', name: '频段', nameEn: 'Band', kind: 'text', required: true }],
    })
    expect((await eng.call(getCi, { id: ap.id })).gaps).toContain('band')
    expect((await eng.send(createClass, { key: 'x', name: '甲', nameEn: 'X' })).statusCode).toBe(403)
  })
})

describe('proposals of a source', () => {
  const found = (key: string, more: object = {}) => ({
    ...{ source: 'discovery', key, class: 'switch', name: `发现 ${key}` },
    ...more,
  })

  it('become items when accepted, and relations once both ends are known', async () => {
    const a = await eng.call(
      propose,
      found('chassis-a', {
        attributes: { serial: 'DA1', ip: ['10.1.1.1'] },
        relations: [{ type: 'connects-to', key: 'chassis-b' }],
      }),
    )
    expect(a).toMatchObject({ outcome: 'open', ciId: null })
    const open = (await eng.call(listProposals, {})).items.find((one) => one.id === a.proposalId)!
    expect(open.relations).toMatchObject([{ key: 'chassis-b', ci: null, made: false }])
    const itemA = await eng.call(acceptProposal, { id: open.id, version: open.version })
    expect(itemA).toMatchObject({ source: 'discovery', attributes: { serial: 'DA1' } })
    const b = await eng.call(propose, found('chassis-b'))
    const itemB = await eng.call(acceptProposal, { id: b.proposalId!, version: 1, name: '楼层交换机' })
    expect(itemB.name).toBe('楼层交换机')
    expect((await eng.call(listRelations, { id: itemB.id })).items).toMatchObject([
      { type: 'connects-to', direction: 'in', source: 'discovery', other: { id: itemA.id } },
    ])
    // seen again as it is written
    const again = found('chassis-a', {
      attributes: { serial: 'DA1', ip: ['10.1.1.1'] },
      relations: [{ type: 'connects-to', key: 'chassis-b' }],
    })
    const entries = () =>
      app.db
        .selectFrom('audit_entry')
        .select((eb) => eb.fn.countAll<string>().as('n'))
        .where('action', '=', 'ci.propose')
        .executeTakeFirstOrThrow()
    const before = await entries()
    expect(await eng.call(propose, again)).toMatchObject({ outcome: 'unchanged', ciId: itemA.id })
    // nothing new: a source that looks every hour does not fill the audit trail
    expect(await entries()).toEqual(before)
  })

  it('change what a weaker source said; a stronger one stands and the conflict shows', async () => {
    const p = await eng.call(propose, found('chassis-c', { attributes: { serial: 'C1', vendor: 'H3C' } }))
    const item = await eng.call(acceptProposal, { id: p.proposalId!, version: 1 })
    const edited = await eng.call(editCi, {
      id: item.id,
      version: item.version,
      attributes: { vendor: '新华三', serial: 'C-1' },
    })
    // the serial number is better known to the device, the vendor's name to the keeper
    const next = await eng.call(propose, found('chassis-c', { attributes: { serial: 'C1', vendor: 'H3C' } }))
    const open = (await eng.call(listProposals, {})).items.find((one) => one.id === next.proposalId)!
    expect(open.changes).toEqual([{ field: 'serial', before: 'C-1', after: 'C1' }])
    expect((await eng.call(getCi, { id: edited.id })).conflicts.map((one) => one.field)).toEqual([
      'serial',
      'vendor',
    ])
    await eng.call(rejectProposal, { id: open.id, version: open.version, reason: '铭牌为准' })
    const refused = await eng.call(
      propose,
      found('chassis-c', { attributes: { serial: 'C1', vendor: 'H3C' } }),
    )
    expect(refused).toMatchObject({ outcome: 'rejected' })
  })

  it('name the field that is wrong', async () => {
    const bad = (more: object) => refusal(eng.send(propose, found('k', more)))
    expect(await bad({ source: 'nobody' })).toEqual([422, 'ci.unknown_source', 'source'])
    expect(await bad({ class: 'hardware' })).toEqual([422, 'ci.class_not_usable', 'class'])
    expect(await bad({ attributes: { colour: 'red' } })).toEqual([
      422,
      'ci.bad_attributes',
      'attributes.colour',
    ])
    expect(await bad({ relations: [{ type: 'loves', key: 'x' }] })).toEqual([
      422,
      'ci.unknown_relation_type',
      'relations.0.type',
    ])
  })
})

describe('a sheet of items', () => {
  const csv = (...lines: string[]) => lines.join('\r\n')
  const sent = async (name: string, path: string, content: string, query = '') => {
    const id = classes.get(name)!
    const boundary = 'x-zy-sheet'
    const payload = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--${boundary}--\r\n`
    const answer = await eng.inject({
      method: 'POST',
      url: `/api/v1/ci-classes/${id}/${path}${query}`,
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
    return answer.json() as Report & { code?: string }
  }
  const heading = '编号,名称,单位,责任人,生命周期,处理器核数,IP 地址,序列号'

  it('has the columns of its class, tells every fault of a cell and writes nothing then', async () => {
    const template = await eng.send(ciTemplate, { id: classes.get('host')!, format: 'csv' })
    expect(template.body).toContain('编号,名称,单位,责任人,运维组,位置,生命周期,说明,')
    expect(template.body).toContain('序列号')
    const bad = csv(
      heading,
      'SH-1,表格主机一,运行维护科,eng01,在用,很多,10.9.9.1、10.9.9.2,',
      'SH-2,表格主机二,没有这个科,nobody,停用了,8,10.9.9.999,',
      'SH-1,表格主机一,运行维护科,,,,,',
    )
    const report = await sent('host', 'import-checks', bad)
    expect(report.problems.map((one) => `${one.cell} ${one.code}`).sort()).toEqual([
      'A4 twice',
      'C3 unknown_org',
      'D3 unknown_person',
      'E3 unknown_lifecycle',
      'F2 bad_number',
      'G3 attribute_wrong_kind',
    ])
    expect((await sent('host', 'imports', bad)).code).toBe('sheet.bad_rows')
    expect((await eng.call(listCis, { q: '表格主机' })).items).toEqual([])
  })

  it('registers and updates; the second run changes nothing, and a stronger source stands', async () => {
    const rows = csv(
      heading,
      'SH-1,表格主机一,运行维护科,eng01,备用,"1,024",10.9.9.1、10.9.9.2,SN-S1',
      ',表格主机二,运行维护科,,,16,,SN-S2',
    )
    expect(await sent('host', 'imports', rows)).toMatchObject({ create: 2, applied: true, problems: [] })
    const [first] = (await eng.call(listCis, { q: '表格主机一' })).items
    const item = await eng.call(getCi, { id: first!.id })
    expect(item).toMatchObject({
      ...{ code: 'SH-1', source: 'sheet', lifecycle: 'standby' },
      attributes: { 'cpu-cores': 1024, ip: ['10.9.9.1', '10.9.9.2'], serial: 'SN-S1' },
    })
    expect(await sent('host', 'imports', rows)).toMatchObject({ create: 0, update: 0, same: 2 })
    await eng.call(editCi, { id: item.id, version: item.version, attributes: { 'cpu-cores': 64 } })
    const next = csv(heading, 'SH-1,表格主机一,运行维护科,,,32,,')
    expect(await sent('host', 'imports', next)).toMatchObject({ update: 1 })
    const after = await eng.call(getCi, { id: item.id })
    expect(after.attributes).toMatchObject({ 'cpu-cores': 64, serial: 'SN-S1' })
    expect(after.conflicts.map((one) => one.field)).toEqual(['cpu-cores'])
    // a code of another class is not taken over
    const report = await sent('switch', 'import-checks', csv('编号,名称,单位', 'SH-1,甲,运行维护科'))
    expect(report.problems.map((one) => one.code)).toEqual(['code_elsewhere'])
  })
})
