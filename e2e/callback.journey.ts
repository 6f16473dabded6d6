import type { Page } from 'playwright-core'
import { expect, journey, signIn } from './harness.ts'
import { dialog, fileByApi } from './steps.ts'

const type = async (page: Page, label: string, words: string) => dialog(page).getByLabel(label).fill(words)

journey('the desk schedules a call-back, tries in vain, and reaches the person', async ({ visitor }) => {
  const desk = await visitor()
  await signIn(desk, 'desk01')
  const { id } = await fileByApi(desk, { title: `预约回访 ${Date.now()}` })
  await desk.goto(`/incidents/${id}`)
  await desk.getByRole('button', { name: '预约回访' }).click()
  await type(desk, '回访谁', '刘主任')
  await type(desk, '电话', '0371-66550000')
  // in the night: the page says so, and one click takes the next working time
  await type(desk, '回访时间', atNight())
  await desk.keyboard.press('Enter')
  await dialog(desk).getByText('这个时间单位不上班').waitFor()
  await dialog(desk).getByRole('button', { name: '改到这个时间' }).click()
  await dialog(desk).getByText('这个时间单位不上班').waitFor({ state: 'detached' })
  await type(desk, '事由', '确认新打印机是否正常')
  await dialog(desk).getByRole('button', { name: '预约回访' }).click()
  const block = desk.locator('.zy-callbacks')
  await block.getByText('确认新打印机是否正常').waitFor()
  expect(await block.getByText('非工作时间').count()).toBe(0)
  await desk.getByText(/^预约回访 刘主任，/).waitFor()

  await block.getByRole('button', { name: '登记结果' }).click()
  await dialog(desk).getByText('没联系上', { exact: true }).click()
  await type(desk, '下次什么时候打', atNight())
  await desk.keyboard.press('Enter')
  await type(desk, '通话记录', '无人接听')
  await dialog(desk)
    .getByRole('button', { name: /保\s*存/ })
    .click()
  await block.getByText('非工作时间').waitFor()
  await block.getByText('无人接听').waitFor()

  await desk.goto('/scheduled-callbacks')
  const row = desk.locator('tr', { hasText: '刘主任' }).first()
  await row.getByRole('button', { name: '登记结果' }).click()
  await dialog(desk).getByText('联系上了', { exact: true }).click()
  await dialog(desk).getByText('已解决', { exact: true }).click()
  await type(desk, '通话记录', '打印正常')
  await dialog(desk)
    .getByRole('button', { name: /保\s*存/ })
    .click()
  await row.waitFor({ state: 'detached' })
  await desk.getByText('已结束', { exact: true }).click()
  await desk.locator('tr', { hasText: '刘主任' }).getByText('已回访 · 已解决').first().waitFor()
})

/** Three in the morning, ten days from now, as the page takes it in. */
function atNight(): string {
  const day = new Date(Date.now() + 10 * 86_400_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} 03:00`
}
