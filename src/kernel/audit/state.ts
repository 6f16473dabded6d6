/** What other rooms may know of the audit: whether it holds, and under which seal it stands. */
import type { Db } from '../db/index.ts'
import type { Settings } from '../settings/env.ts'
import { sealPlaces } from './seal.ts'
import { readHeadPage } from './store/seal.ts'
import { verifyAudit, type AuditReport } from './verify.ts'

/** Verifies the whole audit, reading everything once. */
export function verifyNow(
  db: Db,
  settings: Pick<Settings, 'dataDir' | 'auditHeadFile' | 'syslogUrl'>,
): Promise<AuditReport> {
  return verifyAudit(db, sealPlaces(settings))
}

export interface LastSeal {
  seq: number
  /** SM3 of the seal, which holds that of all before */
  hash: string
  signature: string
  keyId: string
  sealedAt: string
}

/** A seal by its number; undefined where there is none. */
export async function sealOf(db: Db, seq: number): Promise<LastSeal | undefined> {
  const [head] = await readHeadPage(db, seq + 1, 1)
  if (head?.seq !== seq) return undefined
  const { hash, signature, keyId, sealedAt } = head
  return { seq, hash, signature, keyId, sealedAt }
}

/** The newest seal: who has it can tell later that everything up to it is as it was then. */
export async function lastSeal(db: Db): Promise<LastSeal | undefined> {
  const [head] = await readHeadPage(db, null, 1)
  if (!head) return undefined
  const { seq, hash, signature, keyId, sealedAt } = head
  return { seq, hash, signature, keyId, sealedAt }
}
