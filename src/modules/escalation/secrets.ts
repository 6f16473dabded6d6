import { openSecret, sealSecret } from '#kernel/secrets/index.ts'

const contextOf = (id: string): string => `escalation-channel:${id}`

export const sealChannel = (secret: string, id: string): string => sealSecret(secret, contextOf(id))
export const openChannel = (row: { id: string; secret: string | null }): string | null =>
  row.secret === null ? null : openSecret(row.secret, contextOf(row.id))
