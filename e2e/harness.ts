/**
 * What a journey works with: `journey('…', async ({ page }) => …)` opens a fresh browser profile on the running demo
 * and fails when the page logs an error, breaks its content security policy, throws, or asks another host.
 *
 * Two files of journeys run side by side on one demo. So a journey makes what it works on, and finds it by a name or
 * number of its own; whatever belongs to all (an agreement's targets, a rule) is changed by one journey alone and put
 * back, and a person's own settings only with an account that no other journey uses.
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
  /** of the server that its pages are to ask */
  origin: string
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
  const seen: Watched = { origin, problems: [], tolerated: [/status of 401 .*\/api\/v1\/me\)$/] }
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

/** Origin of the server that the page belongs to, whatever it shows at the moment. */
export function originOf(page: Page): string {
  return watched.get(page.context())?.origin ?? baseUrl()
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
    { scope: 'worker' },
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
      for (const [i, page] of pages.entries()) await picture(page, `failed-${task.name}-${i}`)
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

/** Cookies of those who signed in before, by server and login: argon2 costs a quarter of a second each time. */
const sessions = new Map<string, Promise<Cookies>>()
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/**
 * Signs a demo account in for all pages of the profile; the page stays where it is. What the sign-in page does is the
 * matter of `sign-in.journey.ts`. @throws with the answer when the account is refused
 */
export async function signIn(page: Page, login: string): Promise<void> {
  const origin = originOf(page)
  const key = `${origin} ${login}`
  const session = sessions.get(key) ?? openSession(page, origin, login)
  sessions.set(key, session)
  await page.context().addCookies(await session)
}

async function openSession(page: Page, origin: string, login: string): Promise<Cookies> {
  const answer = await page.request.post(`${origin}/api/v1/session`, {
    headers: { origin },
    data: { login, password: demoPassword },
  })
  if (!answer.ok()) throw new Error(`${login} not signed in: ${answer.status()} ${await answer.text()}`)
  return page.context().cookies(origin)
}

/** Signs an account in on the sign-in page, as a person does, and waits for the first page behind it. */
export async function signInByForm(page: Page, login: string, password = demoPassword): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

const pictures = path.join(import.meta.dirname, '../.tmp/e2e')

/** With `ZHENGYUN_E2E_PICTURES=1`, leaves a picture in `.tmp/e2e/<name>.png`; without, it would only take time. */
export async function screenshot(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<void> {
  if (process.env['ZHENGYUN_E2E_PICTURES']) await picture(page, name, options)
}

async function picture(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  const file = path.join(pictures, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`)
  // letters drawn before their font has arrived would be boxes
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.screenshot({ path: file, fullPage: options.fullPage ?? false })
}
