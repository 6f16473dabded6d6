import pg from 'pg'

/**
 * One connection as the owner of the tables (migrations, partitions, rights), closed when `work` ends either way.
 * @param ownerUrl DATABASE_OWNER_URL or the embedded cluster's
 */
export async function withOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhengyun owner' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same as a small pool, for libraries that want one. A connection that breaks while idle fails its next use. */
export async function withOwnerPool<T>(ownerUrl: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, application_name: 'zhengyun owner' })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
