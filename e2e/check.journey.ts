import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { pick } from './steps.ts'

journey(
  'an engineer watches a web page: it is well, its server stops, and an incident is there',
  async ({ visitor }) => {
    const [eng, lead] = [await visitor(), await visitor(phone)]
    await Promise.all([signIn(eng, 'eng02'), signIn(lead, 'lead01')])
    const server = createServer((_request, answer) => answer.end('欢迎登录'))
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    const name = `门户登录页${String(Date.now()).slice(-6)}`

    await eng.goto('/checks/new')
    await eng.getByRole('button', { name: /^HTTP\(S\)/ }).click()
    await eng.getByLabel('名称', { exact: true }).fill(name)
    await eng.getByLabel('地址', { exact: true }).fill(`http://127.0.0.1:${port}/login`)
    await eng.getByLabel('应含文字', { exact: true }).fill('欢迎')
    await pick(eng, eng, '单位', '运行维护科')
    await eng.getByLabel('监测间隔', { exact: true }).fill('5')
    await eng.getByLabel('超时', { exact: true }).fill('2')
    await eng.getByLabel('重试次数', { exact: true }).fill('0')
    await eng.getByRole('button', { name: '试运行' }).click()
    const tried = eng.getByRole('region', { name: '试运行' }).getByRole('status')
    await tried.getByText('HTTP 200').waitFor()
    await eng.getByRole('button', { name: /保\s*存/ }).click()
    await eng.waitForURL(/\/checks\/[0-9a-f-]{36}$/)
    const head = eng.getByRole('heading', { level: 1 })
    await head.getByText('正常').waitFor()
    await screenshot(eng, 'check-ok')

    await new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
    await eng.getByRole('button', { name: '立即检测' }).click()
    await head.getByText('故障').waitFor()
    await eng.getByText('拒绝连接').first().waitFor()
    const incident = eng.getByRole('link', { name: /^INC-/ })
    await incident.waitFor()
    await screenshot(eng, 'check-critical', { fullPage: true })

    await lead.goto(`/checks?q=${encodeURIComponent(name)}`)
    await lead.getByRole('link', { name }).waitFor()
    const width = await lead.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
  },
)
