import type { Page } from 'playwright-core'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'

/** What the program says itself; names, titles and texts of people stay as they were written. */
const chrome = `[...document.querySelectorAll(
  '.zy-rail nav a, .zy-portal-tabs a, th, label, legend, dt, h3, .ant-btn, .ant-segmented-item, .zy-state')]
  .filter((element) => !element.closest('.zy-lang, .zy-user, .zy-side-list, .zy-fig-bars, .ant-popover'))
  .flatMap((element) => [element.innerText, element.title, element.getAttribute('aria-label')])
  .concat([...document.querySelectorAll('[placeholder]')].map((element) => element.placeholder))
  .filter((text) => /\\p{Script=Han}/u.test(text ?? ''))`

/**
 * Chooses English before signing in: it holds in this browser only, so that the account's mails and notifications, which
 * other journeys may be reading, stay as they are.
 */
async function signInEnglish(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('.zy-lang').click()
  await page.locator('html[lang=en]').waitFor()
  await signIn(page, login)
}

async function inEnglish(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path)
    await page.locator('main').locator('h1, h2, .zy-state').first().waitFor()
    await page.locator('main .zy-bars').first().waitFor({ state: 'hidden' })
    expect(await page.evaluate(chrome), path).toEqual([])
    expect(await page.title(), path).toContain('Zhengyun')
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(beyond), `${path} is wider than the window`).toBe(0)
  }
}

journey('every page of those who work speaks English throughout', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await signInEnglish(page, 'mgr01')
  await inEnglish(page, [
    '/my-work',
    '/approvals',
    '/approvals?list=all',
    '/approvals/delegations',
    '/incidents?view=all',
    '/incidents/new',
    '/requests?view=all',
    '/requests?view=requests',
    '/requests?view=figures',
    '/catalogue-items',
    '/alerts',
    '/call-backs',
    '/services',
    '/services/new',
    '/agreements',
    '/calendars',
    '/incident-settings',
    '/fault-reports',
    '/dashboard',
    '/groups',
    '/orgs',
    '/account/notifications',
    '/account/sessions',
    '/about',
    '/nowhere',
  ])
})

journey('every page of a requester speaks English on the phone', async ({ visitor }) => {
  const page = await visitor(phone)
  await signInEnglish(page, 'req03')
  await inEnglish(page, [
    '/portal',
    '/portal/report',
    '/portal/catalogue',
    '/portal/basket',
    '/surveys',
    '/account/password',
    '/about',
    '/nowhere',
  ])
  await screenshot(page, 'portal-english')
})

journey('every page of the administrators speaks English', async ({ visitor }) => {
  for (const [login, paths] of Object.entries({
    sys01: ['/people', '/orgs', '/groups'],
    sec01: ['/roles', '/sign-in-policy'],
    aud01: ['/audit', '/audit?tab=seals', '/audit?tab=verify'],
  })) {
    const page = await visitor()
    await signInEnglish(page, login)
    await inEnglish(page, paths)
  }
})
