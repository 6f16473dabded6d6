import type { FastifyInstance } from 'fastify'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction, type Tx } from '#kernel/db/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import {
  activatePerson,
  createPerson,
  grantRole,
  issueToken,
  makeAuthenticate,
} from '#kernel/identity/index.ts'
import { createRootOrg } from '#kernel/org/index.ts'
import {
  findRoleByKey,
  postOf,
  shippedRoles,
  systemActor,
  type ShippedRole,
} from '#kernel/permission/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { testDb, type TestDatabase } from '#kernel/testing/database.ts'
import { manifests } from './modules.ts'

const routes = manifests.flatMap((m) => m.routes ?? [])
const declared = new Map(manifests.flatMap((m) => Object.entries(m.permissions ?? {})))
const actor = systemActor('matrix')
const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-matrix-'))
const tokens = new Map<ShippedRole, string>()
let database: TestDatabase
let app: FastifyInstance

beforeAll(async () => {
  database = await testDb()
  const { db } = database
  app = await buildServer({
    db,
    settings: readEnv({ DATA_DIR: dataDir }),
    manifests,
    authenticate: makeAuthenticate(db),
  })
  await transaction(db, async (tx) => {
    const orgId = await rootOrg(tx)
    for (const role of shippedRoles) tokens.set(role, await holderOf(tx, role, orgId))
  })
})

afterAll(async () => {
  await app.close()
  await database.close()
  rmSync(dataDir, { recursive: true })
})

async function rootOrg(tx: Tx): Promise<string> {
  const row = await tx.selectFrom('org').select('id').where('parent_id', 'is', null).executeTakeFirst()
  return row?.id ?? (await createRootOrg(tx, actor, { name: '单位', code: 'unit' })).id
}

/** An active account that holds just this role; its token. */
async function holderOf(tx: Tx, role: ShippedRole, orgId: string): Promise<string> {
  const { id, version } = await createPerson(tx, actor, {
    login: `matrix-${role}`,
    kind: 'person',
    name: role,
    orgId,
  })
  await activatePerson(tx, actor, { id, version })
  await grantRole(tx, actor, { id, roleId: (await findRoleByKey(tx, role))!.id, orgId })
  return (await issueToken(tx, actor, id, { name: 'matrix', scopes: null, seconds: 3600 })).token
}

interface Outcome {
  status: number
  code: string
}

/** Sends a request that names nothing real: it gets as far as permission lets it, and changes next to nothing. */
async function knock(route: (typeof routes)[number], token?: string): Promise<Outcome> {
  const { method, path: template } = route.endpoint
  const url = `/api/v1${template.replace(/\{\w+\}/g, newId())}`
  const response = await app.inject({
    method,
    url,
    headers: token ? { authorization: `Bearer ${token}` } : {},
    ...(method === 'GET' ? {} : { payload: {} }),
  })
  const isProblem = String(response.headers['content-type']).includes('problem+json')
  return { status: response.statusCode, code: isProblem ? (response.json() as { code: string }).code : '' }
}

/** Whether the outcome is what permission should lead to; a verb may refuse for reasons of its own. */
function asExpected(outcome: Outcome, allowed: boolean): boolean {
  if (outcome.status >= 500) return false
  if (!allowed) return outcome.status === 403 && outcome.code === 'permission.denied'
  return outcome.status !== 401 && outcome.code !== 'permission.denied'
}

describe('every endpoint', () => {
  it('names a permission that some room declares, or none on purpose', () => {
    const unknown = routes
      .map((r) => r.endpoint)
      .filter((e) => !['public', 'signed-in'].includes(e.permission) && !declared.has(e.permission))
    expect(unknown.map((e) => `${e.name}: ${e.permission}`)).toEqual([])
  })

  it('asks anonymous callers to sign in, unless it is public', async () => {
    const wrong: string[] = []
    for (const route of routes) {
      const outcome = await knock(route)
      const open = route.endpoint.permission === 'public'
      const right = open
        ? asExpected(outcome, true)
        : outcome.status === 401 && outcome.code === 'identity.sign_in_required'
      if (!right) wrong.push(`${route.endpoint.name}: ${outcome.status} ${outcome.code}`)
    }
    expect(wrong).toEqual([])
  })

  it.each(shippedRoles)('is open to %s as far as the role goes, and no further', async (role) => {
    const wrong: string[] = []
    for (const route of routes) {
      const { permission, name } = route.endpoint
      const allowed = permission === 'public' || permission === 'signed-in' || holds(role, permission)
      const outcome = await knock(route, tokens.get(role))
      if (!asExpected(outcome, allowed))
        wrong.push(`${name} (${allowed ? 'allowed' : 'forbidden'}): ${outcome.status} ${outcome.code}`)
    }
    expect(wrong).toEqual([])
  })
})

function holds(role: ShippedRole, permission: string): boolean {
  return declared.get(permission)?.grants.includes(role) ?? false
}

describe('roles', () => {
  const held = (role: ShippedRole) => [...declared].filter(([key]) => holds(role, key))

  it.each(shippedRoles.filter((r) => postOf(r)))('%s holds administrative permissions only', (role) => {
    const business = held(role).filter(([, p]) => !p.administrative)
    expect(business.map(([key]) => key)).toEqual([])
  })

  it('that are business roles hold nothing that makes, activates or entitles accounts, or reads the audit', () => {
    const ofPosts = [
      'people.read',
      'people.manage',
      'people.activate',
      'role.manage',
      'role.grant',
      'audit.read',
    ]
    const wrong = shippedRoles
      .filter((r) => !postOf(r))
      .flatMap((r) => ofPosts.filter((p) => holds(r, p)).map((p) => `${r}: ${p}`))
    expect(wrong).toEqual([])
  })

  it('of the three posts share no step: who makes accounts neither activates nor entitles them, who audits changes nothing', () => {
    const holders = (key: string) => shippedRoles.filter((r) => holds(r, key))
    expect(holders('people.manage')).toEqual(['system-admin'])
    expect(holders('people.activate')).toEqual(['security-admin'])
    expect(holders('role.grant')).toEqual(['security-admin'])
    expect(holders('audit.read')).toEqual(['audit-admin'])
    const writes = routes
      .map((r) => r.endpoint)
      .filter(
        (e) => e.method !== 'GET' && holds('audit-admin', e.permission) && !e.permission.startsWith('audit.'),
      )
    expect(writes.map((e) => e.name)).toEqual([])
  })

  it('never hold everything: there is no super administrator', () => {
    for (const role of shippedRoles) expect(held(role).length).toBeLessThan(declared.size)
  })
})
