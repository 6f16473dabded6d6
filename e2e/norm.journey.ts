import { expect, journey, phone, signIn } from './harness.ts'
import { dialog, fileOf, pagesOf, takeOption } from './steps.ts'

const confirm = /确\s*[认定]/

journey(
  'a norm is put in force, evaluated, proved by hand, mended and handed to an assessor',
  async ({ visitor }) => {
    const [manager, leader] = [await visitor(), await visitor(phone)]
    await Promise.all([signIn(manager, 'mgr01'), signIn(leader, 'lead01')])
    const stamp = String(Date.now())

    // a norm of the unit's own, so that no other journey works on it
    await manager.goto('/norm-library')
    await manager.getByRole('button', { name: '导入 YAML' }).click()
    const yaml = `norm: own-${stamp}
title: { zh: 本市运维细则${stamp} }
kind: regulation
articles:
  - { id: own-${stamp}/1, number: 第一条, gist: { zh: 每周召开运维例会 }, type: periodic, capability: reporting, evidence: { zh: 会议纪要 } }
  - { id: own-${stamp}/2, number: 第二条, gist: { zh: 专人保管钥匙 }, type: nonsense, capability: other }
`
    await dialog(manager).getByLabel('YAML').fill(yaml)
    await dialog(manager).getByRole('button', { name: '试导入' }).click()
    await dialog(manager).getByText('有 1 处问题，未导入').waitFor()
    await dialog(manager)
      .getByText(/第 6 行/)
      .waitFor()
    await dialog(manager).getByLabel('YAML').fill(yaml.replace('nonsense', 'control'))
    await dialog(manager).getByRole('button', { name: '试导入' }).click()
    await dialog(manager)
      .getByText(/可以导入/)
      .waitFor()
    await dialog(manager)
      .getByRole('button', { name: /^导\s*入$/ })
      .click()
    await dialog(manager).waitFor({ state: 'hidden' })

    await manager.getByRole('button', { name: `启用 本市运维细则${stamp} 1` }).click()
    await dialog(manager).getByLabel('适用单位（含下级）').click()
    await manager.keyboard.type('运行维护科')
    await takeOption(manager, '运行维护科')
    await dialog(manager)
      .getByRole('button', { name: /启\s*用/ })
      .click()
    await manager.waitForURL(/\/norm-adoptions\/[0-9a-f-]{36}/)
    await manager.getByRole('button', { name: '立即评估' }).click()
    await manager.getByText('尚无模块或证据').first().waitFor()

    // proof by hand, looked at by another on a phone
    await manager.getByRole('link', { name: '每周召开运维例会' }).click()
    await manager.getByRole('button', { name: '提交证据' }).click()
    await dialog(manager).getByLabel('说明', { exact: true }).last().fill('例会纪要四份，存于档案柜')
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await manager.getByText('待复核', { exact: true }).waitFor()
    const address = new URL(manager.url()).pathname
    await leader.goto(address)
    await leader.getByRole('button', { name: /通\s*过/ }).click()
    await dialog(leader).getByRole('button', { name: confirm }).click()
    await leader.getByText('人工证据', { exact: true }).first().waitFor()
    await leader.getByText('已通过', { exact: true }).first().waitFor()
    expect(await leader.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

    // rectification, verified by who did not do it
    await manager.reload()
    await manager.getByRole('button', { name: '下达整改' }).click()
    await dialog(manager).getByLabel('要做到什么').fill(`例会改为每周一${stamp}`)
    await dialog(manager).getByLabel('责任人').click()
    await manager.keyboard.type('吴强')
    await takeOption(manager, '吴强')
    await dialog(manager)
      .getByRole('button', { name: /保\s*存/ })
      .click()
    await dialog(manager).waitFor({ state: 'hidden' })
    await manager.getByText(`例会改为每周一${stamp}`).waitFor()
    await manager.goto(address.replace(/\/clauses\/.*/, ''))
    await manager
      .getByRole('listitem')
      .filter({ hasText: '每周召开运维例会' })
      .getByText('符合', { exact: true })
      .waitFor()
    const pdf = await fileOf(manager, manager.getByRole('button', { name: '导出 PDF' }))
    expect(pagesOf(pdf.bytes)).toBeGreaterThan(0)
    await manager.getByRole('button', { name: '核验材料' }).click()
    await dialog(manager).getByLabel('封印编号').fill('999999999')
    await dialog(manager).getByLabel('封印值（SM3）').fill('a'.repeat(64))
    await dialog(manager)
      .getByRole('button', { name: /核\s*验/ })
      .click()
    await dialog(manager).getByText('审计链上没有该编号的封印').waitFor()
    await manager.goto('/norms')
    await manager.getByRole('link', { name: `本市运维细则${stamp}` }).waitFor()
  },
)
