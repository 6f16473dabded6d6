import pg from 'pg'
import { openDatabase, type Database } from '../db/index.ts'

export interface TestDatabase extends Database {
  appUrl: string
  ownerUrl: string
}

interface Template {
  adminUrl: string
  appUrl: string
  ownerUrl: string
  /** database to clone: migrated and seeded with the sample people */
  name: string
}

/** Where the test run's global set-up has left its template (see scripts/test-setup.ts). */
function template(): Template {
  const text = process.env['ZHENGYUN_TEST_TEMPLATE']
  if (!text) throw new Error('no test database: run the tests through vitest.config.ts')
  return JSON.parse(text) as Template
}

const live: Array<() => Promise<void>> = []
let count = 0

/**
 * A database of its own for a test file: a clone of the migrated and seeded template. Call `close()` in afterAll.
 * @param max connections of its pool
 */
export async function testDb(max = 10): Promise<TestDatabase> {
  const t = template()
  const name = `t_${process.pid}_${Date.now().toString(36)}_${count++}`
  await admin(t.adminUrl, `create database ${name} template ${t.name} owner zhengyun_owner`)
  const appUrl = inDatabase(t.appUrl, name)
  const database = openDatabase(appUrl, { max })
  const close = async (): Promise<void> => {
    await database.close()
    await admin(t.adminUrl, `drop database if exists ${name} with (force)`)
  }
  live.push(close)
  return { ...database, close, appUrl, ownerUrl: inDatabase(t.ownerUrl, name) }
}

function inDatabase(url: string, name: string): string {
  const u = new URL(url)
  u.pathname = `/${name}`
  return u.href
}

/** Cloning takes a lock on the template; a few attempts bridge another worker's clone. */
async function admin(url: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(statement)
      return
    } catch (error) {
      if (attempt >= 20 || (error as { code?: string }).code !== '55006') throw error
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt))
    } finally {
      await client.end()
    }
  }
}
