import type { Page } from 'playwright-core'
import { codeOf } from '#kernel/identity/totp.ts'
import { expect, journey, screenshot, tolerate } from './harness.ts'
import { startInstance } from './instance.ts'

const password = 'First-run-2026-Linjiang'

/** Opens a one-time link as its holder: chooses a password, sets up the second factor. @returns its secret */
async function takePost(page: Page, link: string): Promise<string> {
  await page.goto(link)
  await page.getByLabel('新密码').fill(password)
  await page.getByLabel('再输一遍').fill(password)
  const secret = (await page.locator('.zy-enrol code').innerText()).replace(/\s/g, '')
  await page.getByLabel('6 位动态口令').fill(codeOf(secret))
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText(/已启用，可以登录/).waitFor()
  return secret
}

journey(
  'an empty installation is set up: code from the console, three links, three administrators',
  async ({ visitor }) => {
    const instance = await startInstance('start')
    try {
      const baseURL = instance.url
      const code = /[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}/.exec(instance.output())?.[0]
      expect(code).toBeDefined()
      const page = await visitor({ baseURL })
      const opened = [page]
      await page.goto('/')
      await page.getByLabel('设置码').fill(code!)
      await page.getByLabel('单位名称').fill('临江县信息中心')
      const posts = { 系统管理员: 'system', 安全管理员: 'security', 审计管理员: 'audit' }
      for (const [i, [post, login]] of Object.entries(posts).entries()) {
        await page.getByLabel(`${post}姓名`).fill(`${post}甲`)
        await page.getByLabel('登录名').nth(i).fill(login)
      }
      await page.getByRole('button', { name: '完成设置' }).click()
      await page.getByRole('heading', { name: /设置完成/ }).waitFor()
      await screenshot(page, 'first-run-links')
      const links = await page.locator('.zy-link-box code').allInnerTexts()
      expect(links).toHaveLength(3)

      for (const [i, login] of Object.values(posts).entries()) {
        const holder = await visitor({ baseURL })
        opened.push(holder)
        // asked for the code, the page has sent name and password once without
        tolerate(holder, /status of 401 .*\/session\)$/)
        const secret = await takePost(holder, links[i]!.trim())
        await holder.getByRole('button', { name: '前往登录' }).click()
        await holder.locator('#login').fill(login)
        await holder.locator('#password').fill(password)
        await holder.locator('form button[type=submit]').click()
        // a code is good once: the next one, which a clock a little ahead would show already
        await holder.locator('#code').fill(codeOf(secret, Date.now() + 30_000))
        await holder.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
        await holder.goto('/incidents')
        await holder.getByText('您没有权限查看此页').waitFor()
      }
      await page.goto('/setup')
      await page.getByText('系统已完成首次设置。').waitFor()
      // a page that stays open would go on asking the server that is stopped for news, and complain
      for (const one of opened) await one.goto('about:blank')
    } finally {
      await instance.stop()
    }
  },
  // it starts a server of its own
  240_000,
)
