import type { Page } from 'playwright-core'
import { expect, journey, originOf, screenshot, signIn } from './harness.ts'
import { choose, dialog, fileByApi, pick } from './steps.ts'

/** The restore clock's line on an incident's page. */
const restore = (page: Page) => page.locator('.zy-inc-clocks li').filter({ hasText: '恢复' })
const dueOf = async (page: Page) => (await restore(page).locator('.zy-inc-clock-due').innerText()).trim()

/** The page follows by itself once the clock is recalculated. @returns the new due time */
async function changed(page: Page, old: string): Promise<string> {
  await restore(page).locator('.zy-inc-clock-due').filter({ hasNotText: old }).waitFor()
  return dueOf(page)
}

async function setDay(page: Page, date: string, act: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(`/calendars?year=${date.slice(0, 4)}`)
  await page.getByRole('button', { name: new RegExp(`^${date} `) }).click()
  await act(page)
  await dialog(page).waitFor({ state: 'hidden' })
}

async function setTarget(page: Page, days: string): Promise<void> {
  await page.goto('/agreements')
  await page.getByRole('button', { name: /^默认运维服务级别协议/ }).click()
  await page.getByRole('button', { name: '编辑', exact: true }).click()
  await page.getByRole('spinbutton', { name: '一般 恢复' }).fill(days)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '编辑', exact: true }).waitFor()
}

journey(
  'a special day and another target move the due time of an open incident, and it says why',
  async ({ visitor }) => {
    const [manager, desk] = [await visitor(), await visitor()]
    await Promise.all([signIn(manager, 'mgr01'), signIn(desk, 'desk01')])
    const title = `档案查询变慢 ${Date.now()}`
    const caller = { name: '电话用户', phone: '13800001111' }
    const { id, clocks } = await fileByApi(desk, { title, caller })
    // the last day of the target: without it the work ends on the next working day
    const date = clocks.find((clock) => clock.metric === 'restore')!.dueAt.slice(0, 10)
    await desk.goto(`/incidents/${id}`)
    const first = await dueOf(desk)

    await setDay(manager, date, async (page) => {
      await dialog(page).getByLabel('名称').fill('系统割接停办')
      for (const remove of (await dialog(page).getByRole('button', { name: '移除' }).all()).reverse())
        await remove.click()
      await dialog(page).getByRole('button', { name: '保存' }).click()
    })
    try {
      const second = await changed(desk, first)
      await restore(desk).getByRole('button', { name: '时限怎么算的' }).click()
      await desk.getByRole('tooltip').filter({ hasText: '系统割接停办' }).waitFor()
      await screenshot(desk, 'clock-explained')
      await desk.keyboard.press('Escape')

      await setTarget(manager, '5')
      const third = await changed(desk, second)
      expect(third > second).toBe(true)
    } finally {
      await setTarget(manager, '3')
      await setDay(manager, date, (page) => dialog(page).getByRole('button', { name: '恢复按规则' }).click())
    }
    await restore(desk).locator('.zy-inc-clock-due').filter({ hasText: first }).waitFor()
  },
)

journey('matrix, categories, dispatch rules and services are kept by those who manage', async ({ page }) => {
  const stamp = Date.now().toString(36)
  await signIn(page, 'mgr01')
  await page.goto('/incident-settings')
  for (const [from, to] of [
    ['P4', 'P3'],
    ['P3', 'P4'],
  ] as const) {
    const cell = page.getByRole('row', { name: /^低/ }).getByRole('cell').last()
    await cell.getByText(from).waitFor()
    await cell.getByRole('combobox').click()
    await page.locator('.ant-select-item-option', { hasText: to }).click()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('有未保存的修改').waitFor({ state: 'hidden' })
    await page.reload()
    await cell.getByText(to).waitFor()
  }

  await page.getByText('分类', { exact: true }).click()
  await page.getByRole('button', { name: '新增分类', exact: true }).click()
  await dialog(page).getByLabel('代码').fill(`e2e.${stamp}`)
  await dialog(page).getByLabel('名称', { exact: true }).fill(`考勤机 ${stamp}`)
  await dialog(page)
    .getByRole('button', { name: /新增分类|保存/ })
    .click()
  await page.getByText(`考勤机 ${stamp}`).waitFor()

  await page.goto('/services/new')
  await page.getByLabel('名称', { exact: true }).fill(`考勤系统 ${stamp}`)
  await page.getByLabel('编码').fill(`kq-${stamp}`)
  await pick(page, page, '主管单位', '市财政局')
  await pick(page, page, '支持组', '网络与安全组')
  await page
    .getByRole('button', { name: /登记系统|保存/ })
    .last()
    .click()
  await page.getByRole('heading', { level: 1, name: `考勤系统 ${stamp}` }).waitFor()

  await page.goto('/incident-settings')
  await page.getByText('派单规则', { exact: true }).click()
  const rules = page.getByRole('button', { name: '删除规则' })
  await rules.first().waitFor()
  const before = await rules.count()
  await page.getByRole('button', { name: '新增规则', exact: true }).click()
  const row = page.locator('.zy-inc-rule, tr, li').filter({ has: rules }).last()
  await row.getByRole('combobox', { name: '信息系统' }).click()
  await page.keyboard.type(`考勤系统 ${stamp}`)
  await page.locator('.ant-select-item-option', { hasText: stamp }).click()
  await row.getByRole('combobox', { name: '处理组' }).click()
  await page.keyboard.type('网络')
  await page.locator('.ant-select-item-option', { hasText: '网络与安全组' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('有未保存的修改').waitFor({ state: 'hidden' })
  await page.reload()
  await page.getByText('派单规则', { exact: true }).click()
  await rules.nth(before).waitFor()
  await screenshot(page, 'dispatch-rules')
  const { number } = await fileByApi(page, {
    title: `考勤系统打不开 ${stamp}`,
    caller: { name: '电话用户', phone: '13800002222' },
    serviceId: await idOf(page, stamp),
  })
  await page.goto(`/incidents?view=all&q=${number}`)
  await page.getByRole('row', { name: new RegExp(number) }).click()
  await page.getByRole('article', { name: '事件预览' }).getByText('网络与安全组', { exact: true }).waitFor()
  // the city's own rules are left as they were
  await page.goto('/incident-settings')
  await page.getByText('派单规则', { exact: true }).click()
  await rules.last().click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('有未保存的修改').waitFor({ state: 'hidden' })
})

async function idOf(page: Page, name: string): Promise<string> {
  const origin = originOf(page)
  const answer = await page.request.get(`${origin}/api/v1/services?q=${name}`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  return items[0]!.id
}

journey('what alerts are brought together by is kept, and what was posted is seen', async ({ page }) => {
  await signIn(page, 'mgr01')
  await page.goto('/alert-intakes')
  await page.getByText('没有处理失败的接入').waitFor()
  for (const minutes of ['45', '30']) {
    await page.getByRole('button', { name: '归并设置', exact: true }).click()
    await dialog(page).getByLabel('归并时间窗（分钟）').fill(minutes)
    await dialog(page).getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  // the story of the demo may or may not have sent one already
  await choose(page, '已处理')
  await page
    .getByRole('row', { name: /Alertmanager|通用 JSON/ })
    .or(page.getByText('还没有接入过告警'))
    .first()
    .waitFor()
})
