import type { Page } from 'playwright-core'
import { expect, journey, phone, screenshot, signIn } from './harness.ts'

/** What the program says itself; names, titles and texts of people stay as they were written. */
const chrome = `[...document.querySelectorAll(
  '.zy-rail-item, .zy-rail button, .zy-portal-tabs a, th, label, legend, dt, h3, .ant-btn, .ant-segmented-item, .zy-state')]
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

const heads = ['h1', 'h2', '.zy-state'].map((one) => `main ${one}:not([data-of-last-page])`).join(', ')

/** Goes on inside of the program, as by a link; to load it anew for each page takes three times as long. */
async function visit(page: Page, path: string): Promise<void> {
  const before = new URL(page.url())
  if (before.pathname === new URL(path, before).pathname || before.pathname === '/sign-in') {
    await page.goto(path)
  } else {
    await page.evaluate(`{
      for (const head of document.querySelectorAll('main :is(h1, h2, .zy-state)')) head.dataset.ofLastPage = ''
      history.pushState({}, '', ${JSON.stringify(path)})
      dispatchEvent(new PopStateEvent('popstate'))
    }`)
  }
  await page.locator(heads).first().waitFor()
}

async function inEnglish(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await visit(page, path)
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
  // the rail is long: an entry is found by its key and the initials of its pinyin, in English too
  await page.goto('/my-work')
  await page.locator('.zy-rail-find').waitFor()
  await page.keyboard.press('m')
  await page.keyboard.type('zctz')
  await page.getByRole('navigation').getByRole('link', { name: 'Assets', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/assets')
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
    '/norms',
    '/norm-duties',
    '/norm-tasks',
    '/facts',
    '/facts/incident.restore-in-time',
    '/evaluations',
    '/evaluation-schemes',
    '/evaluation-indicators',
    '/reports',
    '/satisfaction-analysis',
    '/rectifications',
    '/complaints',
    '/checks',
    '/duty-calendar',
    '/duty-statistics',
    '/duty-periods',
    '/zero-reports',
    '/duty-logs',
    '/rounds',
    '/monitoring',
    '/escalations',
    '/questionnaires',
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
    '/my-questionnaires',
    '/my-complaints',
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
