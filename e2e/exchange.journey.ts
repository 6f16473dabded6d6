import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { api, dialog, fileOf, pagesOf, takeOption } from './steps.ts'

interface Named {
  items: { id: string; name: string; parentId: string | null }[]
}

journey("finance brings in the bureau's ledger; two departments decide, and sign", async ({ visitor }) => {
  const [finance, keeper] = await Promise.all([visitor(), visitor()])
  await Promise.all([signIn(finance, 'fin01'), signIn(keeper, 'asset01')])
  await keeper.goto('/asset-exchanges')
  // a unit that has no assets: what others have brought to account is no business of this comparison
  const orgs = (await api<Named>(keeper, 'GET', '/orgs/lookup?limit=500')).items
  const leaves = orgs.filter((one) => one.parentId && !orgs.some((child) => child.parentId === one.id))
  const { items: assets } = await api<{ items: { org: { id: string } }[] }>(
    keeper,
    'GET',
    '/assets?limit=200',
  )
  const leaf = leaves.findLast((one) => !assets.some((asset) => asset.org.id === one.id))!
  const classes = await api<Named>(keeper, 'GET', '/asset-classes?q=A02010104')
  const name = `对账服务器 ${Date.now()}`
  const made = await api(keeper, 'POST', '/assets', {
    orgId: leaf.id,
    values: { name, assetClass: classes.items[0]!.id, quantity: 1 },
  })
  const there = await api<{ number: string }>(
    keeper,
    'POST',
    `/assets/${made.id}/moves/register`,
    { values: { custodian: (await me(keeper)).id, location: '一号机房' } },
    made.version,
  )
  await finance.goto('/asset-exchanges')
  await finance.getByRole('button', { name: '导入财政台账' }).first().click()
  await dialog(finance).getByLabel('对账单位（含下级）', { exact: true }).click()
  await finance.keyboard.type(leaf.name)
  await takeOption(finance, leaf.name)
  const csv = [
    '卡片编号,资产编号,资产名称,分类代码,原值,存放地点',
    `TY${Date.now()},${there.number},${name},A02010104,8800,二号机房`,
  ].join('\n')
  await dialog(finance)
    .locator('input[type=file]')
    .setInputFiles({ name: `财政台账 ${Date.now()}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await dialog(finance).getByRole('button', { name: '导入并比对' }).click()
  await finance.getByText('8800.00', { exact: true }).waitFor()
  await screenshot(finance, 'exchange-open')
  await finance.getByRole('button', { name: '采用财政数据' }).click()
  await dialog(finance).locator('button[type=submit]').click()
  await finance.getByText('待资产部门', { exact: true }).last().waitFor()

  await keeper.goto(new URL(finance.url()).pathname)
  await keeper.getByRole('button', { name: '维持本单位' }).click()
  await dialog(keeper).getByLabel('理由').fill('实物在一号机房')
  await dialog(keeper).locator('button[type=submit]').click()
  await keeper.getByText('全部处理完毕，可以签字').waitFor()
  for (const page of [keeper, finance]) {
    // who signs second must have been told of the first signature, or signs what has changed
    if (page === finance) await page.getByText('待另一部门签字', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: '签字确认' }).click()
    await dialog(page)
      .getByRole('button', { name: /确\s*定/ })
      .click()
    await dialog(page).waitFor({ state: 'detached' })
  }
  await finance.getByText('已确认', { exact: true }).first().waitFor()
  const sheet = await fileOf(finance, finance.getByRole('button', { name: '确认单' }))
  expect(pagesOf(sheet.bytes)).toBe(1)
  await screenshot(finance, 'exchange-signed')
  // what finance took stands in the asset, with its cause
  await finance.goto(`/assets/${made.id}`)
  await finance.getByText('8800.00').first().waitFor()
  await finance.getByText(/依据财政资产对账 CZ-/).waitFor()
})

journey('a keeper names a code anew, switches it off, and sees who uses its list', async ({ visitor }) => {
  const keeper = await visitor(phone)
  await signIn(keeper, 'asset01')
  await keeper.goto('/code-lists')
  await keeper.getByRole('link', { name: '经费来源' }).click()
  await keeper.getByText('资产台账 · 经费来源').waitFor()
  await keeper.getByRole('button', { name: '新增代码' }).click()
  const code = `j${Date.now()}`
  await dialog(keeper).getByLabel('代码', { exact: true }).fill(code)
  await dialog(keeper).getByLabel('中文名称').fill('专项债')
  await dialog(keeper).getByLabel('英文名称').fill('Special bonds')
  await dialog(keeper).locator('button[type=submit]').click()
  await dialog(keeper).waitFor({ state: 'detached' })
  await keeper.getByText(code, { exact: true }).waitFor()
  await screenshot(keeper, 'codes-phone')
  const row = keeper.locator('tr', { hasText: code })
  await row.getByRole('button', { name: /编\s*辑|修\s*改/ }).click()
  await dialog(keeper).getByRole('switch', { name: '启用' }).click()
  await dialog(keeper).locator('button[type=submit]').click()
  await row.getByText('停用', { exact: true }).waitFor()
})

/** Who is signed in on a page. */
const me = async (page: Parameters<typeof api>[0]): Promise<{ id: string }> =>
  (await api<{ person: { id: string } }>(page, 'GET', '/me')).person
