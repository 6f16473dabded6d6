import type { Page } from 'playwright-core'
import { expect, journey, originOf, phone, screenshot, signIn } from './harness.ts'
import { choose, dialog, fileByApi, pick } from './steps.ts'

const stamp = String(Date.now() % 1_000_000)

/** A major fault of a public service, filed and graded through the API. */
async function majorFault(page: Page): Promise<{ id: string; number: string; service: string }> {
  const origin = originOf(page)
  const services = await page.request.get(`${origin}/api/v1/services/lookup`)
  const [service] = ((await services.json()) as { items: { id: string; name: string }[] }).items
  const made = await fileByApi(page, {
    ...{ title: `全市政务系统中断 ${stamp}`, impact: 'high', urgency: 'high' },
    ...{ serviceId: service!.id, caller: { name: '窗口人员' } },
  })
  const graded = await page.request.post(`${origin}/api/v1/incidents/${made.id}/grade`, {
    headers: { origin, 'if-match': `"${(made as unknown as { version: number }).version}"` },
    data: { grade: 'major', reason: '全部窗口停办' },
  })
  expect(graded.status()).toBe(200)
  return { id: made.id, number: made.number, service: service!.name }
}

journey('a major incident is led from its page, told to the public, and reviewed', async ({ visitor }) => {
  const [desk, lead, requester] = [await visitor(), await visitor(), await visitor(phone)]
  await Promise.all([signIn(desk, 'desk01'), signIn(lead, 'lead01'), signIn(requester, 'req01')])
  const { id } = await majorFault(desk)

  await desk.goto(`/incidents/${id}`)
  await desk.getByRole('link', { name: '会商与处置' }).click()
  await desk.getByRole('button', { name: '我加入' }).click()
  const box = desk.getByPlaceholder('发现、决定、行动或沟通的内容')
  await box.fill('核心交换机主板故障')
  await box.press('Control+Enter')
  const log = desk.locator('.zy-major-log')
  await log.getByText('核心交换机主板故障').waitFor()

  // the leader sees it live, and corrects it
  await lead.goto(`/incidents/${id}/major`)
  await lead.locator('.zy-major-log').getByText('核心交换机主板故障').waitFor()
  await lead.getByRole('button', { name: /更\s*正/ }).click()
  await lead.getByPlaceholder('发现、决定、行动或沟通的内容').fill('是电源模块故障')
  await lead.getByPlaceholder('发现、决定、行动或沟通的内容').press('Control+Enter')
  await log.getByText('是电源模块故障').waitFor()
  await log.getByText('已更正', { exact: true }).waitFor()
  await choose(desk, '决策')
  await box.fill('切换到备用链路')
  await box.press('Control+Enter')
  await log.getByText('切换到备用链路').waitFor()

  await desk.getByRole('button', { name: '通知支持组或角色' }).click()
  await choose(dialog(desk), '角色')
  await dialog(desk).getByLabel('角色', { exact: true }).last().click()
  await desk.locator('.ant-select-item-option', { hasText: '值班长' }).click()
  await dialog(desk).getByLabel('通知内容').fill('请立即到指挥室')
  await dialog(desk).getByRole('button', { name: '发出通知' }).click()
  await desk.getByText(/^已通知 \d+ 人$/).waitFor()

  await desk.getByRole('button', { name: '发布公告' }).click()
  await dialog(desk).getByLabel('公告内容').fill(`系统正在抢修 ${stamp}`)
  await dialog(desk).getByRole('button', { name: '发布公告' }).click()
  await desk.getByText('展示中').waitFor()
  await requester.goto('/portal')
  await requester.getByText(`系统正在抢修 ${stamp}`).waitFor()
  await screenshot(desk, 'major')
  await screenshot(requester, 'major-notice')

  await lead.getByRole('tab', { name: '复盘' }).click()
  await lead.getByLabel('做得好的').fill('切换及时')
  await lead.getByLabel('需要改进的').fill('备件不足')
  await lead.getByRole('button', { name: '新增措施' }).click()
  await lead.getByLabel('措施 1').fill('采购备件')
  await pick(lead, lead, '责任人 1', '吴强')
  await lead.getByLabel('期限 1').fill('2027-01-31 18:00')
  await lead.keyboard.press('Enter')
  await lead.getByRole('button', { name: /保\s*存$/ }).click()
  await lead.getByText('已保存').first().waitFor()
  await screenshot(lead, 'major-review')
  await desk.goto(`/incidents/${id}/major?tab=review`)
  await expect.poll(() => desk.getByLabel('需要改进的').inputValue()).toBe('备件不足')

  // on a phone what is said comes first, and nothing is wider than the screen
  await desk.setViewportSize({ width: 390, height: 844 })
  await desk.goto(`/incidents/${id}/major`)
  await log.getByText('切换到备用链路').waitFor()
  expect(await desk.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await screenshot(desk, 'major-phone')
})
