import { expect, journey, phone, signIn } from './harness.ts'
import { dialog, fileOf, pagesOf, pick } from './steps.ts'

journey(
  'a report is made, written, opened to its records, approved on a phone, sent and confirmed',
  async ({ visitor }) => {
    const [lead, manager] = [await visitor(), await visitor(phone)]
    await Promise.all([signIn(lead, 'lead01'), signIn(manager, 'mgr01')])
    const remark = `夜间值守人员不足 ${Date.now()}`

    await lead.goto('/reports')
    await lead.getByRole('button', { name: '编制报告' }).click()
    await dialog(lead).getByLabel('模板').click()
    await lead.locator('.ant-select-item-option', { hasText: '运维月报' }).first().click()
    // a unit of whose reports no other journey makes one
    await pick(lead, dialog(lead), '报告范围', '市卫生健康委员会')
    await dialog(lead).getByRole('button', { name: '编制报告' }).click()
    await lead.waitForURL(/\/reports\/[0-9a-f-]{36}/)
    const address = new URL(lead.url()).pathname

    // every figure opens to what it counted
    const faults = lead
      .getByRole('row', { name: /故障数/ })
      .first()
      .getByRole('link')
    const said = await faults.innerText()
    await faults.click()
    await lead.waitForURL(/\/facts\/incident\.faults\?from=/)
    await lead
      .getByText(`${parseInt(said, 10)} 件`)
      .first()
      .waitFor()
    await lead.goto(address)

    await lead.getByRole('button', { name: '编写' }).click()
    await lead.getByLabel('说明与分析 服务级别达成情况').fill(remark)
    await lead.getByRole('button', { name: /保\s*存/ }).click()
    await lead.getByText(remark).waitFor()
    const pdf = await fileOf(lead, lead.getByRole('button', { name: 'PDF' }))
    expect(pagesOf(pdf.bytes)).toBeGreaterThan(4)

    await lead.getByRole('button', { name: '提交审批' }).click()
    await dialog(lead)
      .getByRole('button', { name: /确\s*[认定]/ })
      .click()
    await lead.getByText('审批中').first().waitFor()

    await manager.goto(address)
    await manager
      .getByRole('button', { name: /同\s*意/ })
      .first()
      .click()
    await manager.getByText('已批准').first().waitFor()
    expect(await manager.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

    await lead.reload()
    await lead.getByRole('button', { name: /^报\s*送$/ }).click()
    await dialog(lead).getByLabel('褚明').check()
    await dialog(lead)
      .getByRole('button', { name: /^报\s*送$/ })
      .click()
    await lead.getByText('已报送').first().waitFor()
    await manager.goto('/reports?mine=true')
    await manager.getByText('未阅').first().waitFor()
    await manager.goto(address)
    await manager.getByRole('button', { name: '确认已阅' }).click()
    await manager.getByText('已阅', { exact: false }).first().waitFor()
  },
)
