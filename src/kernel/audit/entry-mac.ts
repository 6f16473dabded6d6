import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { newId } from '../db/id.ts'
import { canonicalJson, type RawEntry } from './canonical.ts'
import { entrySecret } from './keys.ts'

/** What the code covers: all that the program itself says in an entry. The database's own columns are sealed, not coded. */
type Coded = Pick<
  RawEntry,
  | 'actor_kind'
  | 'actor_id'
  | 'actor_login'
  | 'action'
  | 'entity'
  | 'entity_id'
  | 'org_id'
  | 'before'
  | 'after'
  | 'trace_id'
  | 'origin'
>

let secret: KeyObject | undefined

/**
 * Makes entries of this process carry a code (HMAC-SM3) from the secret in `folder` (`DATA_DIR/keys`), by which
 * verification tells them from rows inserted into the database by hand. Every process that writes audit entries
 * calls it once at its start; without it entries carry no code and are reported.
 */
export async function openEntryCodes(folder: string): Promise<void> {
  secret = createSecretKey(await entrySecret(folder))
}

/** Nonce and code for a new entry; nulls when `openEntryCodes` was not called. */
export function entryCode(entry: Coded): { nonce: string | null; mac: string | null } {
  if (!secret) return { nonce: null, mac: null }
  // the clock's own time, which verification holds against the entry's: ids in a row would run ahead of a clock set back
  const nonce = newId(Date.now())
  return { nonce, mac: code(secret, nonce, entry) }
}

/** More than this between the nonce's time and the entry's: a genuine entry that was copied later. */
const COPIED_AFTER_MS = 24 * 3600 * 1000

/** Whether the program wrote this entry, as far as its code and its time tell. */
export function isGenuine(key: Buffer, entry: RawEntry): boolean {
  if (!entry.nonce || !entry.mac || entry.mac !== code(key, entry.nonce, entry)) return false
  const written = Number.parseInt(entry.nonce.replace('-', '').slice(0, 12), 16)
  return Math.abs(written - Number(entry.recorded_us) / 1000) < COPIED_AFTER_MS
}

function code(key: Buffer | KeyObject, nonce: string, e: Coded): string {
  const said = [
    'zy-entry-1',
    nonce,
    e.actor_kind,
    e.actor_id,
    e.actor_login,
    e.action,
    e.entity,
    e.entity_id,
    e.org_id,
    parsed(e.before),
    parsed(e.after),
    e.trace_id,
    e.origin,
  ]
  return createHmac('sm3', key).update(canonicalJson(said)).digest('base64url')
}

/** jsonb reorders keys and rewrites numbers: compare values, not texts. */
function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}
