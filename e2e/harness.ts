/**
 * What a journey works with: `journey('…', async ({ page }) => …)` opens a fresh browser profile on the running demo
 * and fails when the page logs an error, breaks its content security policy, throws, or asks another host.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { test } from 'vitest'
import { demoPassword } from '#app/demo/index.ts'
import { launchChromium } from './chromium.ts'

export { expect } from 'vitest'

/** The phone that portal pages are made for. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}

/** Address of the running demo, without a slash at its end. */
export function baseUrl(): string {
  const url = process.env['ZHENGYUN_E2E_URL']
  if (!url) throw new Error('no server: run the journeys by npm run e2e')
  return url
}

interface Watched {
  problems: string[]
  tolerated: RegExp[]
}
const watched = new WeakMap<BrowserContext, Watched>()

/** Lets a page log what a journey provokes on purpose, such as the 401 of a wrong password. */
export function tolerate(page: Page, pattern: RegExp): void {
  watched.get(page.context())?.tolerated.push(pattern)
}

function watch(context: BrowserContext, origin: string): Watched {
  // who is not signed in learns it by this answer, and browsers log every 4xx as an error
  const seen: Watched = { problems: [], tolerated: [/status of 401 .*\/api\/v1\/me\)$/] }
  watched.set(context, seen)
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    seen.problems.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) =>
    seen.problems.push(`page error: ${error.error().stack ?? error.error().message}`),
  )
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== origin)
      seen.problems.push(`asked another host: ${url.href}`)
  })
  return seen
}

/** As text: it runs in the page, and the types of this program know no document. */
const reportCsp = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI))`

async function openContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: baseUrl(),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(30_000)
  await context.addInitScript({ content: reportCsp })
  return context
}

interface Fixtures {
  browser: Browser
  /** A page of a profile of its own, 1440 × 900, in Chinese. */
  page: Page
  /** Opens further people's pages, each in a profile of its own: `await visitor(phone)`; `baseURL` of another server. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>
}

/** A test with a browser; what its pages complained about fails it, and a failed one leaves pictures of them. */
export const journey = test.extend<Fixtures>({
  browser: [
    // vitest reads the fixtures that one needs from its parameter
    async ({}, use) => {
      const browser = await launchChromium()
      await use(browser)
      await browser.close()
    },
    { scope: 'file' },
  ],
  visitor: async ({ browser, task }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options = {}) => {
      const context = await openContext(browser, options)
      watch(context, options.baseURL ?? baseUrl())
      contexts.push(context)
      return context.newPage()
    })
    const pages = contexts.flatMap((context) => context.pages())
    if (task.result?.state === 'fail')
      for (const [i, page] of pages.entries()) await screenshot(page, `failed-${task.name}-${i}`)
    const problems = contexts.flatMap(complaints)
    await Promise.all(contexts.map((context) => context.close()))
    if (problems.length > 0) throw new Error(`the page complained:\n${problems.join('\n')}`)
  },
  page: async ({ visitor }, use) => use(await visitor()),
})

function complaints(context: BrowserContext): string[] {
  const { problems, tolerated } = watched.get(context) ?? { problems: [], tolerated: [] }
  return problems.filter((problem) => !tolerated.some((pattern) => pattern.test(problem)))
}

/** Signs a demo account in on the sign-in page and waits for the first page behind it. */
export async function signIn(page: Page, login: string, password: string = demoPassword): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

const pictures = path.join(import.meta.dirname, '../.tmp/e2e')

/** Leaves a picture in `.tmp/e2e/<name>.png` and returns its path. */
export async function screenshot(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<string> {
  mkdirSync(pictures, { recursive: true })
  const file = path.join(pictures, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`)
  // letters drawn before their font has arrived would be boxes
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.screenshot({ path: file, fullPage: options.fullPage ?? false })
  return file
}
