import type { Page } from 'playwright-core'
import { expect, journey, originOf, phone, screenshot, signIn, tolerate } from './harness.ts'
import { startInstance } from './instance.ts'
import { askForNetwork, dialog, finishTask, takeOption, taskCard } from './steps.ts'

/** What pages log while nobody answers. */
const unanswered = /Failed to load resource: net::ERR_|Failed to fetch|net::ERR_CONNECTION_REFUSED/

interface Story {
  items: { data: { move?: string; task?: string } }[]
}

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`${originOf(page)}/api/v1${path}`)
  expect(answer.status()).toBe(200)
  return (await answer.json()) as T
}

journey(
  'four people work on a request while the server is killed: nothing is lost, nothing is there twice',
  async ({ visitor }) => {
    // the city's past and the story that it plays by itself are the matter of other journeys; here they would only take time
    const instance = await startInstance('demo', { ZHENGYUN_DEMO_STORY: 'off', ZHENGYUN_DEMO_PAST: 'off' })
    const opened: Page[] = []
    const person = async (login: string, options = {}) => {
      const page = await visitor({ baseURL: instance.url, ...options })
      tolerate(page, unanswered)
      await signIn(page, login)
      opened.push(page)
      return page
    }
    try {
      const [requester, manager, lead, engineer] = await Promise.all([
        person('req01', phone),
        person('mgr01'),
        person('lead01'),
        person('eng01'),
      ])
      const path = await askForNetwork(requester, '三楼 301')
      const record = path.replace('/portal', '')
      await Promise.all([manager, lead, engineer].map((page) => page.goto(record)))

      // 加签: the duty leader signs first
      await manager.getByRole('button', { name: '加签' }).click()
      await dialog(manager).getByRole('combobox').click()
      await manager.keyboard.type('陈立')
      await takeOption(manager, '陈立')
      await dialog(manager).getByRole('button', { name: '加签', exact: true }).click()
      await lead.getByRole('button', { name: '退回', exact: true }).click()
      await dialog(lead).getByRole('textbox').fill('请写清是哪个信息点')

      await instance.crash()
      // nobody is there: it is said, and what was typed stays
      await dialog(lead).getByRole('button', { name: '退回', exact: true }).click()
      await dialog(lead).getByRole('alert').waitFor()
      expect(await dialog(lead).getByRole('textbox').inputValue()).toBe('请写清是哪个信息点')
      await screenshot(lead, 'server-gone')
      await instance.startAgain()
      await dialog(lead).getByRole('button', { name: '退回', exact: true }).click()
      await dialog(lead).waitFor({ state: 'hidden' })

      // the pages of the others have found the server again by themselves
      await requester.getByText('请写清是哪个信息点').first().waitFor()
      await requester.getByRole('button', { name: '修改后重新提交' }).click()
      await dialog(requester).getByLabel('房间号与信息点').fill('三楼 301，信息点 3-12')
      await dialog(requester).getByRole('button', { name: '修改后重新提交' }).click()
      await dialog(requester).waitFor({ state: 'hidden' })
      await manager.getByText('三楼 301，信息点 3-12').first().waitFor()
      await agree(manager)

      await requester.getByText('以下 3 项同时办理').waitFor()
      await finishTask(engineer, '开通交换机端口', { 交换机与端口: 'SW-3F-02 / 12' })
      await taskCard(requester, '开通交换机端口').getByText('已办结', { exact: true }).waitFor()

      const { items } = await read<Story>(requester, `${record}/timeline?limit=100`)
      expect(items.map(({ data }) => [data.move, data.task].filter(Boolean).join(' '))).toEqual([
        'submit',
        'approval-returned',
        'resubmit',
        'approval-approved',
        'finish 开通交换机端口',
      ])
      for (const page of opened) await page.goto('about:blank')
    } finally {
      await instance.stop()
    }
  },
  // it starts a server of its own, twice
  300_000,
)

async function agree(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: '同意', exact: true })
  await button.click()
  await button.waitFor({ state: 'hidden' })
}
