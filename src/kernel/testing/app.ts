import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { transaction } from '../db/index.ts'
import { buildServer } from '../http/server.ts'
import type { CallInput, CallOutput, EndpointDef } from '../http/endpoint.ts'
import { findPersonByLogin, issueToken, makeAuthenticate } from '../identity/index.ts'
import type { Manifest } from '../manifest.ts'
import { systemActor } from '../permission/actor.ts'
import { readEnv, type Settings } from '../settings/env.ts'
import { startWorker, type Worker } from '../jobs/index.ts'
import { testDb, type TestDatabase } from './database.ts'
import { allManifests } from './manifests.ts'

/** A caller signed in by an API token. */
export interface Caller {
  login: string
  personId: string
  token: string
  /** Calls an endpoint and expects success: throws with the problem document otherwise. */
  call: <E extends EndpointDef>(
    endpoint: E,
    input: CallInput<E>,
    headers?: Record<string, string>,
  ) => Promise<CallOutput<E>>
  /** Calls an endpoint and gives the raw answer. */
  send: <E extends EndpointDef>(
    endpoint: E,
    input: CallInput<E>,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
  inject: (options: InjectOptions) => Promise<LightMyRequestResponse>
}

export interface TestApp extends TestDatabase {
  app: FastifyInstance
  settings: Settings
  as: (login: string, scopes?: string[]) => Promise<Caller>
  /** Starts relay, timers and jobs on this database; stopped by close(). */
  work: () => Promise<Worker>
}

/** The whole program on a database of its own, with the sample city in it. Call `close()` in afterAll. */
export async function testApp(given?: readonly Manifest[]): Promise<TestApp> {
  const manifests = given ?? (await allManifests())
  const database = await testDb(20)
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zyt-'))
  const settings = readEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const app = await buildServer({
    db: database.db,
    settings,
    manifests,
    authenticate: makeAuthenticate(database.db),
  })
  /** by trace id, what an answer without details hides; the server's own log is silent here */
  const faults = new Map<string, Error>()
  app.addHook('onError', async (request, _reply, error) => void faults.set(request.id, error))
  const callers = new Map<string, Promise<Caller>>()
  const workers: Worker[] = []
  return {
    ...database,
    app,
    settings,
    as: (login, scopes) => {
      const key = `${login} ${scopes?.join(',') ?? ''}`
      const known = callers.get(key)
      if (known) return known
      const made = makeCaller({ database, app, faults }, login, scopes ?? null)
      callers.set(key, made)
      return made
    },
    work: async () => {
      const context = { db: database.db, settings, log: () => undefined }
      const worker = await startWorker({ db: database.db, pool: database.pool, manifests, context })
      workers.push(worker)
      return worker
    },
    close: async () => {
      for (const w of workers) await w.stop()
      await app.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function makeCaller(
  { database, app, faults }: { database: TestDatabase; app: FastifyInstance; faults: Map<string, Error> },
  login: string,
  scopes: string[] | null,
): Promise<Caller> {
  const person = await findPersonByLogin(database.db, login)
  if (!person) throw new Error(`the sample city has no ${login}`)
  const { token } = await transaction(database.db, (tx) =>
    issueToken(tx, systemActor('test'), person.id, { name: 'test', scopes, seconds: 3600 }),
  )
  const inject: Caller['inject'] = (options) =>
    app.inject({ ...options, headers: { authorization: `Bearer ${token}`, ...options.headers } })
  const send: Caller['send'] = (endpoint, input, headers = {}) =>
    inject(requestOf(endpoint, input as Record<string, unknown>, headers))
  const call: Caller['call'] = async (endpoint, input, headers) => {
    const response = await send(endpoint, input, headers)
    if (response.statusCode >= 400)
      throw new Error(`${endpoint.name} as ${login}: ${response.statusCode} ${response.body}`, {
        cause: faults.get(String(response.headers['x-trace-id'])),
      })
    return (response.body ? response.json() : undefined) as CallOutput<typeof endpoint>
  }
  return { login, personId: person.id, token, call, send, inject }
}

/** What goes into path, query and body of a request, by the names of the contract. */
function requestOf(
  endpoint: EndpointDef,
  input: Record<string, unknown>,
  headers: Record<string, string>,
): InjectOptions {
  const rest = { ...input }
  const taken = new Set<string>()
  const url = endpoint.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    taken.add(name)
    return encodeURIComponent(String(rest[name]))
  })
  for (const name of taken) delete rest[name]
  const all: Record<string, string> = { ...headers }
  if (endpoint.ifMatch) {
    all['if-match'] ??= `"${String(rest['version'])}"`
    delete rest['version']
  }
  const base = { method: endpoint.method, url: `/api/v1${url}`, headers: all }
  if (endpoint.method === 'GET' || endpoint.method === 'DELETE') return { ...base, query: toQuery(rest) }
  return { ...base, payload: rest }
}

function toQuery(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, v]) => v !== undefined)
      .map(([k, v]) => [k, String(v)]),
  )
}
