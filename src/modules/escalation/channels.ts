import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { valuesOf } from './deliver.ts'
import { demandVersion } from './policies.ts'
import { sealChannel } from './secrets.ts'
import { checkTemplates, hostOf, send } from './send.ts'
import * as store from './store/channel.ts'
import { phoneOf } from './store/person.ts'

type View = Output<typeof contract.createChannel>

const refuse = (code: string, field: string, status = 422) =>
  new AppError(`escalation.${code}`, { status, field })

function present({ orgPath: _path, secret, ...row }: store.ChannelRow): View {
  return { ...row, hasSecret: secret !== null }
}

async function access(db: Db, actor: Actor, id: string, lock = false): Promise<store.ChannelRow> {
  const [row] = await store.selectChannels(db, scopeOf(actor, 'escalation.manage'), { id, lock })
  if (!row) throw notFound('escalation')
  return row
}

/** Channels of the orgs whose policies the caller keeps; never their secrets. */
export async function listChannelsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listChannels>> {
  return { items: (await store.selectChannels(db, scopeOf(actor, 'escalation.manage'))).map(present) }
}

async function check(tx: Tx, actor: Actor, body: contract.ChannelBody): Promise<void> {
  const org = await findOrg(tx, body.orgId)
  if (!org?.active || !inScope(actor, 'escalation.manage', org.path))
    throw refuse('unknown_reference', 'orgId')
  if (body.kind !== 'webhook' && !body.body) throw refuse('body_needed', 'body')
  checkTemplates(body)
}

/** What the audit keeps: everything but the secret. */
const trace = ({ secret, ...rest }: contract.ChannelBody): Record<string, unknown> => ({
  ...rest,
  ...(secret ? { secretChanged: true } : {}),
})

async function leave(
  tx: Tx,
  actor: Actor,
  what: string,
  row: { id: string; orgId: string },
  change: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await audit(tx, actor, {
    action: `escalation.${what}-channel`,
    entity: 'escalation-channel',
    entityId: row.id,
    orgId: row.orgId,
    ...change,
  })
}

/** @throws escalation.unknown_reference, body_needed, secret_needed (422), taken (409), and as `checkTemplates` */
export async function createChannelVerb(
  tx: Tx,
  actor: Actor,
  body: Input<typeof contract.createChannel>,
): Promise<View> {
  await check(tx, actor, body)
  const { secret } = body
  // a webhook that is not signed could come from anybody
  if (body.kind === 'webhook' && !secret) throw refuse('secret_needed', 'secret')
  const id = await store.insertChannel(tx, actor.id!, body, (of) => (secret ? sealChannel(secret, of) : null))
  if (!id) throw refuse('taken', 'name', 409)
  await leave(tx, actor, 'create', { id, orgId: body.orgId }, { after: trace(body) })
  return present(await access(tx, actor, id))
}

/** @throws escalation.not_found (404), version_stale (412), kind_stays (422), and as creation */
export async function editChannelVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editChannel>,
): Promise<View> {
  const { id, version, ...body } = input
  const before = await access(tx, actor, id, true)
  demandVersion(before, version)
  if (body.kind !== before.kind) throw refuse('kind_stays', 'kind')
  await check(tx, actor, body)
  if (await store.nameTaken(tx, body.name, id)) throw refuse('taken', 'name', 409)
  // a kept secret does not follow to another host: whoever changes the address must know it
  if (before.secret && !body.secret && hostOf(body.url) !== hostOf(before.url))
    throw refuse('secret_again', 'secret')
  await store.updateChannel(tx, id, body, body.secret ? sealChannel(body.secret, id) : before.secret)
  const { secret: _secret, orgPath: _path, ...kept } = before
  await leave(tx, actor, 'edit', { id, orgId: body.orgId }, { before: kept, after: trace(body) })
  return present(await access(tx, actor, id))
}

let publicUrl: string | undefined
/** Called by the room's plugin. */
export function configureLinks(settings: { publicUrl?: string | undefined }): void {
  publicUrl = settings.publicUrl
}

/** Sends a test to the caller by a channel. @throws escalation.not_found (404) */
export async function testChannelVerb(
  db: Kysely<DB>,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.testChannel>> {
  const row = await access(db, actor, id)
  const now = await dbNow(db)
  const values = valuesOf(
    {
      ...{ step: 0, repeat: 0, createdAt: now, policy: 'TEST' },
      person: { name: actor.name, login: actor.login, phone: await phoneOf(db, actor.id) },
      incident: {
        ...{ id, number: 'TEST-0000', title: row.name, priority: 4, grade: 'minor' },
        ...{ service: null, org: row.org.name },
      },
    },
    publicUrl,
  )
  const outcome = await send(row, { id: newId(), values, sentAt: now })
  await transaction(db, (tx) =>
    leave(tx, actor, 'test', { id, orgId: row.org.id }, { after: { name: row.name, ...outcome } }),
  )
  return outcome
}
