import { createServer } from 'node:net'
import { expect, journey, screenshot, signIn } from './harness.ts'
import { dialog, pick } from './steps.ts'

/** A server that hangs up at once: what a wrong port or a firewall looks like. */
async function deadServer(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as { port: number }).port, close: () => server.close() }
}

journey('a mailbox is tried, added, and shows that it fails', async ({ page }) => {
  const { port, close } = await deadServer()
  const name = `信息中心邮箱 ${Date.now().toString(36)}`
  try {
    await signIn(page, 'sys01')
    await page.goto('/mailboxes')
    await page.getByRole('button', { name: /新增邮箱$/ }).click()
    const form = dialog(page)
    await form.getByLabel('名称', { exact: true }).fill(name)
    await form.getByLabel('邮箱地址', { exact: true }).fill('help@city.example')
    await form.getByLabel('IMAP 服务器', { exact: true }).fill('127.0.0.1')
    await form.getByLabel('端口', { exact: true }).fill(String(port))
    await form.getByLabel('账号', { exact: true }).fill('help')
    await form.getByLabel('密码或授权码', { exact: true }).fill('secret')
    await pick(page, form, '无账号来信人归属单位', '市财政局')
    await form.getByRole('button', { name: '测试连接' }).click()
    await form.getByText('连接失败').waitFor()
    await screenshot(page, 'mailbox-form')
    await form.getByRole('button', { name: '保存' }).click()
    const row = page.getByRole('row', { name: new RegExp(name) })
    await row.getByText('连接失败').waitFor()
    await screenshot(page, 'mailboxes')
    await row.click()
    await form.getByText('留空则沿用已保存的密码').waitFor()
    expect(await form.getByLabel('密码或授权码', { exact: true }).inputValue()).toBe('')
    await form.getByLabel('启用', { exact: true }).click()
    await form.getByRole('button', { name: '保存' }).click()
    await row.getByText('已停用').waitFor()
  } finally {
    close()
  }
})

journey('the desk sees what became of mail', async ({ page }) => {
  await signIn(page, 'desk01')
  await page.goto('/mails?outcome=quarantined')
  await page.getByRole('heading', { name: '来信' }).waitFor()
  await page
    .getByText(/没有符合筛选条件的记录/)
    .first()
    .waitFor()
})
