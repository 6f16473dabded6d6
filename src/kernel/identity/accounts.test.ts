import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureSetupCode } from './setup.ts'
import { bareApp, password, setUpUnit, type BareApp } from './testing/bare-app.ts'
import { codeOf } from './totp.ts'

let bare: BareApp
let sys: string
let sec: string
let aud: string
let secrets: Record<'system' | 'security' | 'audit', { session: string; secret: string }>
let orgId: string

beforeAll(async () => {
  bare = await bareApp()
})
afterAll(() => bare.close())

/** An account made by the system administrator; its holder has set the password. */
async function account(login: string, name = login) {
  const made = await bare.send('POST', '/people', { as: sys, body: { login, name, orgId } })
  expect(made.status).toBe(201)
  const opened = await bare.send('POST', `/one-time-links/${made.body.link.token}`, { body: { password } })
  expect(opened.body).toEqual({ login, active: false })
  return made.body as { id: string; version: number }
}

async function activated(login: string) {
  const { id, version } = await account(login)
  const active = await bare.send('POST', `/people/${id}/moves/activate`, { as: sec, version })
  expect(active.body.state).toBe('active')
  return { id, version: active.body.version as number }
}

async function roleId(key: string): Promise<string> {
  const { body } = await bare.send('GET', '/roles', { as: sec })
  return body.items.find((r: { key: string }) => r.key === key).id
}

const signIn = (login: string, with_: string = password, code?: string) =>
  bare.send('POST', '/session', { body: { login, password: with_, ...(code && { code }) } })

describe('first run', () => {
  it('asks for the code of the console, refuses guesses, and makes a new one after five', async () => {
    expect((await bare.send('GET', '/about')).body).toMatchObject({
      setupNeeded: true,
      demo: false,
      unitName: '',
    })
    const first = (await ensureSetupCode(bare.database.db))!
    const administrators = {
      system: { login: 'sys', name: 'S' },
      security: { login: 'sec', name: 'S' },
      audit: { login: 'aud', name: 'A' },
    }
    for (let i = 0; i < 5; i++) {
      const wrong = await bare.send('POST', '/setup', {
        body: { code: 'WRONG', unitName: 'X', administrators },
      })
      expect(wrong).toMatchObject({ status: 403, body: { code: 'identity.wrong_setup_code' } })
    }
    const stale = await bare.send('POST', '/setup', { body: { code: first, unitName: 'X', administrators } })
    expect(stale.status).toBe(403)
    const rows = await bare.owner('select count(*)::int as n from org')
    expect(rows).toEqual([{ n: 0 }])
  })

  it('makes three inactive accounts whose links demand password and second factor, once', async () => {
    const code = (await ensureSetupCode(bare.database.db))!
    secrets = await setUpUnit(bare, ` ${code.toLowerCase()} `)
    sys = secrets.system.session
    sec = secrets.security.session
    aud = secrets.audit.session
    const me = await bare.send('GET', '/me', { as: sys })
    expect(me.body).toMatchObject({
      post: 'system',
      restricted: null,
      secondFactor: true,
      person: { login: 'sys' },
    })
    orgId = me.body.person.orgId
    const again = await bare.send('POST', '/setup', {
      body: {
        code,
        unitName: 'X',
        administrators: {
          system: { login: 'a1', name: 'a' },
          security: { login: 'b1', name: 'b' },
          audit: { login: 'c1', name: 'c' },
        },
      },
    })
    expect(again).toMatchObject({ status: 409, body: { code: 'identity.set_up_already' } })
    expect(await ensureSetupCode(bare.database.db)).toBeNull()
  })

  it('keeps no secret in the database in the clear', async () => {
    const rows = await bare.owner('select totp_secret, password_hash from credential')
    const text = JSON.stringify(rows)
    for (const { secret } of Object.values(secrets)) expect(text).not.toContain(secret)
    expect(rows.every((r) => String(r['password_hash']).startsWith('$argon2id$'))).toBe(true)
    const audited = JSON.stringify(await bare.owner('select before, after from audit_entry'))
    expect(audited).not.toContain(password)
    expect(audited).not.toContain(secrets.system.secret)
  })
})

