import type { Page } from 'playwright-core'
import { expect, journey, originOf, signIn } from './harness.ts'
import { fileByApi } from './steps.ts'

/** Gives an incident to a group, by the API: the matter is what its page then shows. */
async function handOn(page: Page, id: string, group: string): Promise<void> {
  const origin = originOf(page)
  const read = async <T>(path: string) =>
    (await (await page.request.get(`${origin}/api/v1${path}`)).json()) as T
  const { version } = await read<{ version: number }>(`/incidents/${id}`)
  const { items } = await read<{ items: { id: string; name: string }[] }>('/groups/lookup')
  const answer = await page.request.post(`${origin}/api/v1/incidents/${id}/moves/assign`, {
    headers: { origin, 'if-match': `"${version}"` },
    data: { groupId: items.find((g) => g.name === group)!.id, reason: '转给相应的组处理' },
  })
  if (answer.status() !== 200) throw new Error(`not assigned: ${answer.status()} ${await answer.text()}`)
}

journey('a manager binds a group, and the incident shows who had it how long', async ({ visitor }) => {
  const [mgr, desk] = [await visitor(), await visitor()]
  await Promise.all([signIn(mgr, 'mgr01'), signIn(desk, 'desk01')])
  const name = `网络组组内时限 ${Date.now()}`

  await mgr.goto('/agreements?id=new')
  await mgr.getByText('运营级别协议', { exact: true }).click()
  await mgr.getByLabel('名称').fill(name)
  await mgr.getByRole('combobox', { name: '支持组' }).click()
  await mgr.locator('.ant-select-item-option', { hasText: '网络与安全组' }).click()
  await mgr.keyboard.press('Escape')
  // the company's groups are bound by the agreement with it
  expect(await mgr.locator('.ant-select-item-option', { hasText: '启航软件驻场组' }).count()).toBe(0)
  for (const grade of ['重大', '严重', '一般', '轻微'])
    await mgr.getByRole('spinbutton', { name: `${grade} 组内处理`, exact: true }).fill('4')
  await mgr.getByRole('button', { name: /保\s*存/ }).click()
  await mgr.getByRole('heading', { name: '约束对象' }).waitFor()
  await mgr.getByText('网络与安全组').first().waitFor()

  const { id } = await fileByApi(desk, { title: `组内时限 ${Date.now()}` })
  await handOn(desk, id, '网络与安全组')
  await handOn(desk, id, '应用运维组')
  await desk.goto(`/incidents/${id}`)
  const block = desk.locator('.sla-stays')
  await block.locator('li').nth(1).waitFor()
  const [first, second] = await block.locator(':scope > li').allInnerTexts()
  expect(first).toMatch(/网络与安全组[\s\S]*转派[\s\S]*运营级别协议/)
  expect(second).toMatch(/应用运维组[\s\S]*处理中/)
  await block.getByRole('button', { name: '为何这样计算' }).first().click()
  await desk.getByText(new RegExp(`协议“${name}”`)).waitFor()
})
