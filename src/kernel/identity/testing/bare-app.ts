import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { transaction } from '#kernel/db/index.ts'
import { buildServer, manifest as http } from '#kernel/http/index.ts'
import { manifest as org } from '#kernel/org/index.ts'
import { ensureShippedRoles, manifest as permission } from '#kernel/permission/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { testDb, type TestDatabase } from '../../testing/database.ts'
import { makeAuthenticate, manifest as identity } from '../index.ts'
import { codeOf } from '../totp.ts'

export interface Answer {
  status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at parts of many shapes
  body: any
  cookie: string | undefined
  headers: Record<string, unknown>
}

/** The account rooms alone on a database where nothing has been set up: the first run starts here. */
export interface BareApp {
  database: TestDatabase
  app: FastifyInstance
  /** `as`: session cookie value or `zy_…` token; `version` goes into If-Match */
  send: (
    method: string,
    url: string,
    options?: { body?: unknown; as?: string; version?: number },
  ) => Promise<Answer>
  /** Runs SQL as the owner, beside the program. */
  owner: (sql: string, values?: unknown[]) => Promise<Record<string, never>[]>
  close: () => Promise<void>
}

export async function bareApp(): Promise<BareApp> {
  const database = await testDb()
  const owner = async (sql: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: database.ownerUrl })
    await client.connect()
    try {
      return (await client.query<Record<string, never>>(sql, values)).rows
    } finally {
      await client.end()
    }
  }
  await owner('truncate org, person, sign_in_guard cascade')
  await owner('delete from installation')
  await owner('insert into installation default values')
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-identity-'))
  const manifests = [http, org, permission, identity]
  await transaction(database.db, (tx) => ensureShippedRoles(tx, manifests))
  const settings = readEnv({ DATA_DIR: dataDir })
  const app = await buildServer({
    db: database.db,
    settings,
    manifests,
    authenticate: makeAuthenticate(database.db),
  })
  return {
    database,
    app,
    owner,
    send: (method, url, options = {}) => send(app, method, url, options),
    close: async () => {
      await app.close()
      await database.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

async function send(
  app: FastifyInstance,
  method: string,
  url: string,
  { body, as, version }: { body?: unknown; as?: string; version?: number },
): Promise<Answer> {
  const headers: Record<string, string> = { 'accept-language': 'en' }
  if (as?.startsWith('zy_')) headers['authorization'] = `Bearer ${as}`
  else if (as) headers['cookie'] = `zy_session=${as}`
  if (version !== undefined) headers['if-match'] = `"${version}"`
  const response = await app.inject({
    method: method as 'GET',
    url: `/api/v1${url}`,
    headers,
    ...(body === undefined ? {} : { payload: body as object }),
  })
  const cookie = response.cookies.find((c) => c.name === 'zy_session')?.value
  return { status: response.statusCode, body: response.json(), cookie, headers: response.headers }
}

export const password = 'Correct-Horse-9'

/** The three administrators' sessions after a first run, with the secrets of their second factors. */
export async function setUpUnit(
  bare: BareApp,
  code: string,
): Promise<Record<'system' | 'security' | 'audit', { session: string; secret: string }>> {
  const administrators = {
    system: { login: 'sys', name: '系统' },
    security: { login: 'sec', name: '安全' },
    audit: { login: 'aud', name: '审计' },
  }
  const done = await bare.send('POST', '/setup', { body: { code, unitName: '市信息中心', administrators } })
  const sessions = {} as Record<'system' | 'security' | 'audit', { session: string; secret: string }>
  for (const post of ['system', 'security', 'audit'] as const) {
    const token = done.body.links[post].token as string
    const link = await bare.send('GET', `/one-time-links/${token}`)
    const secret = link.body.secondFactor.secret as string
    await bare.send('POST', `/one-time-links/${token}`, {
      body: { password, code: codeOf(secret, Date.now() - 30_000) },
    })
    const { login } = administrators[post]
    const signedIn = await bare.send('POST', '/session', { body: { login, password, code: codeOf(secret) } })
    sessions[post] = { session: signedIn.cookie!, secret }
  }
  return sessions
}
