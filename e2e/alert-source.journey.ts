import { createSocket } from 'node:dgram'
import { baseUrl, expect, journey, screenshot, signIn } from './harness.ts'
import { freePort } from '../live/peers.ts'
import { pick } from './steps.ts'

journey('a mapped source is made, takes an event, and shows it as it came', async ({ page }) => {
  const name = `动环平台 ${Date.now().toString(36)}`
  await signIn(page, 'sys01')
  await page.goto('/alert-sources')
  await page.getByRole('button', { name: /新增来源/ }).click()
  await page.getByRole('menuitem', { name: /通用 JSON/ }).click()
  await page.getByLabel('名称', { exact: true }).fill(name)
  await pick(page, page, '归属单位', '信息中心')
  const preview = page.getByRole('status', { name: '预览' })
  await preview.getByText('会产生 1 条告警').waitFor()
  await page.getByLabel('告警名称', { exact: true }).fill('{/title}（{/host}）')
  await preview.getByText('机房温度过高（dh-01）', { exact: true }).waitFor()
  await screenshot(page, 'alert-source-form')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('令牌只显示这一次').waitFor()
  const address = await page.getByLabel('接入地址', { exact: true }).inputValue()
  const path = new URL(address.replace('POST ', '')).pathname
  const sent = await page.request.post(`${baseUrl()}${path}`, {
    headers: { origin: baseUrl() },
    data: { alerts: [{ id: name, title: '漏水', host: 'dh-02', level: '严重', status: 'firing' }] },
  })
  expect(sent.status()).toBe(202)
  await page.getByText(/"title":"漏水"/).waitFor()
  await page.getByRole('button', { name: '预览这条消息' }).click()
  await preview.getByText('漏水（dh-02）', { exact: true }).waitFor()
  await screenshot(page, 'alert-source')
})

journey('a syslog source listens, and a line becomes an alert by a rule of its own', async ({ page }) => {
  const name = `日志 ${Date.now().toString(36)}`
  const port = await freePort()
  await signIn(page, 'sys01')
  await page.goto('/alert-sources/new/syslog')
  await page.getByLabel('名称', { exact: true }).fill(name)
  await pick(page, page, '归属单位', '信息中心')
  await page.getByLabel('UDP 端口', { exact: true }).fill(String(port))
  await page.getByLabel('TCP 端口', { exact: true }).fill('')
  await page.getByLabel('监听地址', { exact: true }).fill('127.0.0.1')
  await page.getByRole('button', { name: /添加规则$/ }).click()
  await page.getByLabel('新规则 4 触发条件（全部满足） 1 值', { exact: true }).fill('disk full')
  await page.getByLabel('原文', { exact: true }).fill(`<13>Nov 22 03:00:00 db01 backup: ${name} disk full`)
  await page.getByText('会产生 1 条告警').waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('监听中').waitFor()
  const socket = createSocket('udp4')
  await new Promise((resolve) =>
    socket.send(`<13>Nov 22 03:00:00 db01 backup: ${name} disk full`, port, '127.0.0.1', resolve),
  )
  socket.close()
  await page.getByText('成为告警').first().waitFor()
  await page.getByText(`backup: ${name} disk full`).waitFor()
  await screenshot(page, 'alert-source-syslog')
  await page.getByRole('button', { name: /^删\s*除$/ }).click()
  const sure = page.getByRole('dialog')
  await sure.getByText('未恢复的 1 条告警').waitFor()
  await sure.getByRole('button', { name: /^删\s*除$/ }).click()
  await page.waitForURL('**/alert-sources')
})
