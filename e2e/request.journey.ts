import { expect, journey, originOf, phone, screenshot, signIn } from './harness.ts'
import { askForNetwork, choose, dialog, finishTask, taskCard } from './steps.ts'

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
    const path = await askForNetwork(requester, place)
    const record = path.replace('/portal', '')

    await manager.goto(record)
    await manager.getByText(place).waitFor()
    await manager.getByRole('button', { name: '同意' }).click()

    // the requester's page follows without a reload: three tasks run side by side
    await requester.getByText('以下 3 项同时办理').waitFor()
    await taskCard(requester, '分配地址并登记').getByText('待办理', { exact: true }).waitFor()

    await Promise.all([net.goto(record), app.goto(record), desk.goto(record)])
    await taskCard(net, '分配地址并登记').getByRole('button', { name: '退回补充' }).click()
    await dialog(net).getByRole('textbox').fill('请确认信息点编号')
    await dialog(net).getByRole('button', { name: '退回补充' }).click()
    await requester.getByText('请确认信息点编号').first().waitFor()
    await Promise.all([
      finishTask(app, '开通交换机端口', { 交换机与端口: 'SW-3F-02 / 12' }),
      finishTask(desk, '终端安全检查与准入登记'),
      (async () => {
        await requester.getByRole('button', { name: '回复补充' }).click()
        await dialog(requester).getByLabel('您的回复').fill('信息点 3-12')
        await dialog(requester)
          .getByRole('button', { name: /发\s*送/ })
          .click()
      })(),
    ])
    await taskCard(net, '分配地址并登记').getByText('待办理', { exact: true }).waitFor()
    expect(await taskCard(net, '联网验证').getByText('未开始').count()).toBe(1)
    await finishTask(net, '分配地址并登记', { '分配的 IP 地址': '10.18.3.12' })
    await finishTask(net, '联网验证')

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
