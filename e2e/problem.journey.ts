import type { Page } from 'playwright-core'
import { expect, journey, phone, signIn, tolerate } from './harness.ts'
import { dialog, fileByApi } from './steps.ts'

async function move(page: Page, name: string, words?: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  if (words) await dialog(page).getByRole('textbox').fill(words)
  await dialog(page)
    .getByRole('button', { name: /确\s*[认定]/ })
    .click()
  await dialog(page).waitFor({ state: 'hidden' })
}

async function save(page: Page): Promise<void> {
  await dialog(page)
    .getByRole('button', { name: /保\s*存/ })
    .click()
  await dialog(page).waitFor({ state: 'hidden' })
}

journey(
  'a problem is opened from an incident, investigated, offered to the desk, fixed and reviewed',
  async ({ visitor }) => {
    const [desk, lead, manager] = [await visitor(), await visitor(), await visitor(phone)]
    await Promise.all([signIn(desk, 'desk01'), signIn(lead, 'lead01'), signIn(manager, 'mgr01')])
    const stamp = String(Date.now())
    const title = `叫号屏花屏${stamp}`

    const incident = await fileByApi(desk, { title })
    await desk.goto(`/incidents/${incident.id}`)
    await desk.getByRole('button', { name: '由此事件建立问题' }).click()
    await dialog(desk)
      .getByRole('button', { name: /建\s*立/ })
      .click()
    await desk.waitForURL(/\/problems\/[0-9a-f-]{36}/)
    const address = new URL(desk.url()).pathname

    await lead.goto(address)
    await move(lead, '开始调查')
    await lead.getByRole('button', { name: '填写根因' }).click()
    await dialog(lead).getByLabel('根本原因').fill('显卡驱动与新播控软件不兼容')
    await dialog(lead).getByLabel('原因类别').click()
    await lead.locator('.ant-select-item-option', { hasText: '软件缺陷' }).click()
    await save(lead)
    await lead.getByRole('button', { name: '新增分析' }).click()
    await lead.getByRole('menuitem', { name: '五问法' }).click()
    await dialog(lead).getByLabel('现象：发生了什么').fill('叫号屏花屏')
    await dialog(lead).getByLabel('为什么 1', { exact: true }).fill('播控软件更新后驱动崩溃')
    await save(lead)
    await lead.getByRole('listitem').filter({ hasText: '驱动崩溃' }).waitFor()
    await lead.getByRole('button', { name: '编辑已知错误' }).click()
    await dialog(lead).getByLabel('症状词').fill(`叫号屏花屏${stamp}，`)
    await dialog(lead).getByLabel('规避方法').fill('拔插一次叫号屏电源')
    await save(lead)
    await move(lead, '发布已知错误')

    await desk.goto('/incidents/new')
    await desk.getByLabel('标题', { exact: true }).fill(`二楼大厅${title}`)
    const offered = desk.getByRole('listitem').filter({ hasText: '拔插一次叫号屏电源' })
    await offered.getByRole('button', { name: '采用规避方法' }).click()
    const answer = desk.getByLabel('解决办法', { exact: true })
    await expect.poll(() => answer.inputValue()).toMatch(/^按已知错误 PRB-\d{8}-\d+/)
    await desk.getByRole('button', { name: '清空', exact: false }).first().click()

    await lead.getByRole('button', { name: '新增措施' }).click()
    await dialog(lead).getByLabel('要做什么').fill('升级显卡驱动')
    await save(lead)
    await move(lead, '解决', '已升级驱动')
    // the refusal is what it is about
    tolerate(manager, /status of 409/)
    await manager.goto(address)
    const width = await manager.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
    await manager.getByRole('button', { name: '回顾并关闭' }).click()
    await dialog(manager).getByRole('textbox').fill('措施有效，推广到各大厅')
    await dialog(manager)
      .getByRole('button', { name: /确\s*[认定]/ })
      .click()
    await dialog(manager).getByRole('alert').filter({ hasText: '1 项纠正措施未完成' }).waitFor()
    await lead.getByRole('checkbox', { name: '完成 升级显卡驱动' }).click()
    await lead.getByText('已完成 · 未指定').waitFor()
    await dialog(manager)
      .getByRole('button', { name: /确\s*[认定]/ })
      .click()
    await manager.getByText('已关闭', { exact: true }).first().waitFor()
    await manager.goto('/problem-proposals/open')
    await manager.getByRole('button', { name: '立即查找' }).click()
    await manager.getByRole('heading', { name: '问题建议' }).waitFor()
  },
)
