import { sql } from 'kysely'
import { expect } from 'vitest'
import { z } from 'zod'
import type { LightMyRequestResponse } from 'fastify'
import type { EndpointDef } from '#kernel/http/endpoint.ts'
import type { Caller, TestApp } from '#kernel/testing/index.ts'
import { manifests } from '../modules.ts'
import { sampleOf, type Schema } from './sample.ts'

/** The endpoints of all rooms: a new one joins by itself. */
export const endpoints: readonly EndpointDef[] = manifests.flatMap((m) =>
  (m.routes ?? []).map((r) => r.endpoint),
)
const declared = new Map(manifests.flatMap((m) => Object.entries(m.permissions ?? {})))

const loginOf: Record<string, string> = {
  desk: 'desk01',
  'duty-leader': 'lead01',
  manager: 'mgr01',
  engineer: 'eng01',
  'vendor-engineer': 'vend01',
  requester: 'req01',
  'asset-keeper': 'asset01',
  finance: 'fin01',
  intake: 'intake01',
  'system-admin': 'sys01',
  'security-admin': 'sec01',
  'audit-admin': 'aud01',
}

/** A demo login that holds the endpoint's permission. */
export function loginFor(endpoint: EndpointDef): string {
  const grants: readonly string[] = declared.get(endpoint.permission)?.grants ?? ['desk']
  const role = Object.keys(loginOf).find((r) => grants.includes(r))
  if (!role) throw new Error(`${endpoint.name}: nobody holds ${endpoint.permission}`)
  return loginOf[role]!
}

const schemas = new WeakMap<object, Schema>()

