import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { baseUrl, expect, journey, screenshot, signIn } from './harness.ts'
import { dialog } from './steps.ts'

const main = path.join(import.meta.dirname, '../src/app/main.ts')

/** A token of the machine account that may send alerts, made as an operator makes it. */
async function intakeToken(): Promise<string> {
  const env = {
    ...process.env,
    DATA_DIR: process.env['ZHENGYUN_E2E_DATA'],
    NODE_ENV: undefined,
    VITEST: undefined,
  }
  const args = [main, 'token', 'create', '--login', 'intake01', '--for', '1h']
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  return stdout.trim().split(/\s+/).at(-1)!
}

async function monitoring(token: string, source: string, alerts: object[]): Promise<void> {
  const answer = await fetch(`${baseUrl()}/api/v1/intake/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ source, alerts }),
  })
  expect(answer.status).toBe(202)
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const preview = (page: Page) => page.getByRole('article')

journey(
  'alerts are worked off by keys, silenced, and answered by a rule that was tried before',
  async ({ visitor }) => {
    const [desk, manager] = [await visitor(), await visitor()]
    const [token] = await Promise.all([intakeToken(), signIn(desk, 'desk01'), signIn(manager, 'mgr01')])
    const source = `监控${Date.now()}`
    const alert = (name: string, severity: string, host: string, status = 'firing') => ({
      ...{ name, severity, status, labels: { host: `${host}.${source}`, rack: 'A07' } },
      annotations: { summary: '三次未应答' },
    })

    await desk.goto(`/alerts?q=${encodeURIComponent(source)}`)
    await desk.getByText('没有符合条件的').or(desk.getByText('没有')).first().waitFor()
    await monitoring(token, source, [
      alert('柜温过高', 'critical', 'one'),
      alert('风扇异响', 'info', 'two'),
      alert('日志异常', 'info', 'three'),
    ])
    // an empty list has no place to keep: they come by themselves
    await row(desk, '柜温过高').waitFor()

    // by keys: acknowledge the one under the cursor, with a limit
    await row(desk, '柜温过高').click()
    await preview(desk).getByText('开了新事件。').first().waitFor()
    await desk.keyboard.press('a')
    await dialog(desk).getByText('30 分钟').click()
    await dialog(desk)
      .getByRole('button', { name: /确\s*认/ })
      .click()
    await preview(desk).getByText('已确认').first().waitFor()

    // several at once: a comment, and an incident of both by hand
    await desk.goto(`/alerts?q=${encodeURIComponent(source)}`)
    for (const name of ['风扇异响', '日志异常']) await row(desk, name).getByRole('checkbox').check()
    await desk.keyboard.press('o')
    await dialog(desk).getByLabel('标题').fill(`机柜巡检${source}`)
    await dialog(desk).getByRole('button', { name: '开事件' }).click()
    await desk.getByText(/已开事件 INC-/).waitFor()
    await row(desk, '风扇异响').click()
    await preview(desk)
      .getByText(/关联事件：INC-/)
      .waitFor()

    // a silence by the labels that it has, tried before
    await desk.keyboard.press('s')
    await dialog(desk).getByText('现在符合的告警：1 条').waitFor()
    await dialog(desk).getByLabel('原因').fill('更换风扇')
    await dialog(desk)
      .getByRole('button', { name: /静\s*默/ })
      .click()
    await preview(desk).getByText('已静默').first().waitFor()
    await screenshot(desk, 'alert-console')

    // the manager lets such alerts only be stored, having seen what that would have done
    await manager.goto('/alert-rules')
    const decide = manager.getByRole('region', { name: '处置' })
    await decide.getByRole('button', { name: '新增规则' }).click()
    await dialog(manager).getByLabel('名称', { exact: true }).fill(`只入库${source}`)
    await dialog(manager).getByLabel('条件 1 标签').fill('source')
    await dialog(manager).getByLabel('条件 1 值').fill(source)
    // nobody needed an hour to acknowledge or end them: a rule that waits so long would have opened nothing
    await dialog(manager).getByLabel('多少分钟无人确认才开').fill('60')
    await dialog(manager).getByText('信息系统的服务时间').click()
    await dialog(manager).getByRole('button', { name: '用最近 7 天的告警试算' }).click()
    await dialog(manager).getByText('无人确认才开事件，1 次会开 0 次').first().waitFor()
    await dialog(manager).getByText('只入库', { exact: true }).click()
    await dialog(manager).getByRole('button', { name: '用最近 7 天的告警试算' }).click()
    await dialog(manager).getByText('符合这条规则：3 条').waitFor()
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await decide.getByText(`只入库${source}`).waitFor()
    await monitoring(token, source, [alert('柜门打开', 'critical', 'four')])

    await desk.goto(`/alerts?view=suppressed&q=${encodeURIComponent(source)}`)
    await row(desk, '柜门打开').click()
    await preview(desk).getByText(`规则“只入库${source}”第 1 版。`).first().waitFor()

    await manager.goto('/alert-silences')
    const mine = manager.getByRole('row').filter({ hasText: '更换风扇' })
    await mine.getByRole('button', { name: '结束静默' }).first().click()
    await manager
      .locator('.ant-modal-confirm-btns')
      .getByRole('button', { name: /确\s*定/ })
      .click()
    await manager.getByText('静默已结束').waitFor()
  },
)
