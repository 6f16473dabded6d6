import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { api, dialog, fileOf, pagesOf, pick } from './steps.ts'

const confirm = /确\s*[认定]/

journey(
  'a company is evaluated: scored on a phone, computed from records, objected to, approved and published',
  async ({ visitor }) => {
    const [manager, rater, vendor, leader] = [
      await visitor(),
      await visitor(phone),
      await visitor(),
      await visitor(),
    ]
    await Promise.all([
      signIn(manager, 'mgr01'),
      signIn(rater, 'req01'),
      signIn(vendor, 'vend01'),
      signIn(leader, 'lead01'),
    ])
    const title = `驻场服务考核 ${Date.now()}`

    await manager.goto('/evaluations')
    await manager.getByRole('button', { name: '新建考核' }).click()
    await manager.getByLabel('方案', { exact: true }).click()
    await manager.locator('.ant-select-item-option', { hasText: '外包单位服务考核方案' }).click()
    await pick(manager, manager, '考核对象', '启航')
    await manager.getByLabel('名称', { exact: true }).fill(title)
    await manager.getByLabel('周期').click()
    await manager.locator('.ant-select-item-option', { hasText: '年度' }).click()
    await pick(manager, manager, '业务部门评分人', '赵敏')
    await manager.keyboard.press('Escape')
    await manager.getByRole('button', { name: /保\s*存/ }).click()
    await manager.waitForURL(/\/evaluations\/[0-9a-f-]{36}/)
    const path = new URL(manager.url()).pathname
    const move = async (name: string) => {
      await manager.getByRole('button', { name, exact: true }).click()
      await dialog(manager).getByRole('button', { name: confirm }).click()
      await dialog(manager).waitFor({ state: 'hidden' })
    }
    await move('开始评分')
    await manager.getByText('评分中', { exact: true }).waitFor()

    await rater.goto('/my-evaluations')
    await rater.getByRole('link', { name: title }).click()
    await rater.getByRole('spinbutton').first().waitFor()
    for (const input of await rater.getByRole('spinbutton').all()) await input.fill('88')
    await screenshot(rater, 'evaluation-form')
    expect(await rater.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await rater.getByRole('button', { name: '提交评分' }).click()
    await rater.waitForURL(/my-evaluations/)

    await move('计算得分')
    await manager.getByText('已计算', { exact: true }).waitFor()
    await manager.getByText('1 人评分').first().waitFor()
    await screenshot(manager, 'evaluation', { fullPage: true })
    await move('送达被考核方')

    await vendor.goto(path)
    await vendor.getByRole('button', { name: '提出异议' }).click()
    await dialog(vendor).getByLabel('内容').fill('请核实沟通协调一项')
    await dialog(vendor)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await vendor.getByText('待复核', { exact: true }).waitFor()
    await leader.goto(path)
    await leader.getByRole('button', { name: /复\s*核/ }).click()
    await dialog(leader).getByText('不成立', { exact: true }).click()
    await dialog(leader).getByLabel('说明').fill('已核实，维持原分')
    await dialog(leader)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await leader.getByText('不成立', { exact: true }).waitFor()
    await vendor.reload()
    await vendor.getByText('已核实，维持原分').waitFor()
    await vendor.getByRole('button', { name: '确认无异议' }).click()
    await dialog(vendor).getByRole('button', { name: confirm }).click()
    await dialog(vendor).waitFor({ state: 'hidden' })

    await manager.reload()
    await move('提交审批')
    const { items } = await api<{ items: { id: string; version: number; title: string }[] }>(
      leader,
      'GET',
      '/approvals?list=waiting',
    )
    const waiting = items.find((one) => one.title === title)!
    await api(leader, 'POST', `/approvals/${waiting.id}/moves/approve`, {}, waiting.version)
    await manager.getByText('已批准', { exact: true }).first().waitFor()
    const pdf = await fileOf(manager, manager.getByRole('button', { name: 'PDF' }))
    expect(pagesOf(pdf.bytes)).toBeGreaterThan(0)
    await move('公布')
    await rater.reload()
    await rater.getByRole('heading', { name: title }).waitFor()
    await screenshot(rater, 'evaluation-published')
  },
)
