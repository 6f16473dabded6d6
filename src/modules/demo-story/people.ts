import type { Kysely } from 'kysely'
import { transaction, type DB } from '#kernel/db/index.ts'
import { findPersonByLogin, issueToken } from '#kernel/identity/index.ts'
import { revokeToken } from '#kernel/identity/contract.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { Client } from './client.ts'

/** Who plays: the machine account of the monitoring, requester, engineer, manager, audit administrator. */
const parts = {
  intake: 'intake01',
  requester: 'req01',
  engineer: 'eng01',
  manager: 'mgr01',
  auditor: 'aud01',
}

type Part = keyof typeof parts

export type Cast = Record<Part, Client> & {
  logins: typeof parts
  /** gives the tokens back */
  leave: () => Promise<void>
}

/** Longer than any run, and no longer than that. */
const tokenSeconds = 15 * 60

/**
 * Issues an API token to each who plays, through the identity room's front door.
 * @throws Error when an account of the sample city is missing
 */
export async function gather(db: Kysely<DB>, base: string, signal: AbortSignal): Promise<Cast> {
  const tokens: { id: string; client: Client }[] = []
  const join = async (login: string): Promise<Client> => {
    const person = await findPersonByLogin(db, login)
    if (person?.state !== 'active') throw new Error(`the sample city has no active ${login}`)
    const wanted = { name: '演示故事 demo story', scopes: null, seconds: tokenSeconds }
    const { id, token } = await transaction(db, (tx) =>
      issueToken(tx, systemActor('demo'), person.id, wanted),
    )
    const client = new Client(base, token, signal)
    tokens.push({ id, client })
    return client
  }
  const cast = {
    intake: await join(parts.intake),
    requester: await join(parts.requester),
    engineer: await join(parts.engineer),
    manager: await join(parts.manager),
    auditor: await join(parts.auditor),
  }
  const leave = async (): Promise<void> => {
    for (const { id, client } of tokens) await client.call(revokeToken, { id })
  }
  return { ...cast, logins: parts, leave }
}
