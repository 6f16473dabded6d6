import type { Page } from 'playwright-core'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { choose, dialog, fileOf, pagesOf, reportFault } from './steps.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The desk sees it come, opens it, and confirms the suggested grade. */
async function triage(desk: Page, title: string): Promise<void> {
  await desk.getByRole('button', { name: /显示最新/ }).click()
  await desk.getByRole('row', { name: new RegExp(title) }).click()
  await desk.getByRole('article', { name: '事件预览' }).getByRole('button', { name: '打开' }).click()
  await desk.getByRole('heading', { level: 1, name: title }).waitFor()
  await desk.getByRole('link', { name: 'error.png' }).waitFor()
  await desk.getByRole('button', { name: '确认等级' }).click()
  await dialog(desk).getByRole('button', { name: '确认等级' }).click()
  await desk.getByRole('button', { name: '改等级' }).waitFor()
}

/** The engineer works on it: starts, waits for the requester, goes on, logs time, writes to both sides. */
async function work(eng: Page): Promise<void> {
  await eng.getByRole('button', { name: '开始处理' }).click()
  await eng.getByRole('button', { name: '挂起' }).click()
  await dialog(eng).getByLabel('说明').fill('请提供报错时间')
  await dialog(eng).getByRole('button', { name: '挂起' }).click()
  await eng.getByRole('button', { name: '恢复处理' }).click()
  await dialog(eng).getByRole('button', { name: '恢复处理' }).click()
  await eng.getByRole('button', { name: '记工时' }).click()
  await dialog(eng).getByLabel('用时（分钟）').fill('30')
  await dialog(eng).getByLabel('做了什么').fill('查看日志，重启服务')
  await dialog(eng).getByRole('button', { name: '记工时' }).click()
  await eng.getByText('查看日志，重启服务').waitFor()
  await eng.getByRole('textbox', { name: '回复' }).fill('正在检查服务器，请稍候')
  await eng.getByRole('button', { name: '回复', exact: true }).click()
  await eng.getByText('正在检查服务器，请稍候').waitFor()
  await choose(eng, '内部备注')
  await eng.getByRole('textbox', { name: '内部备注' }).fill('疑似证书过期，勿外传')
  await eng.getByRole('button', { name: '回复', exact: true }).click()
  await eng.getByText('疑似证书过期，勿外传').waitFor()
}

journey(
  'a fault goes from the phone that reports it to a reviewed report, and everybody sees it live',
  async ({ visitor }) => {
    const title = `证照签发报错 ${Date.now()}`
    const [requester, desk, eng] = [await visitor(phone), await visitor(), await visitor()]
    await Promise.all([signIn(requester, 'req01'), signIn(desk, 'desk01'), signIn(eng, 'eng01')])
    await desk.goto('/incidents?view=all')
    await desk.getByRole('row').nth(1).waitFor()

    const number = await reportFault(requester, {
      service: '电子证照库',
      title,
      description: '签发时提示“系统错误”，九点开始',
      who: '整个单位或办事群众',
      file: { name: 'error.png', mimeType: 'image/png', buffer: png },
    })
    await screenshot(requester, 'portal-sent')
    await requester.getByRole('link', { name: '查看进展' }).click()
    await requester.getByRole('heading', { name: title }).waitFor()

    await triage(desk, title)
    await eng.goto('/my-work')
    await eng
      .getByRole('link', { name: new RegExp(title) })
      .or(eng.getByText(title))
      .first()
      .click()
    await eng.getByRole('button', { name: '开始处理' }).waitFor()
    if (!/\/incidents\//.test(eng.url())) await eng.getByRole('button', { name: '打开' }).click()
    await work(eng)

    // the requester's page follows without a reload, and never shows what is among colleagues
    await requester.getByText('正在检查服务器，请稍候').waitFor()
    await eng.getByRole('button', { name: '解决', exact: true }).click()
    await dialog(eng).getByLabel('解决办法').fill('更换到期证书，签发恢复')
    await dialog(eng).getByRole('button', { name: '解决', exact: true }).click()
    await requester.getByText('已解决，请确认').waitFor()
    await requester.getByRole('button', { name: /通知 · \d+ 条未读/ }).waitFor()
    expect(await requester.locator('body').innerText()).not.toContain('勿外传')
    await requester.getByRole('button', { name: /通知 · / }).click()
    await requester.getByRole('button', { name: new RegExp(`${number} 已解决`) }).waitFor()
    await requester.keyboard.press('Escape')
    await requester.getByRole('link', { name: '去评价' }).click()
    await choose(requester, '满意')
    await screenshot(requester, 'portal-rate')
    await requester.getByRole('button', { name: '提交评价' }).click()
    await requester.getByText('感谢您的评价').waitFor()

    await eng.getByRole('button', { name: /查看故障报告/ }).click()
    await eng.getByRole('textbox', { name: '原因分析' }).fill('签发服务的证书到期，没有到期提醒')
    await eng.getByRole('textbox', { name: '改进建议' }).fill('证书到期前三十天提醒，由应用运维组完成')
    await eng.getByRole('button', { name: '保存' }).click()
    await eng.getByRole('button', { name: '提交审核' }).click()
    await eng.getByText('待审核', { exact: true }).waitFor()
    await screenshot(eng, 'fault-report')

    const manager = await visitor()
    await signIn(manager, 'mgr01')
    await manager.goto('/my-work')
    await manager.getByRole('button', { name: /通知 · / }).click()
    await manager.getByRole('button', { name: new RegExp(`提交了 ${number} 的故障报告`) }).click()
    await manager.getByRole('button', { name: '审核通过' }).click()
    await dialog(manager).getByRole('button', { name: '确定' }).click()
    await manager.getByText('已审核', { exact: true }).waitFor()
    const pdf = await fileOf(manager, manager.getByRole('button', { name: '导出 PDF' }))
    expect(pdf.name).toContain(number)
    expect(pagesOf(pdf.bytes)).toBeGreaterThan(0)
  },
)
