import { openSecret, sealSecret } from '#kernel/secrets/index.ts'
import type { SourceRow } from './store/source.ts'

/** What a source keeps sealed. */
export interface Secrets {
  /** of traps, any of which is right */
  communities?: string[]
  /** private key (PEM) */
  key?: string
}

const contextOf = (id: string): string => `alert-source:${id}`

export function secretsOf(row: Pick<SourceRow, 'id' | 'secrets'>): Secrets {
  return row.secrets === null ? {} : (JSON.parse(openSecret(row.secrets, contextOf(row.id))) as Secrets)
}

/** @returns null: there is nothing to keep */
export function sealSecrets(secrets: Secrets, id: string): string | null {
  return Object.keys(secrets).length === 0 ? null : sealSecret(JSON.stringify(secrets), contextOf(id))
}