describe('two people', () => {
  it('lets the system administrator make an account and not activate it or give it roles', async () => {
    const made = await account('zhang')
    expect((await signIn('zhang')).body.code).toBe('identity.not_active')
    const activate = await bare.send('POST', `/people/${made.id}/moves/activate`, {
      as: sys,
      version: made.version,
    })
    expect(activate.status).toBe(403)
    const desk = await roleId('desk')
    const grant = await bare.send('POST', `/people/${made.id}/roles`, {
      as: sys,
      body: { roleId: desk, orgId },
    })
    expect(grant.status).toBe(403)
  })

  it('lets the security administrator activate and not make accounts; the audit administrator sees both and does neither', async () => {
    const make = { login: 'x-1', name: 'x', orgId }
    expect((await bare.send('POST', '/people', { as: sec, body: make })).status).toBe(403)
    expect((await bare.send('POST', '/people', { as: aud, body: make })).status).toBe(403)
    const list = await bare.send('GET', '/people?q=zhang', { as: aud })
    const zhang = list.body.items[0]
    expect(zhang).toMatchObject({ login: 'zhang', state: 'inactive', abilities: [] })
    const byAudit = await bare.send('POST', `/people/${zhang.id}/moves/activate`, {
      as: aud,
      version: zhang.version,
    })
    expect(byAudit.status).toBe(403)
    const active = await bare.send('POST', `/people/${zhang.id}/moves/activate`, {
      as: sec,
      version: zhang.version,
    })
    expect(active.body).toMatchObject({ state: 'active', activatedBy: '安全' })
    expect((await signIn('zhang')).status).toBe(200)
  })

  it('lets nobody act on the own account', async () => {
    const me = (await bare.send('GET', '/people?q=sec', { as: sec })).body.items[0]
    const grant = await bare.send('POST', `/people/${me.id}/roles`, {
      as: sec,
      body: { roleId: await roleId('desk'), orgId },
    })
    expect(grant).toMatchObject({ status: 403, body: { code: 'permission.self' } })
    const disable = await bare.send('POST', `/people/${me.id}/moves/disable`, {
      as: sec,
      version: me.version,
    })
    expect(disable.body.code).toBe('permission.self')
  })

  it('sends an account whose password was reset through activation again', async () => {
    const { id, version } = await activated('li')
    const session = (await signIn('li')).cookie!
    const reset = await bare.send('POST', `/people/${id}/moves/reset-password`, { as: sys, version })
    expect(reset.body).toMatchObject({ state: 'inactive', link: { token: expect.any(String) } })
    expect((await bare.send('GET', '/me', { as: session })).body.code).toBe('identity.session_expired')
    await bare.send('POST', `/one-time-links/${reset.body.link.token}`, {
      body: { password: 'Another-Horse-7' },
    })
    expect((await signIn('li', 'Another-Horse-7')).body.code).toBe('identity.not_active')
    await bare.send('POST', `/people/${id}/moves/activate`, { as: sec, version: reset.body.version })
    expect((await signIn('li', 'Another-Horse-7')).status).toBe(200)
    const twice = await bare.send('POST', `/one-time-links/${reset.body.link.token}`, { body: { password } })
    expect(twice).toMatchObject({ status: 404, body: { code: 'identity.link_invalid' } })
  })
})

