import snmp from 'net-snmp'
import { playBack } from '../src/modules/discovery/testing/agent.ts'
import type { Recorded } from '../src/modules/discovery/testing/recording.ts'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'
import { dialog, pick } from './steps.ts'

const { OctetString, OID, Integer, Gauge, IpAddress } = snmp.ObjectType

/** A switch as it describes itself, in the order of its OIDs. */
function device(name: string): Recorded[] {
  const text = (oid: string, said: string) => ({ oid, type: OctetString!, value: Buffer.from(said) })
  const number = (oid: string, value: number) => ({ oid, type: Integer!, value })
  return [
    text('1.0.8802.1.1.2.1.4.1.1.7.0.1.1', 'GE1/0/24'),
    text('1.0.8802.1.1.2.1.4.1.1.9.0.1.1', '核心交换机'),
    text(
      '1.3.6.1.2.1.1.1.0',
      'H3C Comware Platform Software, Software Version 7.1.070, Release 6312\nH3C S5130S-28P-EI\nCopyright',
    ),
    { oid: '1.3.6.1.2.1.1.2.0', type: OID!, value: '1.3.6.1.4.1.25506.1.1' },
    text('1.3.6.1.2.1.1.5.0', name),
    text('1.3.6.1.2.1.2.2.1.2.1', 'GigabitEthernet1/0/1'),
    number('1.3.6.1.2.1.2.2.1.3.1', 6),
    { oid: '1.3.6.1.2.1.2.2.1.5.1', type: Gauge!, value: 1e9 },
    {
      oid: '1.3.6.1.2.1.2.2.1.6.1',
      type: OctetString!,
      value: Buffer.from([0, 26, 43, 60, 77, Date.now() & 255]),
    },
    number('1.3.6.1.2.1.2.2.1.7.1', 1),
    number('1.3.6.1.2.1.2.2.1.8.1', 1),
    { oid: '1.3.6.1.2.1.4.20.1.1.10.8.0.7', type: IpAddress!, value: '10.8.0.7' },
    number('1.3.6.1.2.1.4.20.1.2.10.8.0.7', 1),
    { oid: '1.3.6.1.2.1.4.20.1.3.10.8.0.7', type: IpAddress!, value: '255.255.255.0' },
    text('1.3.6.1.2.1.31.1.1.1.18.1', '上联核心'),
    number('1.3.6.1.2.1.47.1.1.1.1.5.1', 3),
    text('1.3.6.1.2.1.47.1.1.1.1.7.1', '机箱'),
    text('1.3.6.1.2.1.47.1.1.1.1.11.1', `SN${Date.now()}`),
  ]
}

journey('a device is tried, discovered and taken into the configuration items', async ({ visitor }) => {
  const name = `接入交换机${Date.now().toString(36)}`
  const agent = await playBack(device(name))
  try {
    const page = await visitor()
    await signIn(page, 'eng01')
    await page.goto('/discovery/targets')
    await page
      .getByRole('button', { name: /新增发现范围$/ })
      .first()
      .click()
    const form = dialog(page)
    await form.getByLabel('名称', { exact: true }).fill(`本机 ${name}`)
    await pick(page, form, '所属单位', '运行维护科')
    await form.getByLabel('地址范围', { exact: true }).fill('127.0.0.1')
    await form.getByLabel('端口', { exact: true }).fill(String(agent.port))
    await form.getByLabel('团体名', { exact: true }).fill('public')
    await form.getByRole('button', { name: /^测\s*试$/ }).click()
    await form.getByText(name).first().waitFor()
    await screenshot(page, 'discovery-target')
    await form.getByRole('button', { name: /保\s*存/ }).click()
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button', { name: '立即发现' })
      .click()
    await page.waitForURL(/\/discovery\/runs\//)
    await page.getByText('已完成', { exact: true }).first().waitFor()
    await screenshot(page, 'discovery-run')
    await page.getByRole('cell', { name }).dblclick()
    await page.getByText('GigabitEthernet1/0/1', { exact: true }).first().waitFor()
    await page.getByText('待确认', { exact: true }).first().waitFor()
    await screenshot(page, 'discovery-device')
    await page.getByRole('button', { name: '纳入配置项' }).click()
    await page.getByText('已纳入', { exact: true }).waitFor()
    const address = new URL(page.url()).pathname
    await page.getByRole('button', { name: '查看配置项' }).click()
    await page.getByRole('heading', { name }).waitFor()
    const lead = await visitor(phone)
    await signIn(lead, 'lead01')
    await lead.goto(address)
    await lead.getByText('GigabitEthernet1/0/1', { exact: true }).first().waitFor()
    await screenshot(lead, 'discovery-device-phone')
    expect(await lead.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  } finally {
    await agent.close()
  }
})
