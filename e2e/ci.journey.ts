import { expect, journey, phone, signIn } from './harness.ts'
import { clickAway, dialog, fileByApi, fileOf, pick } from './steps.ts'

journey(
  'an engineer registers an item, relates it, sees what its outage hits; the desk puts it on an incident',
  async ({ visitor }) => {
    const [eng, lead] = [await visitor(), await visitor(phone)]
    await Promise.all([signIn(eng, 'eng02'), signIn(lead, 'lead01')])
    const stamp = String(Date.now()).slice(-5)
    const name = `视频会议服务器${stamp}`

    await eng.goto('/cis?new=1')
    await dialog(eng).getByRole('combobox').fill('主机')
    await eng.locator('.ant-select-item-option', { hasText: '主机' }).first().click()
    await dialog(eng).getByLabel('名称', { exact: true }).fill(name)
    await dialog(eng).getByLabel('编号', { exact: true }).fill(`VC-${stamp}`)
    await pick(eng, dialog(eng), '单位', '运行维护科')
    await dialog(eng).getByLabel('序列号', { exact: true }).fill(`SN${stamp}`)
    await dialog(eng)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await eng.waitForURL(/\/cis\/[0-9a-f-]{36}/)
    await eng.getByText(`SN${stamp}`).first().waitFor()

    await eng.getByLabel('关系', { exact: true }).click()
    await eng.locator('.ant-select-item-option', { hasText: '接入' }).click()
    await pick(eng, eng, '另一个配置项', '服务器区汇聚交换机 1')
    await eng.getByRole('link', { name: '服务器区汇聚交换机 1' }).click()
    await eng.getByRole('heading', { name: '服务器区汇聚交换机 1' }).waitFor()
    await eng.getByRole('button', { name: '影响分析' }).click()
    await eng.getByRole('region', { name: '关系图' }).getByText(name).first().waitFor()
    await eng.getByRole('link', { name }).first().waitFor()
    const picture = await fileOf(eng, eng.getByRole('button', { name: '导出图片' }))
    expect([picture.name.endsWith('.svg'), picture.bytes.includes(name)]).toEqual([true, true])

    const incident = await fileByApi(lead, { title: `会议室黑屏${stamp}` })
    await lead.goto(`/incidents/${incident.id}`)
    await pick(lead, lead, '选择配置项', name)
    await lead.getByRole('link', { name, exact: true }).waitFor()
    await clickAway(lead.getByRole('button', { name: '按建议定级' }))
    const width = await lead.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
  },
)

journey('an engineer pastes items of a class, mends what is wrong and takes them', async ({ visitor }) => {
  const page = await visitor()
  await signIn(page, 'eng02')
  const stamp = Date.now()
  await page.goto('/ci-import')
  await page.getByRole('combobox', { name: '分类' }).fill('主机')
  await page.locator('.ant-select-item-option', { hasText: '主机' }).first().click()
  const paste = async (cores: string) => {
    await page.getByRole('button', { name: '粘贴表格' }).click()
    const dialog = page.getByRole('dialog')
    const cells = [
      ['名称', '单位', '处理器核数', '序列号'],
      [`粘贴主机 ${stamp}`, '运行维护科', cores, `P-${stamp}`],
    ]
    await dialog.getByRole('textbox').fill(cells.map((row) => row.join('\t')).join('\n'))
    await dialog.getByRole('button', { name: /检\s*查/ }).click()
  }
  await paste('很多')
  await page.getByText('C2', { exact: true }).waitFor()
  await paste('64')
  await page.getByRole('button', { name: '全部导入' }).click()
  await page.getByText('导入完成').waitFor()
  await page.goto(`/cis?q=${encodeURIComponent(`P-${stamp}`)}`)
  await page.getByText(`粘贴主机 ${stamp}`).first().waitFor()
})
