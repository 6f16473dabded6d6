import type { Kysely } from 'kysely'
import type { DB } from '#kernel/db/index.ts'
import { openStory } from '#modules/demo-story/index.ts'
import { administrators, people } from './city.ts'
import { demoPassword } from './seed.ts'

/** The administrators have no title of their own in city.ts. */
const posts = { system: '系统管理员', security: '安全管理员', audit: '审计管理员' }

/**
 * Opens the demo story on a server that serves requests. `ZHENGYUN_DEMO_STORY=off`: the page waits for somebody to
 * press the button.
 * @param signal aborted when the server stops: what runs then is interrupted, not failed
 * @param url where this process reaches the server; the wildcard address becomes loopback
 * @returns what stops it
 */
export function startDemoStory(
  db: Kysely<DB>,
  url: string,
  settings: { dataDir: string },
  log: (line: string) => void,
  signal: AbortSignal,
): () => Promise<void> {
  const baseUrl = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  const persons = people
    .filter((p) => p.kind !== 'machine')
    .map(({ login, name, title }) => ({ login, name, title: title ?? '' }))
  const three = (['system', 'security', 'audit'] as const).map((post) => ({
    ...administrators[post],
    title: posts[post],
  }))
  return openStory({
    db,
    baseUrl,
    dataDir: settings.dataDir,
    autoStart: process.env['ZHENGYUN_DEMO_STORY'] !== 'off',
    logins: [...persons, ...three],
    password: demoPassword,
    log,
    signal,
  })
}
