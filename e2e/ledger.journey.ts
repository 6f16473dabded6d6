import { expect, journey, phone, signIn, tolerate } from './harness.ts'
import { api, dialog, fileOf, pagesOf, pick, takeOption } from './steps.ts'

journey('a visitor is written down, approved, let in and out', async ({ visitor }) => {
  const [desk, lead] = await Promise.all([visitor(), visitor(phone)])
  await Promise.all([signIn(desk, 'desk01'), signIn(lead, 'lead01')])
  tolerate(desk, /status of 422 .*\/api\/v1\/room-visits/)
  const name = `韩工 ${Date.now()}`
  await desk.goto('/room-visits/new')
  await desk.getByLabel('来访人').fill(name)
  await desk.getByLabel('来访单位').fill('华信科技')
  await desk.getByLabel('身份证号').fill('11010519491231002X')
  await desk.getByLabel('联系电话').fill('13800001234')
  await desk.getByLabel('机房').click()
  await desk.getByTitle('一号机房').click()
  await desk.getByLabel('事由').fill('更换存储控制器')
  await pick(desk, desk, '陪同人', '吴强')
  await desk.getByLabel('计划进入').fill('2027-01-05 09:00')
  await desk.keyboard.press('Tab')
  await desk.getByLabel('计划离开').fill('2027-01-05 08:00')
  await desk.keyboard.press('Tab')
  const save = desk.getByRole('button', { name: /保\s*存/ })
  await save.click()
  // the form says which field is wrong, and keeps what was typed
  await desk.getByText('须晚于“计划进入”。').waitFor()
  await desk.getByLabel('计划离开').fill('2027-01-05 11:00')
  await desk.keyboard.press('Tab')
  await save.click()
  await desk.getByRole('heading', { name }).waitFor()
  // of the identity number only its ends are shown
  await desk.getByText(/^11\S*\*{4,}\S*X$/).waitFor()
  const place = new URL(desk.url()).pathname

  await desk.getByRole('button', { name: '提交审批' }).click()
  await dialog(desk)
    .getByRole('button', { name: /确\s*定/ })
    .click()
  await desk.getByText('待审批', { exact: true }).first().waitFor()
  await lead.goto(place)
  await lead.getByRole('button', { name: '同意' }).click()

  // the page follows by itself
  await desk.getByRole('button', { name: '放行进入' }).click()
  await dialog(desk)
    .getByRole('button', { name: /确\s*定/ })
    .click()
  await desk.getByText('在机房内', { exact: true }).first().waitFor()
  await desk.getByRole('button', { name: '登记离开' }).click()
  await dialog(desk).getByLabel('携出物品').fill('故障控制器 1 块')
  await dialog(desk).locator('button[type=submit]').click()
  await dialog(desk).getByText('有携出物品时须附携出单。').waitFor()
  await dialog(desk)
    .locator('input[type=file]')
    .setInputFiles({ name: '携出单.txt', mimeType: 'text/plain', buffer: Buffer.from('携出单') })
  // its name stands there while it is still on its way, too
  await dialog(desk).getByRole('button', { name: '删除 携出单.txt' }).waitFor()
  await dialog(desk).locator('button[type=submit]').click()
  await desk.getByText('已离开', { exact: true }).first().waitFor()
})

journey('three departments count assets, one of them on a phone', async ({ visitor }) => {
  const [keeper, engineer] = await Promise.all([visitor(), visitor(phone)])
  await Promise.all([signIn(keeper, 'asset01'), signIn(engineer, 'eng01')])
  await keeper.goto('/stocktakes/new')
  const stamp = Date.now()
  const me = await api<{ person: { id: string; orgId: string } }>(keeper, 'GET', '/me')
  const classes = await api<{ items: { id: string }[] }>(keeper, 'GET', '/asset-classes?q=A02010104')
  const made = await api<{ id: string; version: number; number: string }>(keeper, 'POST', '/assets', {
    orgId: me.person.orgId,
    values: { name: `盘点服务器 ${stamp}`, assetClass: classes.items[0]!.id, quantity: 1 },
  })
  const path = `/assets/${made.id}/moves/register`
  const values = { custodian: me.person.id, location: '一号机房' }
  await api(keeper, 'POST', path, { values }, made.version)

  const title = `预算编制前盘点 ${stamp}`
  await keeper.getByLabel('名称').fill(title)
  for (const [label, day] of [
    ['基准日', '2026-10-31'],
    ['开始日期', '2026-11-01'],
    ['结束日期', '2026-11-30'],
  ] as const) {
    await keeper.getByLabel(label).fill(day)
    await keeper.keyboard.press('Tab')
  }
  /** Adds somebody to the team of a department, and closes the list that stays open for more. */
  const add = async (department: string, person: string): Promise<void> => {
    await pick(keeper, keeper, department, person)
    await keeper.keyboard.press('Escape')
  }
  await add('资产管理部门', '卫兰')
  await add('信息部门', '吴强')
  const save = keeper.getByRole('button', { name: /保\s*存/ })
  await save.click()
  // all three departments take part, or it is none
  await keeper.getByText('此项必填').first().waitFor()
  await keeper.getByLabel('财务部门', { exact: true }).click()
  await keeper.keyboard.type('fin01')
  await takeOption(keeper, '蒋文')
  await keeper.keyboard.press('Escape')
  await save.click()
  await keeper.getByRole('heading', { name: title }).waitFor()
  await keeper.getByRole('button', { name: '开始盘点' }).click()
  await dialog(keeper)
    .getByRole('button', { name: /确\s*定/ })
    .click()
  await keeper.getByText('盘点中', { exact: true }).first().waitFor()
  const place = new URL(keeper.url()).pathname

  await engineer.goto(`${place}/count`)
  await engineer.getByRole('searchbox', { name: '输入或扫描资产编号' }).fill(made.number)
  await engineer.keyboard.press('Enter')
  await engineer.getByText('地点变动', { exact: true }).click()
  await engineer.getByLabel('实际地点').fill('二号机房')
  await engineer.locator('form button[type=submit]').click()
  await engineer.getByText('已登记').first().waitFor()

  // the keeper sees it without a reload
  await keeper.getByText('二号机房', { exact: true }).first().waitFor()
  const report = await fileOf(keeper, keeper.getByRole('button', { name: '盘点报告' }))
  expect(pagesOf(report.bytes)).toBeGreaterThan(0)
})
