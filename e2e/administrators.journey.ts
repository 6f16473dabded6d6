import type { Page } from 'playwright-core'
import { journey, screenshot, signIn, signInByForm } from './harness.ts'
import { dialog, pick } from './steps.ts'

/** A post has its own pages and none of the tickets'. */
async function sees(page: Page, login: string): Promise<void> {
  await signIn(page, login)
  await page.goto('/incidents')
  await page.getByText('您没有权限查看此页').waitFor()
}

/** Searches the trail for one action of one administrator. */
async function trail(page: Page, actor: string, action: string, entityId: string): Promise<void> {
  await page.goto(`/audit?actor=${actor}&action=${action}&entityId=${entityId}`)
  await page.getByRole('row').filter({ hasText: action }).filter({ hasText: actor }).first().waitFor()
}

journey('an account takes three administrators, and none of them sees a ticket', async ({ visitor }) => {
  const login = `e2e${Date.now().toString(36)}`
  const [system, security, audit] = [await visitor(), await visitor(), await visitor()]
  await Promise.all([sees(system, 'sys01'), sees(security, 'sec01'), sees(audit, 'aud01')])

  await system.goto('/people')
  await system.getByRole('button', { name: '新建账号', exact: true }).click()
  await dialog(system).getByLabel('登录名').fill(login)
  await dialog(system).getByLabel('姓名').fill('新来的')
  await pick(system, dialog(system), '单位', '市财政局')
  await dialog(system).getByRole('button', { name: '新建账号' }).click()
  const link = (await dialog(system).locator('.zy-link-box code').innerText()).trim()
  await dialog(system).getByRole('button', { name: '完成' }).click()

  const holder = await visitor()
  await holder.goto(link)
  await holder.getByLabel('新密码').fill('New-account-2026-Cz')
  await holder.getByLabel('再输一遍').fill('New-account-2026-Cz')
  await holder.getByRole('button', { name: '保存' }).click()
  await holder.getByText(/还须由安全管理员启用/).waitFor()

  await security.goto(`/people?q=${login}`)
  await security.getByRole('row', { name: new RegExp(login) }).click()
  await security.getByRole('button', { name: '启用', exact: true }).click()
  await dialog(security).getByRole('button', { name: '确定' }).click()
  await security.getByRole('button', { name: '停用', exact: true }).waitFor()
  await security.getByRole('button', { name: '授予角色' }).click()
  await security.getByLabel('角色', { exact: true }).fill('报修')
  await security.locator('.ant-select-item-option', { hasText: '报修人' }).first().click()
  await security.locator('form').getByRole('button', { name: '授予角色' }).click()
  await security.getByRole('button', { name: '收回' }).waitFor()
  await screenshot(security, 'account')

  await signInByForm(holder, login, 'New-account-2026-Cz')
  await holder.getByRole('heading', { name: '需要什么帮助？' }).waitFor()

  const id = security.url().split('/').at(-1)!
  await trail(audit, 'sys01', 'people.create', id)
  await trail(audit, 'sec01', 'people.activate', id)
  await audit.goto('/audit?tab=verify')
  await audit.getByRole('button', { name: '开始验证', exact: true }).click()
  await audit.getByRole('heading', { name: '审计记录完整，没有发现改动' }).waitFor({ timeout: 60_000 })
  await screenshot(audit, 'audit-verified')
})
