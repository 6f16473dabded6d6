import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallOutput, EndpointDef } from '../http/endpoint.ts'
import { listOrgs } from '../org/contract.ts'
import { checkOrgImport, importOrgs } from '../org/import-contract.ts'
import { writeXlsx } from '../sheet/write-xlsx.ts'
import { testApp, type Caller, type TestApp } from '../testing/index.ts'
import { listPeople } from './contract.ts'
import { checkPeopleImport, importPeople } from './import-contract.ts'

let app: TestApp
let sys: Caller
let root: CallOutput<typeof listOrgs>['items'][number]
beforeAll(async () => {
  app = await testApp()
  sys = await app.as('sys01')
  root = (await sys.call(listOrgs, { limit: 1 })).items[0]!
})
afterAll(() => app.close())

/** Sends a file as a browser does. */
async function upload<E extends EndpointDef>(
  caller: Caller,
  ep: E,
  content: string | Buffer,
  mode?: 'all' | 'good',
) {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="名单.csv"\r\n\r\n'
  const response = await caller.inject({
    method: 'POST',
    url: `/api/v1${ep.path}${mode ? `?mode=${mode}` : ''}`,
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'accept-language': 'zh-CN' },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--b--\r\n')]),
  })
  return { status: response.statusCode, body: response.json() as CallOutput<E> & { code?: string } }
}
const heading = '登录名,姓名,单位,电话,邮箱,职务\r\n'
const person = async (login: string) =>
  (await sys.call(listPeople, { q: login })).items.find((one) => one.login === login)
