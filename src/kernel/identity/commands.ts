import { parseArgs } from 'node:util'
import { audit } from '../audit/record.ts'
import { transaction } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Command, CommandContext } from '../manifest.ts'
import { systemActor } from '../permission/actor.ts'
import { readRights } from '../permission/store/rights.ts'
import { issueToken, withdrawToken } from './api-tokens.ts'
import { configureIdentity } from './environment.ts'
import { makeLink } from './links.ts'
import { clearTotp, setPasswordHash } from './store/credential.ts'
import { findPersonByLogin, updateState, type PersonRow } from './store/person.ts'
import { revokeAll, selectTokens } from './store/session.ts'

const unitSeconds = { m: 60, h: 3600, d: 86_400 } as const

/** Seconds of `30m`, `2h`, `90d`; at most a year. @throws identity.bad_duration */
export function durationSeconds(text: string): number {
  const match = /^(\d{1,6})([mhd])$/.exec(text)
  const seconds = match ? Number(match[1]) * unitSeconds[match[2] as keyof typeof unitSeconds] : 0
  if (seconds < 60 || seconds > 366 * 86_400)
    throw new AppError('identity.bad_duration', { params: { value: text } })
  return seconds
}

const tokenUsage = `zhengyun token create --login LOGIN --for 2h [--scopes a,b] [--name NAME]
zhengyun token list [--login LOGIN]
zhengyun token revoke ID`

async function personOf(context: CommandContext, login: string | undefined): Promise<PersonRow> {
  const person = login === undefined ? undefined : await findPersonByLogin(context.db, login.toLowerCase())
  if (!person) throw new AppError('identity.unknown_login', { params: { login: login ?? '' } })
  return person
}

async function createToken(args: string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      login: { type: 'string' },
      for: { type: 'string', default: '1h' },
      scopes: { type: 'string' },
      name: { type: 'string', default: 'command line' },
    },
  })
  const person = await personOf(context, values.login)
  if (person.state !== 'active') throw new AppError('identity.not_active')
  const scopes = values.scopes?.split(',').filter(Boolean) ?? null
  const { permissions } = await readRights(context.db, person.id)
  const wrong = scopes?.find((scope) => !permissions.has(scope))
  if (wrong !== undefined) throw new AppError('identity.unknown_scope', { params: { scope: wrong } })
  const wanted = { name: values.name.slice(0, 100), scopes, seconds: durationSeconds(values.for) }
  const made = await transaction(context.db, (tx) =>
    issueToken(tx, systemActor('command'), person.id, wanted),
  )
  context.out(`${person.login} ${made.expiresAt.toISOString()} ${made.token}`)
  return 0
}

async function listTokens(args: string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args, options: { login: { type: 'string' } } })
  const person = values.login === undefined ? null : await personOf(context, values.login)
  for (const t of await selectTokens(context.db, person?.id ?? null))
    context.out(`${t.id} ${t.login} ${t.expiresAt.toISOString()} ${t.scopes?.join(',') ?? '*'} ${t.name}`)
  return 0
}

async function revokeToken([id = '']: string[], context: CommandContext): Promise<number> {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new AppError('identity.not_found', { status: 404 })
  await transaction(context.db, (tx) => withdrawToken(tx, systemActor('command'), id, null))
  context.out(id)
  return 0
}

const token: Command = {
  name: 'token',
  summary: 'create, list, revoke API tokens 接口令牌',
  run: async ([action = '', ...args], context) => {
    if (action === 'create') return createToken(args, context)
    if (action === 'list') return listTokens(args, context)
    if (action === 'revoke') return revokeToken(args, context)
    context.err(tokenUsage)
    return 2
  },
}

/**
 * For the case that an administrator has lost password or second factor and no colleague can help: whoever may run
 * commands on the server gets a one-time link for the holder. It is audited as the system's act.
 */
const recover: Command = {
  name: 'recover',
  summary: 'one-time link for an administrator who is locked out 管理员找回',
  run: async (args, context) => {
    configureIdentity(context.settings)
    const { values } = parseArgs({ args, options: { login: { type: 'string' } } })
    const person = await personOf(context, values.login)
    if (!person.roles.some((role) => role.post !== null))
      throw new AppError('identity.no_administrator', { params: { login: person.login } })
    if (person.state === 'disabled')
      throw new AppError('identity.illegal_move', { params: { state: person.state } })
    const link = await transaction(context.db, async (tx) => {
      await revokeAll(tx, person.id)
      await clearTotp(tx, person.id)
      await setPasswordHash(tx, person.id, null, true)
      await updateState(tx, person.id, 'inactive', {})
      await audit(tx, systemActor('command'), {
        action: 'identity.recover',
        entity: 'person',
        entityId: person.id,
        orgId: person.orgId,
      })
      return makeLink(tx, person.id, 'administrator')
    })
    const base = context.settings.publicUrl ?? `http://${context.settings.host}:${context.settings.port}`
    context.out(`${base}/welcome#${link.token}`)
    return 0
  },
}

export const commands: readonly Command[] = [token, recover]
