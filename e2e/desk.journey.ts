import type { Page } from 'playwright-core'
import { expect, journey, phone, screenshot, signIn, tolerate } from './harness.ts'
import { choose, dialog, fileOf, pagesOf, pick, reportFault, takeOption } from './steps.ts'

/** Fills in what the caller says; the form stays open. */
async function takeCall(page: Page, caller: string, title: string): Promise<void> {
  await page.goto('/incidents/new')
  await page.getByRole('combobox', { name: '来电人' }).fill(caller)
  await takeOption(page, caller)
  await page.getByText('名册内').waitFor()
  await page.getByRole('textbox', { name: '标题' }).fill(title)
}

const numberShown = (page: Page) => page.getByRole('heading', { level: 1, name: /^INC-\d{8}-\d+$/ })

journey(
  'the desk answers calls: a new fault, one known already, one solved on the phone',
  async ({ page }) => {
    const title = `登录页面打不开 ${Date.now()}`
    await signIn(page, 'desk01')
    await takeCall(page, '钱枫', title)
    await page.getByRole('heading', { name: '来电人最近的事件' }).waitFor()
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await numberShown(page).waitFor()
    const first = await numberShown(page).innerText()
    await screenshot(page, 'desk-saved')

    // the second caller has the same: found while typing, joined without a ticket of its own
    await page.getByRole('button', { name: '再登记一条' }).click()
    await takeCall(page, '孙悦', title)
    const similar = page.getByRole('listitem').filter({ hasText: first })
    await similar.getByRole('button', { name: '并入', exact: true }).click()
    await page.getByText(`已并入 ${first}`).waitFor()

    // the third gets a ticket that repeats it
    await takeCall(page, '赵敏', title)
    await similar.getByRole('button', { name: /另开单并标重复/ }).click()
    await page.getByText(`保存后标为 ${first} 的重复`).waitFor()
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await numberShown(page).waitFor()
    await page.getByText('挂起').waitFor()

    // the fourth is not in any list and is helped at once
    await page.goto('/incidents/new')
    await page.getByRole('combobox', { name: '来电人' }).fill('路过的王先生')
    await page.getByRole('textbox', { name: '电话' }).fill('13900000000')
    await page.getByRole('textbox', { name: '标题' }).fill('打印机显示脱机')
    await page.getByRole('checkbox', { name: '电话里就解决了' }).check()
    await page.getByRole('textbox', { name: '解决办法' }).fill('请来电人重新插上网线，打印恢复')
    await page.getByRole('button', { name: '保存并解决', exact: true }).click()
    await page.getByText('已登记并解决').waitFor()
    await page.getByRole('link', { name: '打开这条事件' }).click()
    await page.getByText('首次接触解决').waitFor()
    await screenshot(page, 'first-contact')
  },
)

journey(
  'two agents on one incident: the slower one learns who was faster, and keeps the text',
  async ({ visitor }) => {
    const title = `附件下载失败 ${Date.now()}`
    const [slow, fast] = [await visitor(), await visitor()]
    tolerate(slow, /status of (409|412)/)
    await Promise.all([signIn(slow, 'desk01'), signIn(fast, 'lead01')])
    await takeCall(slow, '赵敏', title)
    await slow.getByRole('button', { name: '保存', exact: true }).click()
    await slow.getByRole('link', { name: '打开这条事件' }).click()
    await slow.getByRole('heading', { level: 1, name: title }).waitFor()
    await fast.goto(slow.url())
    await moveOf(slow, '取消')
    await dialog(slow).getByLabel('原因').fill('报修人说不用处理了，已电话核实')

    await fast.getByRole('button', { name: /修改/ }).first().click()
    await dialog(fast).getByLabel('标题').fill(`${title}（已核实）`)
    await dialog(fast).getByRole('button', { name: '保存', exact: true }).click()
    await fast.getByRole('heading', { level: 1, name: `${title}（已核实）` }).waitFor()

    await dialog(slow).getByRole('button', { name: '取消', exact: true }).first().click()
    const notice = dialog(slow).getByRole('alert').filter({ hasText: '更新了此事件' })
    await notice.waitFor()
    // the live news may be faster than the answer; until that is there the dialog takes nothing else
    await dialog(slow)
      .getByText(/^事件已被他人修改/)
      .waitFor()
    expect(await notice.innerText()).toContain('陈立')
    expect(await dialog(slow).getByLabel('原因').inputValue()).toBe('报修人说不用处理了，已电话核实')
    await screenshot(slow, 'stale-move')
    await notice.getByRole('button', { name: '已核对，继续提交' }).click()
    await dialog(slow).getByRole('button', { name: '取消', exact: true }).first().click()
    await slow.getByText('报修人说不用处理了，已电话核实').first().waitFor()
    await slow.getByText('已取消').first().waitFor()
  },
)