/** What an endpoint takes, as JSON Schema; made once, because the sweeps ask for it at each of their requests. */
export function schemaOf(type: unknown): Schema {
  const known = schemas.get(type as object)
  if (known) return known
  const made = z.toJSONSchema(type as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema
  if (type) schemas.set(type as object, made)
  return made
}

/** Addresses with the ids of records that exist, found through the list that lies above them. */
export class Addresses {
  private readonly found = new Map<string, Promise<string | undefined>>()
  /** who was shown the record at an address: asked first the next time */
  private readonly readers = new Map<string, string>()
  private readonly test: TestApp
  constructor(test: TestApp) {
    this.test = test
  }

  async of(endpoint: EndpointDef): Promise<string> {
    let url = '/api/v1'
    const params = endpoint.params ? schemaOf(endpoint.params).properties : undefined
    for (const part of endpoint.path.split('/').slice(1)) {
      const schema = /^\{\w+\}$/.test(part) ? (params?.[part.slice(1, -1)] ?? {}) : undefined
      const isId = schema?.format === 'uuid'
      const value = isId ? await this.idBelow(url) : schema && String(sampleOf(schema, unknownId))
      url += `/${schema ? encodeURIComponent(value ?? unknownId) : part}`
    }
    return url
  }

  /** The version that the record at the address has now, as `If-Match` wants it. */
  async version(endpoint: EndpointDef): Promise<string> {
    const record = /^(\/api\/v1\/[a-z-]+\/[0-9a-f-]{36})/.exec(await this.of(endpoint))?.[1]
    if (record === undefined) return '"1"'
    const known = this.readers.get(record)
    for (const login of [...(known ? [known] : []), 'desk01', 'mgr01', 'sys01', 'sec01']) {
      const response = await (await this.test.as(login)).inject({ method: 'GET', url: record })
      if (response.statusCode !== 200) continue
      this.readers.set(record, login)
      return String(response.headers['etag'] ?? '"1"')
    }
    return '"1"'
  }

  /** Id of the first record of the list at this address. */
  private idBelow(url: string): Promise<string | undefined> {
    const known = this.found.get(url)
    if (known) return known
    const made = this.look(url)
    this.found.set(url, made)
    return made
  }

  private async look(url: string): Promise<string | undefined> {
    // one's own tokens: revoking them would end the walk
    if (url.includes('/me/')) return undefined
    for (const login of ['desk01', 'mgr01', 'sys01', 'sec01', 'aud01', 'req01']) {
      const response = await (await this.test.as(login)).inject({ method: 'GET', url })
      if (response.statusCode !== 200 || !response.body.startsWith('{')) continue
      const { items } = response.json<{ items?: { id?: string; login?: string }[] }>()
      // fuzzing must not disable the people who send it
      const item = items?.find((i) => i.login === 'fin01') ?? items?.[0]
      if (item?.id) return item.id
    }
    return undefined
  }
}

export const unknownId = '01990000-0000-7000-8000-000000000000'

/** What a refusal must never say: statements, names of our tables' errors, files of ours. */
const leaks =
  /\b(select|insert into|delete from|update \w+ set)\b|violates|syntax error|relation "|invalid input syntax|null value in column|node_modules|\.ts:\d|at async|\bpg_|kysely|stack/i

/**
 * A refusal is a problem document with a stable code and says nothing of the inside.
 * @returns what is wrong with the answer; undefined for a sound one
 */
export function flawOf(response: LightMyRequestResponse): string | undefined {
  const { statusCode: status, body } = response
  if (status >= 500) return `${status} ${body.slice(0, 200)}`
  if (status < 400) return undefined
  if (!String(response.headers['content-type']).startsWith('application/problem+json'))
    return `${status} is no problem document: ${body.slice(0, 200)}`
  const problem = JSON.parse(body) as {
    code: string
    status: number
    detail: string
    errors: { field: string }[]
  }
  if (!/^[a-z-]+\.[a-z_]+$/.test(problem.code) || problem.status !== status)
    return `${status} with code ${problem.code}`
  if (problem.detail === problem.code) return `${problem.code} has no words`
  if (leaks.test(body)) return `leaks: ${body.slice(0, 300)}`
  if (status === 422 && !problem.errors.some((e) => e.field !== ''))
    return `422 names no field: ${body.slice(0, 300)}`
  return undefined
}

/** Tables that refusals may write to: the audit, and the guards of sign-in. */
const bookkeeping = /^(audit_\w+|sign_in_\w+|session|api_token|login_guard|idempotency_key|graphile\w*)$/

/** Rows of every table and when they were written: two equal footprints mean that nothing was written between. */
export async function footprint(test: TestApp): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(
    test.db,
  )
  const wanted = tables.map((t) => t.name).filter((name) => !bookkeeping.test(name))
  const parts = wanted.map(
    (name) =>
      sql`select ${name}::text as name, count(*) || ':' || coalesce(sum(t.xmin::text::bigint), 0) as rows from ${sql.table(name)} t`,
  )
  const { rows } = await sql<{ name: string; rows: string }>`${sql.join(parts, sql` union all `)}`.execute(
    test.db,
  )
  return Object.fromEntries(rows.map((r) => [r.name, r.rows]))
}

/** Expects refusals: collects what is wrong with each answer, and at the end that nothing was written. */
export async function refusals(
  test: TestApp,
  attempts: (refused: (what: string, response: LightMyRequestResponse) => void) => Promise<void>,
): Promise<void> {
  const flaws: string[] = []
  const before = await footprint(test)
  await attempts((what, response) => {
    const flaw = response.statusCode < 400 ? `${response.statusCode}: accepted` : flawOf(response)
    if (flaw) flaws.push(`${what}: ${flaw}`)
  })
  expect(flaws).toEqual([])
  expect(await footprint(test)).toEqual(before)
}

/** An incident of a requester, filed at the portal. */
export async function fileOwn(
  caller: Caller,
  more: Record<string, unknown> = {},
): Promise<{ id: string; version: number; number: string }> {
  const response = await caller.inject({
    method: 'POST',
    url: '/api/v1/incidents',
    payload: {
      title: '打印机坏了',
      description: '打不出',
      impact: 'low',
      urgency: 'low',
      channel: 'portal',
      ...more,
    },
  })
  expect(response.statusCode, response.body).toBe(201)
  return response.json()
}
