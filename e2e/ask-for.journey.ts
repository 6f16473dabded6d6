import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { choose, dialog, fileOf, pick } from './steps.ts'

journey(
  'the desk asks for who called; he is told, and finds it among his own; the desk keeps the list as a view',
  async ({ visitor }) => {
    const [desk, requester] = await Promise.all([
      visitor({ viewport: { width: 1366, height: 768 } }),
      visitor(phone),
    ])
    await Promise.all([signIn(desk, 'desk01'), signIn(requester, 'req01')])
    const place = `五楼 ${Date.now()}`

    await desk.goto('/requests?view=requests')
    await desk.getByRole('button', { name: '代人申请' }).click()
    await pick(desk, desk, '申请人', '赵敏')
    await desk.getByLabel('联系电话').fill('65880101')
    await screenshot(desk, 'ask-for-choose')
    await desk.getByRole('textbox', { name: /查找服务/ }).fill('入网')
    await desk.getByRole('button', { name: /^计算机入网/ }).click()
    await desk.getByRole('button', { name: '提交申请' }).click()
    await desk.getByText('还有 6 处需要填写或更正').waitFor()
    await choose(desk, '政务外网')
    await desk.getByLabel('网卡 MAC 地址').fill('3C-52-82-0A-1B-2D')
    await desk.getByLabel('房间号与信息点').fill(place)
    await desk.getByLabel('使用人', { exact: true }).fill('赵敏')
    await desk.getByRole('radiogroup', { name: '已安装终端安全软件' }).getByText('是').click()
    await desk.getByRole('radiogroup', { name: '需要上门协助' }).getByText('否').click()
    await screenshot(desk, 'ask-for-form', { fullPage: true })
    await desk.getByRole('button', { name: '提交申请' }).click()
    await desk.getByText(place).waitFor()
    const id = new URL(desk.url()).pathname.split('/').at(-1)!

    await requester.goto('/portal/catalogue')
    await requester.locator(`a[href$="/portal/requests/${id}"]`).click()
    await requester.getByText(place).waitFor()

    await desk.goto('/requests?view=requests&open=true')
    await desk.getByRole('button', { name: '视图', exact: true }).click()
    await desk.getByText('存为视图…').click()
    const name = `未结的申请 ${place}`
    await dialog(desk).getByLabel('名称').fill(name)
    await dialog(desk)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await desk.waitForURL(/saved=/)
    await desk.getByText(name).waitFor()
    await desk.getByRole('button', { name: '视图', exact: true }).click()
    const table = (await fileOf(desk, desk.getByText(/导出/))).bytes.toString()
    expect(table).toContain('编号,标题,事项,状态,申请人,单位')
    await screenshot(desk, 'requests-view')
  },
)