journey(
  'a major fault goes to the vendor, who comes; the leader supervises, the desk decides',
  async ({ visitor }) => {
    const title = `全市窗口无法受理 ${Date.now()}`
    const [requester, lead] = [await visitor(phone), await visitor()]
    await Promise.all([signIn(requester, 'req01'), signIn(lead, 'lead01')])
    await reportFault(requester, {
      service: '一网通办平台',
      title,
      who: '整个单位或办事群众',
      can: '完全不能，事情很急',
    })
    await requester.getByRole('link', { name: '查看进展' }).click()
    await requester.getByRole('heading', { name: title }).waitFor()
    await lead.goto(requester.url().replace('/portal/', '/'))

    await lead.getByRole('button', { name: '确认等级' }).click()
    await choose(dialog(lead), '重大')
    await dialog(lead).getByLabel('原因').fill('全市窗口停办，按重大处置')
    await dialog(lead).getByRole('button', { name: /等级$/ }).click()
    await lead.getByRole('button', { name: /记录决策/ }).click()
    await dialog(lead).getByLabel('决策内容').fill('启用应急受理登记，厂商到场')
    await dialog(lead).getByLabel('已通知的人员和单位').fill('市政务服务局值班领导')
    await dialog(lead).getByRole('button', { name: '记录决策' }).click()
    await lead.getByRole('article').getByText('已通知：市政务服务局值班领导').waitFor()

    await moveOf(lead, '升级')
    await pick(lead, dialog(lead), '处理组', '启航')
    await dialog(lead).getByLabel('原因').fill('需要厂商处理')
    await dialog(lead).getByRole('button', { name: '升级', exact: true }).click()
    await lead.getByText('启航软件驻场组').first().waitFor()
    await lead.getByRole('button', { name: /发起督办/ }).click()
    await dialog(lead).getByLabel('督办要求').fill('一小时内恢复受理')
    await pick(lead, dialog(lead), '责任人', '冯博')
    await dialog(lead).getByLabel('办结时限').fill('2036-01-01 12:00')
    await lead.locator('.ant-picker-ok button').click()
    await dialog(lead).getByRole('button', { name: '发起督办', exact: true }).click()
    await lead.getByText('待回复').waitFor()

    const vendor = await visitor()
    await signIn(vendor, 'vend01')
    await vendor.goto(lead.url())
    await moveOf(vendor, '申请到场')
    await dialog(vendor).getByRole('button', { name: '申请到场', exact: true }).click()
    const sheet = await fileOf(vendor, vendor.getByRole('button', { name: '现场服务单', exact: true }))
    expect(pagesOf(sheet.bytes)).toBeGreaterThan(0)
    await requester.getByRole('button', { name: /工程师已到场/ }).click()
    await vendor.getByText('确认到场').first().waitFor()
    await vendor
      .getByRole('article')
      .filter({ hasText: '一小时内恢复受理' })
      .getByRole('button', { name: '回复', exact: true })
      .click()
    await dialog(vendor).getByLabel('回复').fill('数据库连接耗尽，已扩容恢复')
    await dialog(vendor).getByRole('button', { name: '回复', exact: true }).click()
    await vendor.getByText('数据库连接耗尽，已扩容恢复').first().waitFor()

    await lead.getByText('已回复').first().waitFor()
    await screenshot(lead, 'supervision', { fullPage: true })
    await lead.getByRole('button', { name: '办结', exact: true }).click()
    await lead.getByText('已办结').first().waitFor()
  },
)

/** A move is a button, or further down in the menu. */
async function moveOf(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`${name}$`) })
  const more = page.getByRole('button', { name: '更多操作' })
  await button.or(more).first().waitFor()
  if (await button.isVisible()) return button.click()
  await more.click()
  await page.getByRole('menuitem', { name: new RegExp(`${name}$`) }).click()
}
