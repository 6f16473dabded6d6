/** What several journeys do in the same words: dialogs, choices, downloads, a report from the portal. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { originOf, screenshot } from './harness.ts'

/** The dialog on top. */
export function dialog(page: Page): Locator {
  return page.getByRole('dialog').last()
}

/** Chooses one of a group of radio buttons by its word. */
export async function choose(within: Page | Locator, word: string): Promise<void> {
  await within.getByText(word, { exact: true }).click()
}

/** Types into a picker that asks the server, and takes the first answer with that text. */
export async function pick(page: Page, within: Page | Locator, label: string, text: string): Promise<void> {
  await within.getByLabel(label, { exact: true }).click()
  await page.keyboard.type(text)
  await takeOption(page, text)
}

/**
 * Takes the first option with that text of the list that is open. An answer that comes between the pressing and the
 * letting go of the button moves the option away; a person clicks again, for the list is still open.
 */
export async function takeOption(page: Page, text: string): Promise<void> {
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  const first = open.locator('.ant-select-item-option', { hasText: text }).first()
  const words = (await first.textContent()) ?? text
  // where several can be chosen the list stays open, and marks what was; what was chosen before only closes it
  const free = open.locator('.ant-select-item-option:not(.ant-select-item-option-selected)', {
    hasText: words,
  })
  if ((await free.count()) === 0) await first.click()
  else await clickAway(free.first())
}

/** Clicks what goes away by it, and again when it has not: what else happens to a record may come between. */
export async function clickAway(what: Locator): Promise<void> {
  await what.click()
  for (let tries = 0; tries < 3; tries += 1) {
    const gone = await what.waitFor({ state: 'hidden', timeout: 4000 }).then(
      () => true,
      () => false,
    )
    if (gone) return
    await what.click()
  }
  await what.waitFor({ state: 'hidden' })
}

/** Clicks what offers a file and returns the file. */
export async function fileOf(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

/** Pages of a PDF with a text layer; throws when it is none. */
export function pagesOf(bytes: Buffer): number {
  const text = bytes.toString('latin1')
  if (!text.startsWith('%PDF-') || !text.includes('/ToUnicode')) throw new Error('not a PDF with text')
  return text.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
}

export interface PortalReport {
  service: string
  title: string
  description?: string
  who?: string
  can?: string
  file?: { name: string; mimeType: string; buffer: Buffer }
}

/** Reports a fault in the portal, from its home page on; ends at the confirmation. @returns the incident's number */
export async function reportFault(page: Page, report: PortalReport): Promise<string> {
  await page.goto('/portal')
  await page.getByRole('link', { name: /报告故障/ }).click()
  await page.getByRole('textbox', { name: '查找系统名称' }).fill(report.service)
  await page.getByRole('button', { name: new RegExp(report.service) }).click()
  await page.getByRole('button', { name: /^(下一步|都不是)/ }).click()
  await page.getByLabel('一句话说明').fill(report.title)
  if (report.description) await page.getByLabel('详细情况').fill(report.description)
  if (report.file) await page.locator('input[type=file]').setInputFiles(report.file)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText(report.who ?? '一个科室', { exact: true }).click()
  await page.getByText(report.can ?? '能做一部分，或者很慢', { exact: true }).click()
  await page.getByRole('button', { name: '提交报修' }).click()
  await page.getByRole('heading', { name: '已收到您的报修' }).waitFor()
  const told = await page.getByText(/^编号 INC-/).innerText()
  return told.replace('编号 ', '')
}

/** Files an incident as the signed-in person, by the API: for journeys whose matter is what comes after. */
export async function fileByApi(
  page: Page,
  incident: { title: string } & Record<string, unknown>,
): Promise<{ id: string; number: string; clocks: { metric: string; dueAt: string }[] }> {
  const origin = originOf(page)
  const answer = await page.request.post(`${origin}/api/v1/incidents`, {
    headers: { origin, 'idempotency-key': crypto.randomUUID() },
    data: { description: '', impact: 'medium', urgency: 'medium', channel: 'phone', ...incident },
  })
  if (answer.status() !== 201)
    throw new Error(`incident not filed: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Awaited<ReturnType<typeof fileByApi>>
}

/** Asks for the network access of a computer as a requester does, from the catalogue on. @returns the request's path */
export async function askForNetwork(requester: Page, place: string): Promise<string> {
  await requester.goto('/portal/catalogue')
  const others = requester.getByRole('link', { name: /^软件安装/ })
  await others.first().waitFor()
  await requester.getByRole('textbox', { name: /查找服务/ }).fill('入网')
  // two characters find it; what else there is goes away, the popular ones and the requester's own requests too
  await others.first().waitFor({ state: 'detached' })
  await requester.getByRole('link', { name: /^计算机入网/ }).click()
  await requester.getByRole('button', { name: '提交申请' }).click()
  await requester.getByText('还有 6 处需要填写或更正').waitFor()
  await choose(requester, '政务外网')
  await requester.getByLabel('网卡 MAC 地址').fill('3C-52-82-0A-1B')
  await requester.getByText(/不是有效的 MAC 地址/).waitFor()
  await requester.getByLabel('网卡 MAC 地址').fill('3C-52-82-0A-1B-2C')
  await requester.getByLabel('房间号与信息点').fill(place)
  await requester.getByLabel('使用人', { exact: true }).fill('赵敏')
  await requester.getByRole('radiogroup', { name: '已安装终端安全软件' }).getByText('是').click()
  // the day is asked for only when somebody is to come
  await requester.getByLabel('期望上门日期').waitFor({ state: 'detached' })
  await requester.getByRole('radiogroup', { name: '需要上门协助' }).getByText('是').click()
  await requester.getByLabel('期望上门日期').waitFor()
  await requester.getByRole('radiogroup', { name: '需要上门协助' }).getByText('否').click()
  await screenshot(requester, 'request-form')
  await requester.getByRole('button', { name: '提交申请' }).click()
  await requester.getByText(/已提交，编号 REQ-/).waitFor()
  return new URL(requester.url()).pathname
}

/** A fulfilment task on the page of a request, the requester's or the one of those who work on it. */
export const taskCard = (page: Page, task: string): Locator => page.getByRole('article', { name: task })

/** Finishes a task with what it must tell. */
export async function finishTask(
  page: Page,
  task: string,
  results: Record<string, string> = {},
): Promise<void> {
  await taskCard(page, task).getByRole('button', { name: '办结' }).click()
  for (const [label, value] of Object.entries(results)) await dialog(page).getByLabel(label).fill(value)
  await dialog(page).getByRole('button', { name: '办结' }).click()
  await taskCard(page, task).getByText('已办结', { exact: true }).waitFor()
}

/**
 * Calls the API as whoever is signed in on the page: for what is repeated and has been seen once in the page.
 * @returns the answer's body
 */
export async function api<Answer = { id: string; version: number }>(
  page: Page,
  method: string,
  path: string,
  body?: object,
  version?: number,
): Promise<Answer> {
  const call = { method, path: `/api/v1${path}`, body: body && JSON.stringify(body), version }
  return page.evaluate(async ({ method, path, body, version }): Promise<Answer> => {
    const answer = await fetch(path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { body } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }, call)
}
