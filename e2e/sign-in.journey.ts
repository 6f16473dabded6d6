import { expect, journey, phone, screenshot, signInByForm, tolerate } from './harness.ts'

journey('a service-desk agent signs in, and sees the queue', async ({ page }) => {
  await page.goto('/')
  await page.waitForURL('**/sign-in**')
  await page.getByRole('button', { name: '登录' }).waitFor()
  await screenshot(page, 'sign-in')
  await signInByForm(page, 'desk01')
  await page.goto('/incidents')
  await page.locator('.zy-user').waitFor()
  await page.getByRole('heading', { name: '事件队列' }).waitFor()
  await page.locator('.zy-skeleton, .ant-skeleton').first().waitFor({ state: 'detached' })
  await screenshot(page, 'queue')
})

journey('a wrong password is refused in words and tells nothing about the account', async ({ page }) => {
  tolerate(page, /401/)
  await page.goto('/sign-in')
  for (const login of ['desk01', 'nobody']) {
    await page.locator('#login').fill(login)
    await page.locator('#password').fill('Not-the-password-1')
    await page.locator('form button[type=submit]').click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').innerText()).toContain('不正确')
    await page.reload()
  }
})

journey('the sign-in page fits a phone and speaks English', async ({ visitor }) => {
  const page = await visitor(phone)
  await page.goto('/sign-in')
  await page.locator('#login').waitFor()
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(390)
  await screenshot(page, 'sign-in-phone')
  await page.locator('.zy-lang').click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.reload()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
})
