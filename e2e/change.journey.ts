import type { Page } from 'playwright-core'
import { expect, journey, phone, signIn } from './harness.ts'
import { choose, dialog, pick, takeOption } from './steps.ts'

/** Makes a move by its button, with the words that its dialog asks for. */
async function move(
  page: Page,
  name: string,
  fill: (form: ReturnType<typeof dialog>) => Promise<void> = async () => {},
) {
  await page.getByRole('button', { name, exact: true }).first().click()
  const form = dialog(page)
  await fill(form)
  await form.getByRole('button', { name, exact: true }).click()
  await form.waitFor({ state: 'hidden' })
}

/** Both pickers list the same people before anything is typed: of the open one. */
async function pickPerson(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click()
  await page.keyboard.type(name)
  await takeOption(page, name)
}

/** A field of a form by its label. */
const item = (page: Page, label: string) =>
  page.locator('.ant-form-item').filter({ has: page.locator('.ant-form-item-label', { hasText: label }) })

/** A date and time as the picker takes it. */
async function setTime(page: Page, label: string, at: Date): Promise<void> {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at)
  const field = page.getByLabel(label, { exact: true })
  await field.click()
  await field.fill(text)
  await page.locator('.ant-picker-dropdown:visible .ant-picker-ok button').click()
}

async function record(page: Page, button: string, statement: string, place?: string): Promise<void> {
  await move(page, button, async (form) => {
    await form.getByLabel('说明', { exact: true }).fill(statement)
    if (place) await form.getByLabel('存放位置或链接').fill(place)
  })
}

journey('a change is asked for, assessed, approved and carried out by four people', async ({ visitor }) => {
  const [desk, lead, eng, mgr, hand] = [
    await visitor(),
    await visitor(),
    await visitor(),
    await visitor(phone),
    await visitor({ viewport: { width: 1366, height: 768 } }),
  ]
  await Promise.all([
    signIn(desk, 'desk01'),
    signIn(lead, 'lead01'),
    signIn(eng, 'eng01'),
    signIn(mgr, 'mgr01'),
    signIn(hand, 'vend01'),
  ])
  const title = `更换核心交换机电源模块 ${Date.now()}`

  await desk.goto('/changes/new')
  await desk.getByLabel('标题', { exact: true }).fill(title)
  await desk.getByLabel('变更理由').fill('电源模块告警，厂商建议更换')
  await pick(desk, desk, '信息系统', 'OA')
  await desk.keyboard.press('Escape')
  await choose(item(desk, '影响程度'), '高')
  await choose(item(desk, '出问题的可能性'), '中')
  await desk.getByLabel('影响说明').fill('更换期间双电源降为单电源')
  await desk.getByLabel('实施方案').fill('1. 备份配置 2. 更换模块 3. 核对状态')
  await desk.getByLabel('回退方案').fill('换回原模块')
  await desk.getByLabel('测试证明').fill('备件已上架通电测试')
  await setTime(desk, '窗口开始', new Date(Date.now() - 10 * 60_000))
  await setTime(desk, '窗口结束', new Date(Date.now() + 120 * 60_000))
  await pickPerson(desk, '实施人', '吴强')
  await pickPerson(desk, '复核人', '冯博')
  await desk.getByLabel('任务（每行一项，按顺序）').fill('更换模块\n核对状态')
  await desk.getByRole('button', { name: /保\s*存/ }).click()
  await desk.getByRole('heading', { name: new RegExp(title) }).waitFor()
  const address = new URL(desk.url()).pathname
  // what other journeys planned for the same system
  const ready = desk.getByText('条件已具备')
  const clashes = desk.getByRole('button', { name: /^确认 CHG-/ })
  await ready.or(clashes).first().waitFor()
  for (let left = await clashes.count(); left > 0; left -= 1) {
    await clashes.first().click()
    await dialog(desk)
      .getByLabel(/说明为何/)
      .fill('已协调')
    await dialog(desk).getByRole('button', { name: '确认', exact: true }).click()
    await expect.poll(() => clashes.count()).toBe(left - 1)
  }
  await ready.waitFor()
  await move(desk, '提交')
  await desk.getByText('评估中', { exact: true }).first().waitFor()

  await lead.goto(address)
  await move(lead, '评估', (form) => form.getByLabel('评估意见').fill('方案完整，窗口避开办公时间'))
  // 吴强 leads the group and does the work: the duty leader looks at it first, then both sign
  await agree(lead)
  await lead.getByText('主管与值班长会签').first().waitFor()
  await agree(lead)
  await mgr.goto(address)
  await agree(mgr)
  expect(await mgr.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

  await eng.goto(address)
  await eng.getByText('已排期', { exact: true }).first().waitFor()
  await eng.getByText('变更前备份的证明').waitFor()
  await record(eng, '登记备份', '运行配置已导出并校验', '备份服务器 /cfg/core-01.20261122')
  await record(eng, '登记变更前状态', '双电源，A 路告警')
  await eng.getByText('条件已具备').waitFor()
  await move(eng, '开始实施')
  await eng.getByText('实施中', { exact: true }).first().waitFor()
  for (const task of ['更换模块', '核对状态']) {
    await eng.getByRole('button', { name: `完成 ${task}` }).click()
    await eng.getByRole('button', { name: `完成 ${task}` }).waitFor({ state: 'hidden' })
  }
  await record(eng, '登记变更后状态', '双电源正常，无告警')

  await hand.goto(address)
  await move(hand, '复核确认')
  await eng.getByText('条件已具备').waitFor()
  await move(eng, '实施完成')
  await eng.getByText('已实施', { exact: true }).first().waitFor()

  await lead.goto(address)
  await move(lead, '回顾并关闭', async (form) => {
    await choose(form, '成功')
    await form.getByLabel('回顾').fill('按计划完成')
  })
  await lead.getByText('已关闭', { exact: true }).first().waitFor()
  await desk.goto('/change-calendar?view=week')
  await desk
    .getByRole('link', { name: new RegExp(title) })
    .first()
    .waitFor()
})

/** Signs the step that waits for the person; the next one may wait for the same person, with the same button. */
async function agree(page: Page): Promise<void> {
  const signed = page.locator('.zy-panel').getByText('已同意', { exact: true })
  const button = page.getByRole('button', { name: '同意', exact: true })
  await button.waitFor()
  const before = await signed.count()
  await button.click()
  await expect.poll(() => signed.count()).toBeGreaterThan(before)
}
