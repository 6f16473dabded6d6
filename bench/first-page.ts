/**
 * The first page from a cold browser cache (issue section 8): milliseconds until the sign-in form can be used, and how
 * much JavaScript came over the wire for it; what is fetched beside it, once it can be used, is shown as well. `node bench/first-page.ts [--visits 7]` Prints one JSON line; exits 1
 * beyond the bars. Every visit is a browser profile of its own, without any cache.
 */
import { parseArgs } from 'node:util'
import type { Browser, Response } from 'playwright-core'
import { launchChromium } from '../e2e/chromium.ts'
import { summarise, type Measured } from './lib/load.ts'
import { startServer } from './lib/server.ts'

export const bars = { usableMs: 1500, scriptKb: 400 }

export interface FirstPage {
  usable: Measured
  /** compressed, as sent */
  scriptKb: number
  /** the same, with what is fetched for the pages to come once the form is there */
  laterKb: number
  scripts: number
}

interface Visit {
  ms: number
  scriptBytes: number
  laterBytes: number
  scripts: number
}

/** As text: it runs in the page, and the types of this program know no document. Notes when the form is there. */
const noteForm = `new MutationObserver((_, observer) => {
  if (!document.querySelector('#login')) return
  observer.disconnect()
  window.formAt = Date.now()
}).observe(document, { childList: true, subtree: true })`

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  try {
    await context.addInitScript({ content: noteForm })
    const page = await context.newPage()
    const scripts: Response[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response)
    })
    const begun = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator('#login').waitFor({ state: 'visible' })
    // usable is what takes input
    await page.locator('#login').fill('desk01')
    const ms = performance.now() - begun
    const formAt = await page.evaluate<number>('window.formAt')
    // what begins a moment after the form does not keep it
    await page.waitForLoadState('networkidle')
    const sizes = await Promise.all(
      scripts.map(async (response) => ({
        bytes: (await response.request().sizes()).responseBodySize,
        before: response.request().timing().startTime <= formAt,
      })),
    )
    const sum = (all: typeof sizes) => all.reduce((total, { bytes }) => total + bytes, 0)
    const before = sizes.filter((one) => one.before)
    return { ms, scriptBytes: sum(before), laterBytes: sum(sizes), scripts: before.length }
  } finally {
    await context.close()
  }
}

export async function benchFirstPage(options: { visits: number }): Promise<FirstPage> {
  const server = await startServer()
  try {
    const browser = await launchChromium()
    try {
      // the first visit pays for the start of the browser's own processes
      await visit(browser, server.url)
      const visits: Visit[] = []
      for (let i = 0; i < options.visits; i++) visits.push(await visit(browser, server.url))
      const times = visits.map((v) => v.ms)
      return {
        usable: summarise(times, times.reduce((a, b) => a + b, 0) / 1000),
        scriptKb: Math.round(Math.max(...visits.map((v) => v.scriptBytes)) / 1024),
        laterKb: Math.round(Math.max(...visits.map((v) => v.laterBytes)) / 1024),
        scripts: Math.max(...visits.map((v) => v.scripts)),
      }
    } finally {
      await browser.close()
    }
  } finally {
    await server.stop()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { visits: { type: 'string', default: '7' } } })
  const result = await benchFirstPage({ visits: Number(values.visits) })
  console.log(JSON.stringify(result))
  if (result.usable.p50 > bars.usableMs || result.scriptKb > bars.scriptKb) process.exitCode = 1
}
