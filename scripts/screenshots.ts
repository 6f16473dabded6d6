/**
 * `node scripts/screenshots.ts [URL]`: takes the pictures of the READMEs and guides (docs/img) from a running demo,
 * by default http://127.0.0.1:8080. The sample city's past makes the pages full; nothing is staged for the picture.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { demoPassword } from '#app/demo/index.ts'
import { launchChromium } from '../e2e/chromium.ts'

const base = (process.argv[2] ?? 'http://127.0.0.1:8080').replace(/\/+$/, '')
const folder = path.join(import.meta.dirname, '../docs/img')

const desk = { viewport: { width: 1366, height: 768 } }
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1.5,
  isMobile: true,
  hasTouch: true,
}

interface Shot {
  file: string
  /** Who is signed in; nobody when absent. */
  login?: string
  /** An address, or how to find one. */
  at: string | ((page: Page) => Promise<string>)
  phone?: true
  locale?: 'zh-CN' | 'en'
  /** What is done before the picture. */
  before?: (page: Page) => Promise<void>
}

/** The first record of a list, as the signed-in person sees it. */
async function first(page: Page, list: string): Promise<string> {
  const answer = await page.request.get(`${base}/api/v1/${list}`)
  const { items } = (await answer.json()) as { items?: { id: string }[] }
  const id = items?.[0]?.id
  if (!id) throw new Error(`${list}: nothing to show (${answer.status()})`)
  return id
}

/** Opens the first row of a list in its preview. */
const select = async (page: Page): Promise<void> => {
  await page.locator('tr[data-key]').first().waitFor()
  await page.locator('main').click({ position: { x: 2, y: 2 } })
  await page.keyboard.press('j')
}

const shots: Shot[] = [
  { file: 'my-work', login: 'eng01', at: '/my-work' },
  { file: 'queue', login: 'desk01', at: '/incidents?view=all', before: select },
  { file: 'queue-en', login: 'desk01', at: '/incidents?view=all', locale: 'en', before: select },
  {
    file: 'incident',
    login: 'lead01',
    at: async (page) => `/incidents/${await first(page, 'incidents?limit=1')}`,
  },
  { file: 'quick-form', login: 'desk01', at: '/incidents/new' },
  { file: 'alerts', login: 'eng01', at: '/alerts' },
  { file: 'services', login: 'mgr01', at: '/services' },
  { file: 'agreements', login: 'mgr01', at: '/agreements' },
  { file: 'calendar', login: 'mgr01', at: '/calendars' },
  { file: 'dashboard', login: 'mgr01', at: '/dashboard' },
  {
    file: 'fault-report',
    login: 'mgr01',
    at: async (page) => `/fault-reports/${await first(page, 'incidents?limit=1')}`,
  },
  { file: 'people', login: 'sys01', at: '/people' },
  { file: 'audit', login: 'aud01', at: '/audit' },
  { file: 'portal', login: 'req01', at: '/portal', phone: true },
  { file: 'portal-report', login: 'req01', at: '/portal/report', phone: true },
  {
    file: 'portal-incident',
    login: 'req01',
    at: async (page) => `/portal/incidents/${await first(page, 'incidents?limit=1')}`,
    phone: true,
  },
  { file: 'demo', at: '/demo' },
]

async function signIn(context: BrowserContext, login: string): Promise<void> {
  const answer = await context.request.post(`${base}/api/v1/session`, {
    data: { login, password: demoPassword },
    headers: { origin: base },
  })
  if (!answer.ok()) throw new Error(`${login}: ${answer.status()} ${await answer.text()}`)
}

async function take(browser: Browser, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    ...(shot.phone ? phone : desk),
    locale: shot.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  try {
    await context.addInitScript(`localStorage.setItem('zy.lang', '${shot.locale ?? 'zh-CN'}')`)
    if (shot.login) await signIn(context, shot.login)
    const page = await context.newPage()
    const at = typeof shot.at === 'string' ? shot.at : await shot.at(page)
    await page.goto(`${base}${at}`)
    await page.locator('main, .zy-page, .zy-story').first().waitFor()
    await shot.before?.(page)
    // charts and live lists are still being drawn; a page with a live connection is never idle on the network
    await page.waitForTimeout(2500)
    await page.screenshot({ path: path.join(folder, `${shot.file}.png`) })
    console.log(`${shot.file}.png ${at}`)
  } finally {
    await context.close()
  }
}

/** The demo's story has been told: what it leaves is on the pages. Opens its page, which starts it, and waits. */
async function toldStory(browser: Browser): Promise<void> {
  const page = await browser.newPage()
  await page.goto(`${base}/demo`)
  for (const until = Date.now() + 300_000; Date.now() < until; await page.waitForTimeout(2000)) {
    const answer = await page.request.get(`${base}/api/v1/demo/story`)
    const { state } = (await answer.json()) as { state: string }
    if (state === 'done') return page.close()
    if (state === 'failed') break
  }
  throw new Error('the demo story did not come to its end')
}

mkdirSync(folder, { recursive: true })
const browser = await launchChromium()
try {
  await toldStory(browser)
  for (const shot of shots) await take(browser, shot)
} finally {
  await browser.close()
}
