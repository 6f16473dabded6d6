/**
 * The program as a process of its own on a test's database, so that a test can kill it: `TEST_DATABASE_URL`, `DATA_DIR`.
 * Prints the address it serves.
 */
import { openDatabase } from '#kernel/db/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { makeAuthenticate } from '#kernel/identity/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { manifests } from '../modules.ts'

const { db } = openDatabase(process.env['TEST_DATABASE_URL']!, { max: 4 })
const app = await buildServer({
  db,
  settings: readEnv({ DATA_DIR: process.env['DATA_DIR'], LOG_LEVEL: 'silent' }),
  manifests,
  authenticate: makeAuthenticate(db),
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
