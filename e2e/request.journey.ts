import type { Page } from 'playwright-core'
import { expect, journey, originOf, phone, screenshot, signIn } from './harness.ts'
import { choose, dialog } from './steps.ts'

/** Sends the item's form as the requester does, from the catalogue on. @returns the request's path */
async function ask(requester: Page, place: string): Promise<string> {
  await requester.goto('/portal/catalogue')
  const others = requester.getByRole('link', { name: /^软件安装/ })
  await others.first().waitFor()
  await requester.getByRole('textbox', { name: /查找服务/ }).fill('入网')
  // two characters find it; what else there is goes away, the popular ones and the requester's own requests too
  await others.first().waitFor({ state: 'detached' })
  await requester.getByRole('link', { name: /^计算机入网/ }).click()
  await requester.getByRole('button', { name: '提交申请' }).click()
  await requester.getByText('还有 6 处需要填写或更正').waitFor()
  await choose(requester, '政务外网')
  await requester.getByLabel('网卡 MAC 地址').fill('3C-52-82-0A-1B')
  await requester.getByText(/不是有效的 MAC 地址/).waitFor()
  await requester.getByLabel('网卡 MAC 地址').fill('3C-52-82-0A-1B-2C')
  await requester.getByLabel('房间号与信息点').fill(place)
  await requester.getByLabel('使用人', { exact: true }).fill('赵敏')
  await requester.getByRole('radiogroup', { name: '已安装终端安全软件' }).getByText('是').click()
  // the day is asked for only when somebody is to come
  expect(await requester.getByLabel('期望上门日期').count()).toBe(0)
  await requester.getByRole('radiogroup', { name: '需要上门协助' }).getByText('是').click()
  await requester.getByLabel('期望上门日期').waitFor()
  await requester.getByRole('radiogroup', { name: '需要上门协助' }).getByText('否').click()
  await screenshot(requester, 'request-form')
  await requester.getByRole('button', { name: '提交申请' }).click()
  await requester.getByText(/已提交，编号 REQ-/).waitFor()
  return new URL(requester.url()).pathname
}

const card = (page: Page, task: string) => page.getByRole('article', { name: task })

/** Finishes a task with what it must tell. */
async function finish(page: Page, task: string, results: Record<string, string> = {}): Promise<void> {
  await card(page, task).getByRole('button', { name: '办结' }).click()
  for (const [label, value] of Object.entries(results)) await dialog(page).getByLabel(label).fill(value)
  await dialog(page).getByRole('button', { name: '办结' }).click()
  await card(page, task).getByText('已办结', { exact: true }).waitFor()
}

journey(
  'a request is approved, done by three people side by side, and confirmed; everybody sees each step',
  async ({ visitor }) => {
    const place = `三楼 ${Date.now()}`
    const [requester, manager, net, app, desk] = await Promise.all([
      visitor(phone),
      visitor(),
      visitor(),
      visitor(),
      visitor(),
    ])
    await Promise.all([
      signIn(requester, 'req01'),
      signIn(manager, 'mgr01'),
      signIn(net, 'eng02'),
      signIn(app, 'eng01'),
      signIn(desk, 'desk01'),
    ])
    const path = await ask(requester, place)
    const record = path.replace('/portal', '')

    await manager.goto(record)
    await manager.getByText(place).waitFor()
    await manager.getByRole('button', { name: '同意' }).click()
    const confirm = manager.getByRole('dialog')
    if (await confirm.count())
      await dialog(manager)
        .getByRole('button', { name: /同意|确定/ })
        .click()

    // the requester's page follows without a reload: three tasks run side by side
    await requester.getByText('以下 3 项同时办理').waitFor()
    await card(requester, '分配地址并登记').getByText('待办理', { exact: true }).waitFor()

    await Promise.all([net.goto(record), app.goto(record), desk.goto(record)])
    await card(net, '分配地址并登记').getByRole('button', { name: '退回补充' }).click()
    await dialog(net).getByRole('textbox').fill('请确认信息点编号')
    await dialog(net).getByRole('button', { name: '退回补充' }).click()
    await requester.getByText('请确认信息点编号').first().waitFor()
    await Promise.all([
      finish(app, '开通交换机端口', { 交换机与端口: 'SW-3F-02 / 12' }),
      finish(desk, '终端安全检查与准入登记'),
      (async () => {
        await requester.getByRole('button', { name: '回复补充' }).click()
        await dialog(requester).getByLabel('您的回复').fill('信息点 3-12')
        await dialog(requester)
          .getByRole('button', { name: /发\s*送/ })
          .click()
      })(),
    ])
    await card(net, '分配地址并登记').getByText('待办理', { exact: true }).waitFor()
    expect(await card(net, '联网验证').getByText('未开始').count()).toBe(1)
    await finish(net, '分配地址并登记', { '分配的 IP 地址': '10.18.3.12' })
    await finish(net, '联网验证')

    await requester.getByText('10.18.3.12').waitFor()
    await requester.getByRole('button', { name: '确认办结' }).click()
    await choose(dialog(requester), '非常满意')
    await dialog(requester).getByRole('button', { name: '确认办结' }).click()
    await requester.getByText(/您的评价/).waitFor()
    await screenshot(requester, 'request-done', { fullPage: true })

    // nothing lost, nothing twice: each move is in the story once
    const answer = await requester.request.get(`${originOf(requester)}/api/v1${record}/timeline?limit=100`)
    const { items } = (await answer.json()) as { items: { data: { move?: string; task?: string } }[] }
    const moves = items.map(({ data }) => [data.move, data.task].filter(Boolean).join(' '))
    expect(moves.filter((move) => move.startsWith('finish')).toSorted()).toEqual(
      ['分配地址并登记', '开通交换机端口', '终端安全检查与准入登记', '联网验证']
        .map((task) => `finish ${task}`)
        .toSorted(),
    )
    expect(moves.filter((move) => !move.startsWith('finish'))).toEqual([
      'submit',
      'approval-approved',
      'return 分配地址并登记',
      'answer 分配地址并登记',
      'confirm',
    ])
  },
)
