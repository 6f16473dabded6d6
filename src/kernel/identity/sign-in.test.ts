import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { commands } from './commands.ts'
import { setPassword } from './seed.ts'
import { ensureSetupCode } from './setup.ts'
import { bareApp, password, setUpUnit, type BareApp } from './testing/bare-app.ts'

let bare: BareApp
let orgId: string
let sys: string
let sec: string
let aud: string
let personId: string

beforeAll(async () => {
  bare = await bareApp()
  const code = (await ensureSetupCode(bare.database.db))!
  const posts = await setUpUnit(bare, code)
  sys = posts.system.session
  sec = posts.security.session
  aud = posts.audit.session
  orgId = (await bare.send('GET', '/me', { as: sec })).body.person.orgId
  const body = { login: 'zhang', name: '张工', orgId, phone: '8501' }
  const made = await bare.send('POST', '/people', { as: posts.system.session, body })
  personId = made.body.id
  await bare.send('POST', `/one-time-links/${made.body.link.token}`, { body: { password } })
  await bare.send('POST', `/people/${personId}/moves/activate`, { as: sec, version: made.body.version })
  const roles = await bare.send('GET', '/roles', { as: sec })
  const roleId = roles.body.items.find((r: { key: string }) => r.key === 'desk').id
  await bare.send('POST', `/people/${personId}/roles`, { as: sec, body: { roleId, orgId } })
})
afterAll(() => bare.close())

const signIn = (login: string, with_: string = password) =>
  bare.send('POST', '/session', { body: { login, password: with_ } })

/** The password that the other tests know. */
const restore = () =>
  transaction(bare.database.db, (tx) => setPassword(tx, systemActor('test'), { personId, password }))

describe('sessions', () => {
  it('open with an HttpOnly, SameSite=Strict cookie and never tell its secret', async () => {
    const answer = await signIn('ZHANG')
    expect(answer).toMatchObject({
      status: 200,
      body: { person: { login: 'zhang' }, post: null, restricted: null },
    })
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Strict/)
    expect(JSON.stringify(answer.body)).not.toContain(answer.cookie)
    expect(answer.body.permissions).toContain('people.lookup')
  })

  it('end when idle, at the absolute limit, when revoked and when the person is disabled', async () => {
    const me = async (cookie: string) => (await bare.send('GET', '/me', { as: cookie })).status
    const open = async () => (await signIn('zhang')).cookie!
    const idle = await open()
    await bare.owner(
      `update session set last_seen_at = now() - interval '7 hours 59 minutes' where revoked_at is null and person_id = $1`,
      [personId],
    )
    expect(await me(idle)).toBe(200)
    await bare.owner(
      `update session set last_seen_at = now() - interval '8 hours 1 minute' where person_id = $1`,
      [personId],
    )
    expect(await me(idle)).toBe(401)
    const old = await open()
    await bare.owner(`update session set expires_at = now() where person_id = $1`, [personId])
    expect(await me(old)).toBe(401)
    const [one, two] = [await open(), await open()]
    const { body } = await bare.send('GET', '/me/sessions', { as: one })
    const other = body.items.find((s: { current: boolean }) => !s.current)
    expect((await bare.send('DELETE', `/me/sessions/${other.id}`, { as: one })).status).toBe(200)
    expect([await me(one), await me(two)]).toEqual([200, 401])
    expect((await bare.send('DELETE', '/session', { as: one })).status).toBe(200)
    expect(await me(one)).toBe(401)
    // an ended session does not keep its owner out
    const again = await bare.send('POST', '/session', { as: one, body: { login: 'zhang', password } })
    expect(again.status).toBe(200)
  })

  it('of an administrator end after half an hour of silence', async () => {
    const silent = `update session set last_seen_at = now() - $1::interval where person_id = (select id from person where login = 'aud')`
    await bare.owner(silent, ['29 minutes'])
    expect((await bare.send('GET', '/me', { as: aud })).status).toBe(200)
    await bare.owner(silent, ['31 minutes'])
    expect((await bare.send('GET', '/me', { as: aud })).status).toBe(401)
  })

  it('survive a change of the own password, the others end', async () => {
    const [one, two] = [(await signIn('zhang')).cookie!, (await signIn('zhang')).cookie!]
    const change = (current: string, next: string) =>
      bare.send('POST', '/me/password', { as: one, body: { current, next } })
    expect((await change('wrong', 'Brand-New-Horse-1')).body).toMatchObject({
      code: 'identity.wrong_password',
      errors: [{ field: 'current' }],
    })
    expect((await change(password, 'short')).body.code).toBe('identity.password_too_short')
    expect((await change(password, 'My-zhang-pass-1')).body.code).toBe('identity.password_contains_login')
    expect((await change(password, 'Brand-New-Horse-1')).status).toBe(200)
    expect((await bare.send('GET', '/me', { as: one })).status).toBe(200)
    expect((await bare.send('GET', '/me', { as: two })).status).toBe(401)
    expect((await change('Brand-New-Horse-1', password)).body.code).toBe('identity.password_used_before')
    await restore()
  })

  it('may do nothing but change the password when that is owed', async () => {
    const { db } = bare.database
    await transaction(db, (tx) =>
      setPassword(tx, systemActor('test'), { personId, password: 'Temporary-Pass-1', mustChange: true }),
    )
    const { cookie, body } = await signIn('zhang', 'Temporary-Pass-1')
    expect(body.restricted).toBe('password')
    expect((await bare.send('GET', '/people/lookup?q=a', { as: cookie! })).body.code).toBe(
      'identity.password_change_required',
    )
    expect(
      (await bare.send('POST', '/me/tokens', { as: cookie!, body: { name: 'x', hours: 1 } })).status,
    ).toBe(403)
    const changed = await bare.send('POST', '/me/password', {
      as: cookie!,
      body: { current: 'Temporary-Pass-1', next: 'Another-New-Horse-1' },
    })
    expect(changed.status).toBe(200)
    expect((await bare.send('GET', '/people/lookup?q=zhang', { as: cookie! })).body.items[0]).toMatchObject({
      name: '张工',
      phone: '8501',
    })
    await restore()
  })
})

