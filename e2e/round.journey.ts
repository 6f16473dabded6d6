import { journey, phone, screenshot, signIn, tolerate } from './harness.ts'

journey(
  'a plan is made, its round gone on a phone, and what is abnormal becomes an incident',
  async ({ page, visitor }) => {
    const name = `机房温度 ${Date.now()}`
    await signIn(page, 'mgr01')
    await page.goto('/round-plans/new')
    await page.getByLabel('名称').fill(name)
    const item = page.locator('.zy-rnd-item')
    await item.getByLabel('检查内容').fill('进风温度')
    await item.getByLabel('位置').fill('一号机房 A 列')
    await item.getByLabel('正常下限').fill('18')
    await item.getByLabel('正常上限').fill('27')
    await item.getByLabel('异常时').click()
    await page.locator('.ant-select-item-option', { hasText: '登记事件' }).click()
    await page.getByRole('button', { name: /保\s*存|提\s*交/ }).click()
    await page.getByRole('heading', { name }).waitFor()
    await screenshot(page, 'round-plan')

    const engineer = await visitor(phone)
    tolerate(engineer, /status of 422 .*finish/)
    await signIn(engineer, 'eng01')
    await engineer.goto(new URL(page.url()).pathname)
    await engineer.getByRole('button', { name: '临时巡检' }).click()
    const entry = engineer.getByRole('region', { name: '进风温度' })
    await entry.getByText('正常范围 18 – 27').waitFor()
    await entry.getByRole('spinbutton').fill('31.5')
    await entry.getByRole('button', { name: /记\s*录/ }).click()
    await entry.getByText('异常', { exact: true }).waitFor()
    await screenshot(engineer, 'round-phone')
    // an abnormal reading without a word about it does not end the round
    await engineer.getByRole('button', { name: '完成巡检' }).click()
    const finish = engineer.getByRole('dialog')
    await finish.getByRole('button', { name: '完成巡检' }).click()
    await finish.getByText('1 项异常没有写明情况：进风温度').waitFor()
    await finish.getByRole('button', { name: /取\s*消/ }).click()
    await entry.getByRole('button', { name: '重新记录' }).click()
    await entry.getByLabel('说明').fill('空调一号机停机')
    await entry.getByRole('button', { name: /记\s*录/ }).click()
    await entry.getByText('空调一号机停机').waitFor()
    await engineer.getByRole('button', { name: '完成巡检' }).click()
    await finish.getByRole('button', { name: '完成巡检' }).click()
    await engineer.getByText('已完成', { exact: true }).first().waitFor()
    await entry.getByRole('link', { name: /^INC-/ }).click()
    await engineer.getByText('巡检异常：进风温度 一号机房 A 列').first().waitFor()
    await engineer.getByText('31.5').first().waitFor()
  },
)
