import type { Page } from 'playwright-core'
import { expect, journey, signIn } from './harness.ts'
import { fileByApi } from './steps.ts'

const evil = `<script>window.hacked=1</script><img src=x onerror="window.hacked=1">`

const untouched = async (page: Page) => expect(await page.evaluate('window.hacked ?? null')).toBeNull()

journey('text is shown and never executed', async ({ visitor }) => {
  const [requester, desk] = [await visitor(), await visitor()]
  await Promise.all([signIn(requester, 'req02'), signIn(desk, 'desk01')])
  const title = `${evil} ${Date.now()}`
  const { id, number } = await fileByApi(requester, { title, description: evil, channel: 'portal' })
  await requester.goto(`/portal/incidents/${id}`)
  await requester.getByRole('heading', { level: 1, name: title }).waitFor()
  await requester.getByRole('textbox').fill(evil)
  await requester.getByRole('button', { name: '发送', exact: true }).click()
  await requester.locator('.zy-bubble', { hasText: 'onerror' }).waitFor()
  await untouched(requester)

  await desk.goto(`/incidents?view=all&q=${number}`)
  await desk.getByRole('row', { name: /onerror/ }).click()
  await desk.getByRole('article', { name: '事件预览' }).getByRole('heading', { name: title }).waitFor()
  await untouched(desk)
  await desk.goto(`/incidents/${id}`)
  await desk.locator('.zy-bubble', { hasText: 'onerror' }).waitFor()
  await expect.poll(() => desk.title()).toContain('<script>')
  await untouched(desk)
})
