import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { ChannelBody } from '../contract.ts'
import type { ChannelKind } from '../lifecycle.ts'

export interface ChannelRow {
  id: string
  name: string
  org: { id: string; name: string }
  orgPath: string
  kind: ChannelKind
  url: string
  headers: Record<string, string>
  body: string | null
  expect: string | null
  secret: string | null
  timeoutSeconds: number
  active: boolean
  version: number
}

export const channelColumns = sql`c.id, c.name, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  c.kind, c.url, c.headers, c.body, c.expect, c.secret, c.timeout_seconds as "timeoutSeconds", c.active, c.version`

/** Channels of orgs below these paths, by name; at most 200. `lock` for a change that follows. */
export async function selectChannels(
  db: Db,
  paths: readonly string[],
  f: { id?: string; lock?: boolean } = {},
): Promise<ChannelRow[]> {
  if (f.lock) await sql`select from escalation_channel where id = ${f.id} for update`.execute(db)
  const { rows } =
    await sql<ChannelRow>`select ${channelColumns} from escalation_channel c join org o on o.id = c.org_id
    where exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')
      ${f.id ? sql`and c.id = ${f.id}` : sql``} order by c.active desc, c.name limit 200`.execute(db)
  return rows
}

const stored = (body: ChannelBody) => ({
  name: body.name,
  org_id: body.orgId,
  kind: body.kind,
  url: body.url,
  headers: JSON.stringify(body.headers),
  body: body.kind === 'webhook' ? null : body.body,
  expect: body.expect,
  timeout_seconds: body.timeoutSeconds,
  active: body.active,
})

/** @param seal makes the sealed secret, which belongs to the new row's id. @returns undefined: the name is taken */
export async function insertChannel(
  tx: Tx,
  by: string,
  body: ChannelBody,
  seal: (id: string) => string | null,
): Promise<string | undefined> {
  const id = newId()
  const made = await tx
    .insertInto('escalation_channel')
    .values({ id, created_by: by, secret: seal(id), ...stored(body) })
    .onConflict((on) => on.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

export async function updateChannel(
  tx: Tx,
  id: string,
  body: ChannelBody,
  secret: string | null,
): Promise<void> {
  await tx
    .updateTable('escalation_channel')
    .set({ ...stored(body), secret, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function nameTaken(db: Db, name: string, except: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from escalation_channel where name = ${name} and id <> ${except}`.execute(db)
  return rows.length > 0
}
