import type { Page } from 'playwright-core'
import { expect, journey, signIn, tolerate } from './harness.ts'
import { dialog, fileOf, pagesOf, pick } from './steps.ts'

const save = (page: Page) =>
  page
    .getByRole('button', { name: /保\s*存/ })
    .last()
    .click()

/** Does a move of the record: its button, the fields of its dialog, and the button that sends. */
async function move(page: Page, name: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await dialog(page).waitFor()
  await fill()
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
}

journey(
  'a keeper brings an asset to account, prints slip and label; the label opens it',
  async ({ visitor }) => {
    const keeper = await visitor()
    await signIn(keeper, 'asset01')
    const name = `数据库服务器 ${Date.now()}`
    await keeper.goto('/assets/new')
    await keeper.getByLabel('名称').fill(name)
    await pick(keeper, keeper, '分类', 'A02010104')
    await save(keeper)
    await keeper.getByRole('heading', { name }).waitFor()
    await move(keeper, '建账（已有资产）', async () => {
      await pick(keeper, dialog(keeper), '保管人', '吴强')
      await dialog(keeper).getByLabel('存放地点').fill('一号机房 A03')
    })
    await keeper.getByText('资产建账单').waitFor()
    const slip = await fileOf(keeper, keeper.getByRole('button', { name: /打\s*印/ }).last())
    expect([slip.name.slice(0, 3), pagesOf(slip.bytes)]).toEqual(['JZ-', 1])
    const label = await fileOf(keeper, keeper.getByRole('button', { name: /标\s*签/ }))
    expect(pagesOf(label.bytes)).toBe(1)
    const number = (
      await keeper
        .getByText(/ZC-\d{4}-\d{6}/)
        .first()
        .innerText()
    ).match(/ZC-\d{4}-\d{6}/)![0]
    await keeper.goto(`/a/${number}`)
    await keeper.getByRole('heading', { name }).waitFor()
    expect(keeper.url()).toMatch(/\/assets\/[0-9a-f-]{36}$/)
  },
)

journey('a keeper examines a catalogue, reads its defects, and imports it', async ({ visitor }) => {
  const keeper = await visitor()
  await signIn(keeper, 'asset01')
  await keeper.goto('/asset-classes')
  await keeper.getByRole('button', { name: /展开 设备/ }).click()
  await keeper.getByText('信息化设备', { exact: true }).waitFor()
  await keeper.getByRole('button', { name: '导入目录' }).click()
  const csv = ['编码,名称', 'A02990000,临时设备', 'A02990100,测试仪 包括手持式', 'A02990100,重复'].join('\n')
  await keeper
    .locator('input[type=file]')
    .setInputFiles({ name: '增补目录.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await keeper.getByText('名称混入其他文字', { exact: true }).waitFor()
  await keeper.getByText('编码重复', { exact: true }).waitFor()
  await keeper.getByRole('button', { name: '导入可用的分类' }).click()
  await keeper.getByText(/已导入，缺陷报告已保存/).waitFor()
  await keeper.goto('/asset-classes?q=A02990100')
  await keeper.getByText('测试仪', { exact: true }).waitFor()
})

journey(
  'two keepers edit one asset: the second is told what changed, and loses nothing',
  async ({ visitor }) => {
    const [keeper, other] = await Promise.all([visitor(), visitor()])
    tolerate(other, /status of 412 .*\/api\/v1\/assets/)
    await Promise.all([signIn(keeper, 'asset01'), signIn(other, 'asset01')])
    const name = `两人同改 ${Date.now()}`
    await keeper.goto('/assets/new')
    await keeper.getByLabel('名称').fill(name)
    await pick(keeper, keeper, '分类', 'A02010104')
    await save(keeper)
    await keeper.getByRole('heading', { name }).waitFor()
    const edit = `${new URL(keeper.url()).pathname}/edit`
    await Promise.all([keeper.goto(edit), other.goto(edit)])
    await other.getByLabel('型号').fill('TaiShan 200')
    await other.getByLabel('存放地点').fill('二号机房 B07')
    await keeper.getByLabel('存放地点').fill('一号机房 A03')
    await keeper.getByLabel('序列号').fill('SN-1')
    await save(keeper)
    await keeper.getByRole('heading', { name }).waitFor()
    await save(other)
    const told = other.getByRole('alert').filter({ hasText: '他人刚刚保存了这条记录' })
    await told.waitFor()
    expect(await told.innerText()).toContain('对方改动了：序列号、存放地点。')
    expect(await told.innerText()).toContain('您和对方都改了：存放地点')
    expect(await other.getByLabel('型号').inputValue()).toBe('TaiShan 200')
    await save(other)
    await other.getByRole('heading', { name }).waitFor()
    for (const text of ['TaiShan 200', '二号机房 B07', 'SN-1'])
      await other.getByText(text, { exact: true }).first().waitFor()
  },
)
