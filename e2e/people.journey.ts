import type { Page } from 'playwright-core'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'

async function choose(page: Page, name: string, text: string): Promise<void> {
  const picker = page.locator('input[type=file]')
  await picker.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}`) })
}

/** Nothing sticks out at the side of a phone. */
async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
  expect(wide).toBeLessThanOrEqual(0)
}

journey(
  'people come in from a table, after a dry run that names every bad cell',
  async ({ page, visitor }) => {
    const tag = Date.now().toString(36)
    await signIn(page, 'sys01')
    await page.goto('/people')
    await page.getByRole('button', { name: /导入$/ }).click()
    await page.getByRole('heading', { name: '导入人员和单位' }).waitFor()
    const heading = '登录名,姓名,单位,电话,邮箱\r\n'
    const good = `im${tag}a,王一,市财政局,０１０-８５０１,\r\n`
    await choose(page, '名单.csv', `${heading}${good}im${tag}b,王二,没有的局,,不是邮箱\r\n`)
    await page.getByText('检查结果（尚未写入）').waitFor()
    await page.getByRole('row', { name: /C3.*没有的局/ }).waitFor()
    await page.getByRole('row', { name: /E3.*不是邮箱/ }).waitFor()
    await screenshot(page, 'people-import-bad')
    await page.getByRole('button', { name: '只导入无误的 1 行' }).waitFor()
    await choose(page, '名单.csv', `${heading}${good}im${tag}b,王二,市财政局,,w2@city.example\r\n`)
    await page.getByRole('button', { name: '全部导入' }).click()
    await page.getByText('导入完成').waitFor()
    await screenshot(page, 'people-import-done')
    await page.goto(`/people?q=im${tag}`)
    for (const name of ['王一', '王二'])
      await page.getByRole('row', { name: new RegExp(`im${tag}.*${name}.*未启用`) }).waitFor()
    const small = await visitor(phone)
    await signIn(small, 'sys01')
    await small.goto('/people/import?table=orgs')
    await choose(small, 'units.csv', '编码,名称,上级单位,类别\r\nX1,甲局,没有的上级单位名称比较长,单位\r\n')
    await small.getByRole('row', { name: /C2/ }).waitFor()
    await fits(small)
    await screenshot(small, 'people-import-phone')
  },
)

journey('a person sets quiet hours and digests, also on a phone', async ({ page, visitor }) => {
  await signIn(page, 'desk02')
  await page.goto('/account/notifications')
  const panel = page.locator('section').filter({ hasText: '免打扰和汇总' })
  const toggle = panel.getByRole('switch', { name: '免打扰时段' })
  await toggle.waitFor()
  if ((await toggle.getAttribute('aria-checked')) === 'false') await toggle.click()
  await panel.getByLabel('开始时间').fill('21:30')
  const daysOff = panel.getByRole('checkbox', { name: /非工作日/ })
  await daysOff.setChecked(!(await daysOff.isChecked()))
  await panel.getByRole('button', { name: /^保\s*存$/ }).click()
  await page.getByText('已保存').first().waitFor()
  await screenshot(page, 'notification-settings')
  await page.reload()
  await expect.poll(() => panel.getByLabel('开始时间').inputValue()).toBe('21:30')
  const small = await visitor(phone)
  await signIn(small, 'desk02')
  await small.goto('/account/notifications')
  await small.getByRole('combobox').first().waitFor()
  await fits(small)
  await screenshot(small, 'notification-settings-phone')
  await small.locator('.zy-lang').click()
  try {
    await small.getByText('Quiet hours and digests').waitFor()
    await fits(small)
    await screenshot(small, 'notification-settings-phone-en')
  } finally {
    await small.locator('.zy-lang').click()
    await small.getByText('免打扰和汇总').waitFor()
  }
})
