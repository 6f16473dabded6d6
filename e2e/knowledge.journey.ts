import type { Page } from 'playwright-core'
import { expect, journey, phone, signIn } from './harness.ts'
import { dialog } from './steps.ts'

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqP9fDwAEgQGAAgqHxAAAAABJRU5ErkJggg=='

/** What Word puts on the clipboard, shortened: dressed-up paragraphs, fields, a table, a picture that lies on a disk. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
<body><!--StartFragment--><p class=MsoNormal style="mso-margin-top-alt:auto"><b><span style="font-family:宋体;color:red">先看指示灯</span></b><o:p></o:p></p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">1.<span>&nbsp;&nbsp;</span></span><![endif]>拔下电源<o:p></o:p></p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">2.<span>&nbsp;&nbsp;</span></span><![endif]>等三十秒再插上<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td width=100 style="border:solid"><p class=MsoNormal>红灯</p></td><td><p class=MsoNormal>光纤断</p></td></tr></table>
<img src="file:///C:/Users/x/clip_image001.png"><img src="http://outside.example/x.png"><img src="data:image/png;base64,${pixel}" alt="面板">
<script>window.hacked=1</script><!--EndFragment--></body></html>`

/** As a browser gives a paste to the editor. */
async function paste(page: Page, html: string): Promise<void> {
  await page.getByRole('textbox', { name: '正文' }).click()
  await page.evaluate(
    `(() => { const data = new DataTransfer(); data.setData('text/html', ${JSON.stringify(html)});
      document.querySelector('.ProseMirror').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) })()`,
  )
}

async function move(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await dialog(page)
    .getByRole('button', { name: /确\s*[认定]/ })
    .click()
  await dialog(page).waitFor({ state: 'hidden' })
}

journey('an article is written, reviewed by another, suggested, and improved', async ({ visitor }) => {
  const [desk, lead, requester] = [await visitor(), await visitor(), await visitor(phone)]
  await Promise.all([signIn(desk, 'desk01'), signIn(lead, 'lead01'), signIn(requester, 'req01')])
  const title = `光猫红灯闪烁的处理 ${Date.now()}`

  await desk.goto('/knowledge?new=article')
  await dialog(desk).getByLabel('标题').fill(title)
  await dialog(desk).getByRole('button', { name: '开始编写' }).click()
  await paste(desk, fromWord)
  const text = desk.getByRole('textbox', { name: '正文' })
  await text.locator('img[data-file-id]').waitFor()
  expect(await text.locator('strong').innerText()).toBe('先看指示灯')
  expect(await text.locator('ol > li').allInnerTexts()).toEqual(['拔下电源', '等三十秒再插上'])
  expect(await text.locator('td').allInnerTexts()).toEqual(['红灯', '光纤断'])
  expect(await text.locator('[style*="mso"], .MsoNormal, img[src^="http://outside"]').count()).toBe(0)
  expect(await desk.evaluate('window.hacked ?? null')).toBeNull()
  await desk.getByLabel('可见范围', { exact: true }).click()
  await desk.locator('.ant-select-item-option', { hasText: '所有人' }).click()
  await desk.getByRole('button', { name: /完\s*成/ }).click()
  await desk.locator('.zy-doc img').waitFor()
  await move(desk, '提交审核')
  const address = new URL(desk.url()).pathname

  await lead.goto(address)
  await move(lead, '审核发布')
  await lead.getByText('已发布', { exact: true }).first().waitFor()

  await requester.goto('/portal/report?type=fault')
  await requester
    .getByRole('button', { name: /其他|说不清|不确定/ })
    .first()
    .click()
  await requester.getByLabel('一句话说明').fill('我们科室的光猫红灯一直闪')
  const help = requester.getByRole('complementary', { name: '也许这些能帮您马上解决' })
  await help.getByRole('link', { name: new RegExp(title) }).waitFor()
  await requester.goto(`/portal/knowledge/${address.split('/').pop()}`)
  await requester.getByRole('heading', { name: title }).waitFor()
  const width = await requester.evaluate('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(390)
  await requester.getByRole('button', { name: '有用' }).click()
  await requester.getByText('已记录，谢谢').waitFor()

  await desk.goto('/incidents/new')
  await desk.getByLabel('标题', { exact: true }).fill('光猫红灯')
  const line = desk.getByRole('listitem').filter({ hasText: title })
  await line.getByRole('button', { name: '按此解决' }).click()
  const answer = desk.getByLabel('解决办法', { exact: true })
  await expect.poll(() => answer.inputValue()).toMatch(/^按知识 KB-\d{8}-\d+《光猫红灯/)
  await desk.getByRole('button', { name: '清空', exact: false }).first().click()

  await desk.goto(address)
  await move(desk, '修订')
  await desk.getByRole('textbox', { name: '正文' }).click()
  await desk.keyboard.press('Control+End')
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('仍然闪烁的，报告故障。')
  // to leave before the server has it would lose it
  await Promise.all([
    desk.waitForResponse(
      (answer) => answer.request().method() === 'PUT' && answer.url().includes('/articles/'),
    ),
    desk.keyboard.press('Control+s'),
  ])
  await desk.goto(`${address}/history`)
  await desk.locator('ins', { hasText: '仍然闪烁' }).waitFor()
})
