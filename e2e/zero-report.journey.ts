import { expect, journey, phone, signIn } from './harness.ts'
import { dialog, pick } from './steps.ts'

journey(
  'a guarantee period is named, a bureau files its zero report on a phone, the leading cadre signs the day',
  async ({ visitor }) => {
    const manager = await visitor()
    await signIn(manager, 'mgr01')
    const name = `汛期保障 ${Date.now()}`
    const bureau = '市卫生健康委员会'
    const choose = (label: string, text: string) => pick(manager, dialog(manager), label, text)

    await manager.goto('/duty-periods')
    await manager.getByRole('button', { name: '设定重保时段' }).click()
    await dialog(manager).getByLabel('名称', { exact: true }).fill(name)
    await choose('设定单位', '云州市政务信息中心')
    await choose('涉及单位', bureau)
    await manager.keyboard.press('Escape')
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await manager.locator('tr', { hasText: name }).getByText('二级重保').waitFor()

    await manager.goto('/zero-report-parties')
    await manager.getByRole('button', { name: '加入报送单位' }).click()
    await choose('单位', bureau)
    await choose('报送至', '云州市政务信息中心')
    await dialog(manager).getByLabel('时限').fill('23:59')
    await choose('报送人', '钱枫')
    await manager.keyboard.press('Escape')
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await manager.locator('tr', { hasText: bureau }).waitFor()

    const reporter = await visitor(phone)
    await signIn(reporter, 'req02')
    await reporter.goto('/zero-reports')
    const line = reporter.locator('.zero-mine li', { hasText: name }).filter({ hasText: bureau })
    await line.getByRole('button', { name: /报\s*送/ }).click()
    await dialog(reporter).getByText('有情况', { exact: true }).click()
    const text = `21 时卫生专网短时中断，已恢复 ${Date.now()}`
    await dialog(reporter).getByLabel('情况', { exact: true }).fill(text)
    await dialog(reporter).getByLabel('值班人员').fill('钱枫')
    await dialog(reporter)
      .getByRole('button', { name: /报\s*送/ })
      .click()
    await line.getByText('有情况', { exact: true }).waitFor()

    await manager.goto('/zero-reports')
    await manager.locator('tbody tr', { hasText: name }).first().dblclick()
    await manager.getByText(text).waitFor()
    await manager.getByRole('button', { name: /签\s*阅/ }).click()
    await dialog(manager).getByLabel('批示').fill('请持续关注')
    await dialog(manager)
      .getByRole('button', { name: /签\s*阅/ })
      .click()
    await dialog(manager).waitFor({ state: 'hidden' })
    await manager.getByText('请持续关注').waitFor()
    expect(await manager.getByRole('button', { name: /签\s*阅/ }).count()).toBe(0)
  },
)
