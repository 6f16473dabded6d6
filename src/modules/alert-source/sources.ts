import { createHash, randomBytes } from 'node:crypto'
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page, type Download } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { checkSpec, settleSecrets } from './check-spec.ts'
import type * as contract from './contract.ts'
import { lockSource, visibleSources } from './policy.ts'
import { sealSecrets, secretsOf } from './secrets.ts'
import { endAll } from './settle.ts'
import { lastMessages } from './store/message.ts'
import * as store from './store/source.ts'
import { webhookKinds } from './words.ts'
import { zabbixMediaType } from './zabbix-media-type.ts'

type View = Output<typeof contract.getSource>

/** A process that listens says so every ten seconds. */
const attendedMs = 60_000

function present(actor: Actor, row: store.SourceListRow): View {
  const { secrets: _secrets, orgPath, listeningAt, ...shown } = row
  const kept = Object.keys(secretsOf(row)) as View['kept']
  return {
    ...shown,
    kept,
    attended: listeningAt !== null && Date.now() - listeningAt.getTime() < attendedMs,
    abilities: inScope(actor, 'alert-source.manage', orgPath) ? ['manage'] : [],
  }
}

/** Sources of the caller's units, by name. @throws http.bad_cursor (422) */
export async function listSourcesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listSources>,
): Promise<Output<typeof contract.listSources>> {
  const after = input.cursor === undefined ? null : String(decodeCursor(input.cursor, 1)[0])
  const window = { kind: input.kind, after, limit: input.limit + 1 }
  const rows = await store.selectSources(db, visibleSources(actor), window)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.name])
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** @throws alert-source.not_found (404) */
export async function getSourceVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  const [row] = await store.selectSources(db, visibleSources(actor), { id: input.id, limit: 1 })
  if (!row) throw notFound('alert-source')
  return present(actor, row)
}

/** The last messages as they came. @throws alert-source.not_found (404) */
export async function listMessagesVerb(
  db: Db,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.listMessages>> {
  await getSourceVerb(db, actor, input)
  return { items: await lastMessages(db, input.id, 100) }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** The hash under which the token of an address is kept. */
export { hashOf as tokenHash }

function newToken(): { token: string; hash: string } {
  const token = randomBytes(24).toString('base64url')
  return { token, hash: hashOf(token) }
}

/** @throws alert-source.unknown_reference (422) for an org outside the caller's scope */
async function requireOrg(tx: Tx, actor: Actor, orgId: string): Promise<void> {
  const org = await findOrg(tx, orgId)
  if (!org?.active || !inScope(actor, 'alert-source.manage', org.path))
    throw new AppError('alert-source.unknown_reference', { status: 422, field: 'orgId' })
}

/** What the audit keeps: everything but the secrets. */
function trace(row: store.SourceRow): Record<string, unknown> {
  const { secrets: _secrets, orgPath: _path, ...kept } = row
  return kept
}

/**
 * Adds a source. One that is sent to gets a token, which is shown this once.
 * @throws alert-source.unknown_reference, alert-source.taken (409), and what checkSpec and settleSecrets refuse (422)
 */
export async function createSourceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createSource>,
): Promise<Output<typeof contract.createSource>> {
  await requireOrg(tx, actor, input.orgId)
  await checkSpec(tx, input.spec, undefined)
  const secrets = settleSecrets(input.spec, input, {})
  const given = webhookKinds.includes(input.spec.kind) ? newToken() : undefined
  const id = await store.insertSource(
    tx,
    { ...input, createdBy: actor.id, tokenHash: given?.hash ?? null },
    (of) => sealSecrets(secrets, of),
  )
  if (!id) throw new AppError('alert-source.taken', { status: 409, field: 'name' })
  const row = (await store.findSource(tx, id))!
  await note(tx, actor, 'alert-source.create', { after: trace(row) }, row)
  return { ...(await getSourceVerb(tx, actor, { id })), token: given?.token ?? null }
}

async function note(
  tx: Tx,
  actor: Actor,
  action: string,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  row: store.SourceRow,
): Promise<void> {
  await audit(tx, actor, { action, entity: 'alert-source', entityId: row.id, orgId: row.org.id, ...change })
}

/**
 * Changes a source; its kind and name stay. Who listens takes it over within seconds, without closing what stays as it is.
 * @throws alert-source.not_found (404), alert-source.version_stale (412), and as creation
 */
export async function editSourceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editSource>,
): Promise<View> {
  const before = await lockSource(tx, actor, input.id, input.version)
  await requireOrg(tx, actor, input.orgId)
  if (input.spec.kind !== before.kind)
    throw new AppError('alert-source.kind_stays', { status: 422, field: 'spec.kind' })
  await checkSpec(tx, input.spec, input.id)
  const secrets = settleSecrets(input.spec, input, secretsOf(before))
  await store.updateSource(tx, input.id, input, sealSecrets(secrets, input.id))
  const after = (await store.findSource(tx, input.id))!
  const changed = input.communities || input.key ? { secretChanged: true } : {}
  await note(
    tx,
    actor,
    'alert-source.edit',
    { before: trace(before), after: { ...trace(after), ...changed } },
    after,
  )
  return getSourceVerb(tx, actor, input)
}

/** The old token ends at once. @throws alert-source.not_found (404), alert-source.no_token (409), alert-source.version_stale (412) */
export async function renewTokenVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.renewToken>,
): Promise<Output<typeof contract.renewToken>> {
  const row = await lockSource(tx, actor, input.id, input.version)
  if (!row.hasToken) throw new AppError('alert-source.no_token', { status: 409 })
  const { token, hash } = newToken()
  await store.setToken(tx, row.id, hash)
  await note(tx, actor, 'alert-source.renew-token', {}, row)
  return { ...(await getSourceVerb(tx, actor, input)), token }
}

/** The alerts that it holds open end. @throws alert-source.not_found (404), alert-source.version_stale (412) */
export async function deleteSourceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteSource>,
): Promise<Output<typeof contract.deleteSource>> {
  const row = await lockSource(tx, actor, input.id, input.version)
  const ended = await endAll(tx, row)
  await store.removeSource(tx, row.id)
  await note(tx, actor, 'alert-source.delete', { before: trace(row), after: { ended } }, row)
  return { ended }
}

/** The media type that Zabbix imports; the address of a source is to be put into it. */
export async function zabbixMediaTypeVerb(): Promise<Download> {
  return {
    content: Buffer.from(zabbixMediaType('Zhengyun 政运', null)),
    type: 'application/yaml',
    fileName: 'zhengyun-zabbix-media-type.yaml',
  }
}
