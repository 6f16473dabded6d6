import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { api, dialog, fileOf, pick } from './steps.ts'

journey(
  'a version goes live through its gate: recorded by one, confirmed by another, a change, the manager',
  async ({ visitor }) => {
    const [eng, lead, mgr] = await Promise.all([visitor(), visitor(), visitor(phone)])
    await Promise.all([signIn(eng, 'eng01'), signIn(lead, 'lead01'), signIn(mgr, 'mgr01')])
    const title = `一网通办 V3.1 上线 ${Date.now()}`

    await eng.goto('/releases')
    await eng.getByRole('button', { name: '新增发布' }).first().click()
    await pick(eng, dialog(eng), '信息系统', '一网通办')
    await dialog(eng).getByLabel('标题', { exact: true }).fill(title)
    await dialog(eng).getByLabel('版本', { exact: true }).fill('V3.1.0')
    await dialog(eng)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await eng.getByRole('heading', { name: new RegExp(title) }).waitFor()
    const id = new URL(eng.url()).pathname.split('/').at(-1)!
    await eng.getByText('已获批准的变更').first().waitFor()

    await eng.getByRole('button', { name: /^登记 承建方与运维方交接/ }).click()
    await pick(eng, dialog(eng), '完成人', '吴强')
    await dialog(eng).getByLabel('完成日期').fill('2026-11-20')
    await dialog(eng).getByLabel('完成日期').press('Enter')
    await dialog(eng).getByLabel('说明', { exact: true }).fill('账号、文档、值守表均已移交并签字')
    await dialog(eng).getByLabel('证明材料位置或链接').fill('档案室 3-11')
    await dialog(eng)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await eng.getByText('待他人复核').waitFor()
    // who did it and recorded it does not confirm it
    expect(await eng.getByRole('button', { name: /^复核 / }).count()).toBe(0)
    await eng.locator('input[type=file]').setInputFiles({
      name: '试运行报告.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('试运行三十天无中断'),
    })
    const file = eng.getByRole('button', { name: /试运行报告/ })
    expect((await fileOf(eng, file)).bytes.toString()).toBe('试运行三十天无中断')

    await lead.goto(`/releases/${id}`)
    await lead.getByRole('button', { name: /^复核 承建方与运维方交接/ }).click()
    await lead
      .getByText(/已复核/)
      .first()
      .waitFor()

    // the rest of the list in the same way, and a change that was let through
    const me = await api<{ person: { id: string } }>(eng, 'GET', '/me')
    const known = await api<{ items: { key: string; record: unknown }[] }>(eng, 'GET', `/releases/${id}`)
    for (const { key, record } of known.items) {
      if (record) continue
      const now = await api(eng, 'GET', `/releases/${id}`)
      const body = {
        personId: me.person.id,
        doneOn: '2026-11-21',
        statement: '已完成，材料齐备',
        link: '档案室 3-12',
      }
      const { version } = await api(eng, 'PUT', `/releases/${id}/items/${key}`, body, now.version)
      await api(lead, 'POST', `/releases/${id}/items/${key}/moves/confirm`, {}, version)
    }
    const { items } = await api<{ items: { number: string }[] }>(lead, 'GET', '/changes?state=closed&limit=1')
    await lead.reload()
    await lead.getByRole('button', { name: '关联变更' }).click()
    await dialog(lead).getByLabel('变更编号').fill(items[0]!.number)
    await dialog(lead)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await lead.getByText('条件已具备').waitFor()
    await screenshot(lead, 'release')

    await mgr.goto(`/releases/${id}`)
    await mgr.getByRole('button', { name: '批准上线' }).click()
    await dialog(mgr)
      .getByRole('button', { name: /确\s*定|批准上线/ })
      .click()
    await mgr.getByText('已上线', { exact: true }).first().waitFor()
    expect(await mgr.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  },
)
