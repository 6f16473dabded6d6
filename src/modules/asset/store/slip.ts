import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { SlipKind } from '../slip-contract.ts'

export interface Holding {
  person: string | null
  org: string | null
  location: string | null
}
export interface SlipContent {
  from: Holding
  to: Holding
  due: string | null
}
export interface SlipRow extends SlipContent {
  id: string
  number: string
  kind: SlipKind
  madeAt: Date
  madeBy: string | null
}

/** Names of a person and an org as they are now. */
export async function namesOf(
  db: Db,
  personId: string | null,
  orgId: string | null,
): Promise<{ person: string | null; org: string | null }> {
  const { rows } = await sql<{ person: string | null; org: string | null }>`
    select (select name from person where id = ${personId}) as person, (select name from org where id = ${orgId}) as org`.execute(
    db,
  )
  return rows[0]!
}

export async function insertSlip(
  tx: Tx,
  slip: { assetId: string; number: string; kind: SlipKind; madeBy: string | null; content: SlipContent },
): Promise<void> {
  await tx
    .insertInto('asset_slip')
    .values({
      id: newId(),
      asset_id: slip.assetId,
      number: slip.number,
      kind: slip.kind,
      made_by: slip.madeBy,
      content: JSON.stringify(slip.content),
    })
    .execute()
}

/** Slips of an asset, newest first. */
export async function selectSlips(
  db: Db,
  assetId: string,
  window: { id?: string; before?: string | null; limit: number },
): Promise<SlipRow[]> {
  const { rows } = await sql<SlipRow>`
    select s.id, s.number, s.kind, s.made_at as "madeAt", p.name as "madeBy", s.content -> 'from' as "from",
      s.content -> 'to' as "to", s.content ->> 'due' as due
    from asset_slip s left join person p on p.id = s.made_by
    where s.asset_id = ${assetId} and (${window.id ?? null}::uuid is null or s.id = ${window.id ?? null})
      and (${window.before ?? null}::uuid is null or s.id < ${window.before ?? null})
    order by s.id desc limit ${window.limit}`.execute(db)
  return rows
}

/** Id of an asset by its number, below the org paths. */
export async function idByNumber(
  db: Db,
  number: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select a.id from asset a join org o on o.id = a.org_id
    where a.number = ${number} and exists (select from unnest(${paths}::text[]) p where o.path like p || '%')`.execute(
    db,
  )
  return rows[0]?.id
}

/** The unit in whose name papers go out. */
export async function rootName(db: Db): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from org where parent_id is null`.execute(db)
  return rows[0]?.name ?? ''
}