describe('lockout', () => {
  it('comes after five failures, for known and unknown logins alike, also for many at once', async () => {
    for (const login of ['zhang', 'nobody-here']) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(login, 'wrong')))
      const tried = answers.filter((a) => a.body.code === 'identity.sign_in_failed')
      expect(tried).toHaveLength(5)
      expect(answers.filter((a) => a.body.code === 'identity.locked')).toHaveLength(7)
      const locked = await signIn(login)
      expect(locked).toMatchObject({ status: 429, body: { code: 'identity.locked' } })
      expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800)
    }
    const audited = await bare.owner(`select action, count(*)::int as n from audit_entry
      where action in ('identity.sign-in-failed', 'identity.lock-out') and after->>'login' = 'nobody-here' group by action order by action`)
    expect(audited).toEqual([
      { action: 'identity.lock-out', n: 1 },
      { action: 'identity.sign-in-failed', n: 5 },
    ])
  })

  it('ends after a quarter of an hour', async () => {
    await bare.owner(
      `update sign_in_guard set locked_until = now() - interval '1 second', last_failed_at = now() - interval '15 minutes 1 second'`,
    )
    expect((await signIn('zhang')).status).toBe(200)
    expect(await bare.owner(`select 1 as x from sign_in_guard where login = 'zhang'`)).toEqual([])
  })

  it('is not fed by logins that nobody has: their counters are bounded', async () => {
    const before = await bare.owner('select count(*)::int as n from sign_in_guard')
    await signIn('x'.repeat(50), 'wrong')
    const rows = await bare.owner(`select login from sign_in_guard where login like '?%'`)
    expect(rows.every((r) => String(r['login']).length === 5)).toBe(true)
    expect(before).toHaveLength(1)
  })
})

describe('API tokens', () => {
  it('narrow the rights of their owner, are shown once, and end when revoked', async () => {
    const { cookie } = await signIn('zhang')
    const more = await bare.send('POST', '/me/tokens', {
      as: cookie!,
      body: { name: 'x', hours: 1, scopes: ['role.grant'] },
    })
    expect(more).toMatchObject({ status: 422, body: { code: 'identity.unknown_scope' } })
    const made = await bare.send('POST', '/me/tokens', {
      as: cookie!,
      body: { name: 'ci', hours: 1, scopes: ['org.lookup'] },
    })
    const { token, id } = made.body
    expect((await bare.send('GET', '/orgs/lookup', { as: token })).status).toBe(200)
    expect((await bare.send('GET', '/people/lookup?q=a', { as: token })).status).toBe(403)
    expect(
      (await bare.send('POST', '/me/tokens', { as: token, body: { name: 'y', hours: 1 } })).body.code,
    ).toBe('identity.session_only')
    const stored = JSON.stringify(await bare.owner('select * from api_token'))
    expect(stored).not.toContain(token)
    expect((await bare.send('GET', '/me/tokens', { as: cookie! })).body.items).toHaveLength(1)
    await bare.send('DELETE', `/me/tokens/${id}`, { as: cookie! })
    expect((await bare.send('GET', '/orgs/lookup', { as: token })).body.code).toBe('identity.token_invalid')
  })

  it('come from the command line, last word on stdout', async () => {
    const out: string[] = []
    const context = {
      db: bare.database.db,
      settings: {} as never,
      out: (l: string) => void out.push(l),
      err: () => undefined,
    }
    const token = commands.find((c) => c.name === 'token')!
    expect(await token.run(['create', '--login', 'zhang', '--for', '2h'], context)).toBe(0)
    const secret = out.join('\n').split(/\s+/).at(-1)!
    expect((await bare.send('GET', '/me', { as: secret })).body.person.login).toBe('zhang')
    await expect(token.run(['create', '--login', 'nobody', '--for', '2h'], context)).rejects.toMatchObject({
      code: 'identity.unknown_login',
    })
    await expect(
      token.run(['create', '--login', 'zhang', '--for', '2 years'], context),
    ).rejects.toMatchObject({ code: 'identity.bad_duration' })
    await token.run(
      ['revoke', String((await bare.owner('select id from api_token where revoked_at is null'))[0]!['id'])],
      context,
    )
    expect((await bare.send('GET', '/me', { as: secret })).status).toBe(401)
  })

  it('that are no tokens get 401 everywhere, not the anonymous answer', async () => {
    for (const as of ['zy_', 'zy_nonsense'])
      expect((await bare.send('GET', '/me', { as })).body.code).toBe('identity.token_invalid')
    expect((await bare.send('GET', '/me')).body.code).toBe('identity.sign_in_required')
  })
})

