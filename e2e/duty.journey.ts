import { expect, journey, phone, signIn } from './harness.ts'
import { dialog, takeOption } from './steps.ts'

journey(
  'a leader makes and publishes a roster; an engineer sees it on a phone, without a mouse',
  async ({ visitor }) => {
    const lead = await visitor()
    await signIn(lead, 'lead01')
    const name = `值守组 ${Date.now()}`
    const org = '运行维护科'

    await lead.goto('/duty-teams')
    await lead.getByRole('button', { name: '新建值班组' }).click()
    await dialog(lead).getByLabel('名称', { exact: true }).fill(name)
    await dialog(lead).getByLabel('单位').fill(org)
    await takeOption(lead, org)
    await dialog(lead).getByLabel('值班电话').fill('65881999')
    const add = dialog(lead).getByRole('combobox').last()
    await add.fill('吴强')
    await takeOption(lead, '吴强')
    await dialog(lead).getByText('吴强').first().waitFor()
    await dialog(lead)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await lead.getByRole('heading', { name }).waitFor()

    await lead.getByRole('button', { name: '加一项轮值' }).click()
    await dialog(lead).getByLabel('名称', { exact: true }).fill('日常')
    await dialog(lead).getByLabel('班间至少休息（小时）').fill('0')
    await dialog(lead).getByLabel('最多连续几轮').fill('31')
    await dialog(lead)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await lead.getByText('每班换人，每班 1 人').waitFor()
    await lead.getByRole('button', { name: '生成值班表' }).click()
    await dialog(lead)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await lead.waitForURL(/\/duty-rosters\//)
    await lead.locator('tbody tr', { hasText: '吴强' }).first().waitFor()
    await lead.getByRole('button', { name: '发布' }).click()
    await lead.getByRole('button', { name: /确\s*定/ }).click()
    await lead.getByText('已发布', { exact: true }).first().waitFor()

    const engineer = await visitor(phone)
    await signIn(engineer, 'eng01')
    await engineer.goto('/duty-calendar?mine=1')
    await engineer.locator('.duty-agenda li', { hasText: name }).first().getByRole('button').click()
    await engineer.locator('.ant-drawer').getByText('打开值班表').first().waitFor()

    // the grid goes by arrows, and begins with today when a month begins on a Monday
    await lead.goto('/duty-calendar')
    const now = lead.locator('.duty-day[aria-current="date"]')
    const today = await now.getAttribute('data-day')
    const first = await lead.locator('.duty-day').first().getAttribute('data-day')
    await now.focus()
    await lead.keyboard.press(today === first ? 'ArrowRight' : 'ArrowLeft')
    const beside = await lead.evaluate(`document.activeElement.dataset.day`)
    expect(beside).not.toBe(today)
    await lead.keyboard.press('Enter')
    await lead.locator('.ant-drawer', { hasText: String(beside) }).waitFor()
  },
)
