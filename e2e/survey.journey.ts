import { expect, journey, originOf, phone, screenshot, signIn } from './harness.ts'
import { api, choose, dialog } from './steps.ts'

journey(
  'a survey is asked, answered on a phone, put right and published; a complaint is dealt with',
  async ({ visitor }) => {
    const [manager, person] = await Promise.all([visitor(), visitor(phone)])
    await Promise.all([signIn(manager, 'mgr01'), signIn(person, 'fin01')])
    await manager.goto('/questionnaires')
    const title = `财务人员问卷 ${Date.now()}`
    const me = await api<{ person: { orgId: string } }>(manager, 'GET', '/me')
    const root = await api<{ items: { id: string; parentId: string | null }[] }>(
      manager,
      'GET',
      '/orgs/lookup?limit=500',
    )
    const made = await api(manager, 'POST', '/questionnaires', {
      orgId: root.items.find((one) => one.parentId === null)?.id ?? me.person.orgId,
      title,
      anonymous: false,
      audience: { kind: 'roles', roles: ['finance'] },
      questions: [
        { key: 'q1', type: 'grade', label: '总体满意吗' },
        { key: 'q2', type: 'text', label: '原因', required: false },
      ],
    })
    await manager.goto(`/questionnaires/${made.id}`)
    await manager.getByRole('button', { name: '立即发起' }).click()
    await dialog(manager)
      .getByText(/现在会发给 \d+ 人/)
      .waitFor()
    await dialog(manager).getByRole('button', { name: '立即发起' }).click()
    await manager.getByText('进行中').waitFor()

    await person.goto('/portal')
    await person.getByRole('link', { name: title }).click()
    await person.getByRole('button', { name: '提交问卷' }).click()
    await person.getByText('请回答这道题').waitFor()
    await choose(person, '不满意')
    await person.getByLabel('原因').fill('报销系统太慢')
    await person.getByRole('button', { name: '提交问卷' }).click()
    await person.getByText('感谢您的填写').waitFor()

    await manager.getByRole('row').filter({ hasText: /DC-/ }).first().click()
    await manager.getByText('报销系统太慢').waitFor()
    await screenshot(manager, 'survey-results')
    await manager.getByRole('button', { name: '提前结束' }).click()
    await dialog(manager).getByRole('textbox').fill('已收齐')
    await dialog(manager).getByRole('button', { name: '提前结束' }).click()
    await manager.getByRole('button', { name: '公布结果' }).click()
    await dialog(manager).getByRole('textbox').fill('已扩容报销系统')
    await dialog(manager).getByRole('button', { name: '公布结果' }).click()
    await manager.getByText('已公布', { exact: true }).waitFor()
    await manager.goto('/rectifications')
    const row = manager.getByRole('row').filter({ hasText: title })
    await row.getByRole('button', { name: '登记整改' }).click()
    await dialog(manager).getByLabel('整改措施').fill('扩容并复测')
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await row.getByText('待复核').waitFor()

    await person.goto('/my-complaints')
    await person.getByRole('button', { name: '我要投诉或建议' }).click()
    await choose(dialog(person), '其他')
    const subject = `报销慢 ${Date.now()}`
    await dialog(person).getByLabel('标题').fill(subject)
    await dialog(person).getByLabel('具体情况').fill('每月底都打不开')
    await dialog(person)
      .getByRole('button', { name: /提\s*交/ })
      .click()
    await person.getByText('每月底都打不开').waitFor()

    await manager.goto('/complaints')
    await manager.getByRole('row').filter({ hasText: subject }).click()
    await manager.getByRole('button', { name: '受理' }).click()
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await manager.getByRole('button', { name: '转办' }).waitFor()
    const at = `/complaints/${new URL(manager.url()).pathname.split('/').pop()}`
    const handler = await api<{ person: { id: string } }>(manager, 'GET', '/me')
    const taken = await api(manager, 'GET', at)
    const assign = { handlerId: handler.person.id }
    const given = await api(manager, 'POST', `${at}/moves/assign`, assign, taken.version)
    await api(manager, 'POST', `${at}/moves/answer`, { answer: '已扩容，请再试' }, given.version)
    await person.reload()
    await person.getByRole('button', { name: '满意，确认' }).click()
    await dialog(person).getByRole('button', { name: '满意，确认' }).click()
    await person.getByText('已确认').waitFor()

    const stranger = await visitor(phone)
    await stranger.goto(`${originOf(stranger)}/anonymous-complaints`)
    await stranger.getByLabel('标题').fill('匿名反映')
    await stranger.getByLabel('具体情况').fill('态度生硬')
    await stranger.getByRole('button', { name: /提\s*交/ }).click()
    const code = await stranger.locator('.zy-anonymous-code').innerText()
    await stranger.getByLabel('查询码').fill(code)
    await stranger.getByRole('button', { name: /查\s*询/ }).click()
    await stranger.getByText('态度生硬').waitFor()
    expect(await stranger.getByText('待受理').count()).toBe(1)
  },
)