describe('sign-in policy', () => {
  it('is changed by the security administrator and holds at once', async () => {
    const before = await bare.send('GET', '/sign-in-policy', { as: sec })
    const changed = await bare.send('PATCH', '/sign-in-policy', {
      as: sec,
      version: before.body.version,
      body: { passwordMinLength: 20 },
    })
    expect(changed.body).toMatchObject({ passwordMinLength: 20, lockoutFailures: 5 })
    const { cookie } = await signIn('zhang')
    const next = await bare.send('POST', '/me/password', {
      as: cookie!,
      body: { current: password, next: 'Brand-New-Horse-1' },
    })
    expect(next.body.code).toBe('identity.password_too_short')
    const stale = await bare.send('PATCH', '/sign-in-policy', {
      as: sec,
      version: before.body.version,
      body: { idleMinutes: 60 },
    })
    expect(stale.status).toBe(412)
  })
})

describe('password history', () => {
  const horse = (n: number) => `Brand-New-Long-Horse-${n}`
  const policy = async (body: object) => {
    const { version } = (await bare.send('GET', '/sign-in-policy', { as: sec })).body
    expect((await bare.send('PATCH', '/sign-in-policy', { as: sec, version, body })).status).toBe(200)
  }
  const set = (password: string, mustChange = false) =>
    transaction(bare.database.db, (tx) =>
      setPassword(tx, systemActor('test'), { personId, password, mustChange }),
    )

  it('refuses the last passwords, as many as the policy says, and no older ones', async () => {
    await policy({ passwordHistory: 3 })
    for (const n of [1, 2, 3, 4]) await set(horse(n))
    const { cookie } = await signIn('zhang', horse(4))
    const change = (current: string, next: string) =>
      bare.send('POST', '/me/password', { as: cookie!, body: { current, next } })
    expect((await change(horse(4), horse(3))).body).toMatchObject({
      code: 'identity.password_used_before',
      errors: [{ field: 'next' }],
    })
    expect((await change(horse(4), horse(2))).status).toBe(422)
    expect((await change(horse(4), horse(1))).status).toBe(200)
    await policy({ passwordHistory: 0 })
    expect((await change(horse(1), horse(4))).status).toBe(200)
    expect((await change(horse(4), horse(4))).body.code).toBe('identity.password_unchanged')
  })

  it('holds for one-time links too, over a reset', async () => {
    await policy({ passwordHistory: 5 })
    const account = (await bare.send('GET', `/people/${personId}`, { as: sys })).body
    const reset = await bare.send('POST', `/people/${personId}/moves/reset-password`, {
      as: sys,
      version: account.version,
    })
    const use = (password: string) =>
      bare.send('POST', `/one-time-links/${reset.body.link.token}`, { body: { password } })
    expect((await use(horse(4))).body).toMatchObject({
      code: 'identity.password_used_before',
      errors: [{ field: 'password' }],
    })
    // a refusal does not use the link up
    expect((await use(horse(5))).status).toBe(200)
    await bare.send('POST', `/people/${personId}/moves/activate`, { as: sec, version: reset.body.version })
  })

  it('cannot be run through in a minute when the policy wants a password kept for a while', async () => {
    await policy({ passwordMinAgeHours: 24 })
    const { cookie } = await signIn('zhang', horse(5))
    const change = (current: string, next: string) =>
      bare.send('POST', '/me/password', { as: cookie!, body: { current, next } })
    expect(await change(horse(5), horse(6))).toMatchObject({
      status: 409,
      body: { code: 'identity.password_too_young', errors: [{ field: 'next' }] },
    })
    await bare.owner(`update credential set changed_at = now() - interval '25 hours' where person_id = $1`, [
      personId,
    ])
    expect((await change(horse(5), horse(6))).status).toBe(200)
    // what is demanded can be done at once
    await set(horse(7), true)
    const owed = await signIn('zhang', horse(7))
    const body = { current: horse(7), next: horse(8) }
    expect((await bare.send('POST', '/me/password', { as: owed.cookie!, body })).status).toBe(200)
  })

  it('keeps two dozen hashes at most', async () => {
    for (let n = 0; n < 30; n++) await set(horse(100 + n))
    const rows = await bare.owner('select count(*)::int as n from password_history where person_id = $1', [
      personId,
    ])
    expect(rows).toEqual([{ n: 24 }])
  })
})