const auditsOf = async (action: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from audit_entry where action = ${action}`.execute(
      app.db,
    )
  ).rows[0]!.n

describe('an import of people', () => {
  it('lists every bad cell in one go and writes nothing', async () => {
    const rows = [
      'Im01,甲,没有的单位,13800000000,,',
      'im02,,' + root.code + ',电话,not-mail,=1+1',
      'im03,丙,' + root.code + ',,,',
      'im03,丁,' + root.code + ',,,',
      '登录,戊,' + root.code + ',,,',
      'sys01,别名,' + root.code + ',,,',
    ]
    const { status, body } = await upload(sys, checkPeopleImport, heading + rows.join('\n'))
    expect(status).toBe(200)
    expect(body.problems.map((one) => [one.row, one.cell, one.value, one.code])).toEqual([
      [2, 'C2', '没有的单位', 'unknown_org'],
      [3, 'F3', '=1+1', 'formula'],
      [3, 'B3', '', 'missing'],
      [3, 'D3', '电话', 'bad_phone'],
      [3, 'E3', 'not-mail', 'bad_email'],
      [5, 'A5', 'im03', 'repeated_login'],
      [6, 'A6', '登录', 'bad_login'],
      [7, 'A7', 'sys01', 'own_account'],
    ])
    expect(body).toMatchObject({ rows: 6, create: 1, update: 0, bad: 5, applied: false })
    expect(body.problems[0]!.message).toContain('没有这个单位')
    expect(await person('im03')).toBeUndefined()
    const refused = await upload(sys, importPeople, heading + rows.join('\n'))
    expect([refused.status, refused.body.code]).toEqual([422, 'sheet.bad_rows'])
    expect(await person('im03')).toBeUndefined()
  })

  it('makes inactive accounts without roles, updates by login, and does nothing the second time', async () => {
    const full = '１３９ １２３４ ５６７８'
    const file = `\ufeff${heading}IM10 ,　张三　,${root.name},${full},a@b.cn,科员\r\nim11,李四,${root.code},,,\r\n`
    const before = await auditsOf('people.create')
    expect((await upload(sys, importPeople, file)).body).toMatchObject({ create: 2, bad: 0, applied: true })
    expect(await person('im10')).toMatchObject({
      name: '张三',
      phone: '139 1234 5678',
      email: 'a@b.cn',
      state: 'inactive',
      roles: [],
      passwordSet: false,
      createdBy: expect.any(String) as string,
    })
    expect(await auditsOf('people.create')).toBe(before + 2)
    expect((await upload(sys, importPeople, file)).body).toMatchObject({ create: 0, update: 0, same: 2 })
    const changed = await upload(sys, importPeople, `登录名,姓名,单位\nim10,张三丰,\nim12,,x\n`, 'good')
    expect(changed.body).toMatchObject({ update: 1, bad: 1, applied: true })
    // an empty cell, or a column that is not there, takes nothing away
    expect(await person('im10')).toMatchObject({ name: '张三丰', phone: '139 1234 5678', orgId: root.id })
    const links = await sql`select 1 from one_time_link l join person p on p.id = l.person_id
      where p.login like 'im1%'`.execute(app.db)
    expect(links.rows).toEqual([])
  })

  it('takes no roles, passwords or states, not even of the good rows', async () => {
    const file = writeXlsx([
      { name: '说明', rows: [['不是它']] },
      {
        name: '人员',
        rows: [
          ['登录名', '姓名', '单位', '角色', '初始密码', '账号状态'],
          ['im20', '甲', root.code, 'desk', 'x', '启用'],
        ],
      },
    ])
    const check = await upload(sys, checkPeopleImport, file)
    expect(check.body.headingBad).toBe(true)
    expect(check.body.problems.map((one) => [one.cell, one.code])).toEqual([
      ['D1', 'roles_not_imported'],
      ['E1', 'passwords_not_imported'],
      ['F1', 'state_not_imported'],
    ])
    const refused = await upload(sys, importPeople, file, 'good')
    expect([refused.status, refused.body.code]).toEqual([422, 'sheet.heading_bad'])
  })

  it('is the system administrator’s alone', async () => {
    for (const login of ['sec01', 'desk01'])
      expect((await upload(await app.as(login), checkPeopleImport, heading)).status).toBe(403)
  })

  it('takes two thousand people in one transaction', async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `bulk${i},人${i},${root.code},,,`)
    expect((await upload(sys, importPeople, heading + rows.join('\n'))).body).toMatchObject({
      create: 2000,
      applied: true,
    })
  }, 60_000)
})

describe('an import of orgs', () => {
  const orgHeading = '编码,名称,上级单位,类别\n'
  it('takes parents from anywhere in the table, moves and renames, and is harmless again', async () => {
    const file = `${orgHeading}IMP-A-1,一科,IMP-A,部门\nIMP-A,甲局,${root.code},单位\nIMP-A-2,二科,甲局,部门\n`
    expect((await upload(sys, importOrgs, file)).body).toMatchObject({ create: 3, applied: true })
    expect((await upload(sys, importOrgs, file)).body).toMatchObject({ create: 0, update: 0, same: 3 })
    const next = `${orgHeading},二科,${root.name}/甲局,外包\nIMP-A-1,一处,IMP-A-2,\n`
    expect((await upload(sys, importOrgs, next)).body).toMatchObject({ update: 2 })
    const { items } = await sys.call(listOrgs, { limit: 200, q: 'IMP-A' })
    const [a, two, one] = ['IMP-A', 'IMP-A-2', 'IMP-A-1'].map((code) =>
      items.find((org) => org.code === code)!,
    )
    expect([two!.kind, one!.name, one!.path]).toEqual(['vendor', '一处', `${a!.path}${two!.no}/${one!.no}/`])
  })

  it('names circles, unknown and repeated ones, and what a new one lacks', async () => {
    const file = [
      `IMP-A,甲局,IMP-A-1,`,
      `${root.code},根,IMP-A,`,
      `X1,无上级,没有,单位`,
      `X2,随上,X1,单位`,
      `X3,缺类别,${root.code},`,
      `X3,重复,${root.code},单位`,
      `,没有编码,${root.code},单位`,
      `坏 码,名,${root.code},局`,
    ].join('\n')
    const { body } = await upload(sys, checkOrgImport, orgHeading + file)
    expect(body.problems.map((one) => [one.row, one.cell, one.code])).toEqual([
      [2, 'C2', 'circle'],
      [3, 'C3', 'root_fixed'],
      [4, 'C4', 'unknown_parent'],
      [5, 'C5', 'bad_parent'],
      [6, 'D6', 'missing'],
      [7, 'A7', 'repeated_code'],
      [8, 'B8', 'code_needed'],
      [9, 'A9', 'bad_code'],
      [9, 'D9', 'bad_kind'],
    ])
    expect(body).toMatchObject({ create: 0, update: 0, same: 0, bad: 8 })
  })
})