describe('exclusive posts', () => {
  it('refuses a post beside anything else, and anything beside a post', async () => {
    const { id } = await activated('wang')
    const grant = async (key: string, person = id) =>
      bare.send('POST', `/people/${person}/roles`, { as: sec, body: { roleId: await roleId(key), orgId } })
    expect((await grant('system-admin')).status).toBe(200)
    expect((await grant('audit-admin')).body.code).toBe('permission.exclusive')
    expect((await grant('engineer')).body.code).toBe('permission.exclusive')
    const { id: other } = await activated('zhao')
    expect((await grant('engineer', other)).status).toBe(200)
    expect((await grant('system-admin', other)).body.code).toBe('permission.exclusive')
  })

  it('holds in the database, whatever program writes', async () => {
    const sql = `insert into person_role (person_id, role_id, org_id)
      select p.id, r.id, p.org_id from person p, role r where p.login = $1 and r.key = $2`
    await expect(bare.owner(sql, ['zhao', 'system-admin'])).rejects.toThrow(/held alone/)
    await expect(bare.owner(sql, ['wang', 'desk'])).rejects.toThrow(/held alone/)
    const mix = `insert into role_permission (role_id, permission) select id, $2 from role where key = $1`
    await expect(bare.owner(mix, ['audit-admin', 'people.phone'])).rejects.toThrow(/does not belong/)
    await expect(bare.owner(mix, ['desk', 'role.grant'])).rejects.toThrow(/does not belong/)
  })

  it('cannot put a business role and a post on one person at the same time', async () => {
    const { id } = await activated('race')
    const grant = async (key: string) =>
      bare.send('POST', `/people/${id}/roles`, { as: sec, body: { roleId: await roleId(key), orgId } })
    const answers = await Promise.all([
      grant('system-admin'),
      grant('desk'),
      grant('audit-admin'),
      grant('engineer'),
    ])
    const { body } = await bare.send('GET', `/people/${id}/roles`, { as: sec })
    const posts = body.items.filter((r: { post: string | null }) => r.post).length
    expect(posts === 0 || body.items.length === 1).toBe(true)
    expect(answers.filter((a) => a.status === 200)).toHaveLength(body.items.length)
  })

  it('does not remove the last active holder of a post', async () => {
    const me = (await bare.send('GET', '/people?q=aud', { as: sec })).body.items.find(
      (p: { login: string }) => p.login === 'aud',
    )
    const disable = await bare.send('POST', `/people/${me.id}/moves/disable`, {
      as: sec,
      version: me.version,
    })
    expect(disable).toMatchObject({ status: 409, body: { code: 'permission.last_holder' } })
    const revoke = await bare.send(
      'DELETE',
      `/people/${me.id}/roles/${await roleId('audit-admin')}/${orgId}`,
      { as: sec },
    )
    expect(revoke.body.code).toBe('permission.last_holder')
  })

  it('demands the second factor of a new holder before anything else', async () => {
    const { cookie, body } = await signIn('wang')
    expect(body.restricted).toBe('second-factor')
    expect((await bare.send('GET', '/people', { as: cookie! })).body.code).toBe(
      'identity.second_factor_required',
    )
    const started = await bare.send('POST', '/me/second-factor', { as: cookie!, body: { password } })
    const code = codeOf(started.body.secret)
    expect(
      (await bare.send('POST', '/me/second-factor/confirm', { as: cookie!, body: { code: '000000' } }))
        .status,
    ).toBe(422)
    expect(
      (await bare.send('POST', '/me/second-factor/confirm', { as: cookie!, body: { code } })).status,
    ).toBe(200)
    expect((await bare.send('GET', '/people', { as: cookie! })).status).toBe(200)
    expect((await signIn('wang', password, code)).body.code).toBe('identity.wrong_code')
    expect((await signIn('wang')).body.code).toBe('identity.code_required')
  })
})

describe('rights', () => {
  it('change with the next request of a live session', async () => {
    const { cookie } = await signIn('zhao')
    expect((await bare.send('GET', '/people/lookup?q=z', { as: cookie! })).status).toBe(200)
    const { body } = await bare.send('GET', `/people?q=zhao`, { as: sec })
    await bare.send('DELETE', `/people/${body.items[0].id}/roles/${await roleId('engineer')}/${orgId}`, {
      as: sec,
    })
    expect((await bare.send('GET', '/people/lookup?q=z', { as: cookie! })).status).toBe(403)
  })

  it('of a custom role are business permissions only', async () => {
    const role = {
      key: 'helper',
      name: '助手',
      nameEn: 'Helper',
      permissions: ['people.lookup', 'role.grant'],
    }
    const refused = await bare.send('POST', '/roles', { as: sec, body: role })
    expect(refused).toMatchObject({ status: 422, body: { code: 'permission.not_assignable' } })
    const made = await bare.send('POST', '/roles', {
      as: sec,
      body: { ...role, permissions: ['people.lookup'] },
    })
    expect(made.status).toBe(201)
    const shipped = await bare.send('PATCH', `/roles/${await roleId('desk')}`, {
      as: sec,
      version: 1,
      body: { permissions: [] },
    })
    expect(shipped.body.code).toBe('permission.shipped_role')
  })
})
