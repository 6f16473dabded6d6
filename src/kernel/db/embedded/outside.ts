import pg from 'pg'
import { StartError } from '#kernel/settings/start-error.ts'

/** The oldest major version that the migrations and queries are made for. */
const OLDEST = 15

/**
 * Tries an outside database once, so that a start stops with one line and not in the middle of its work.
 * @param setting the variable at fault, DATABASE_URL or DATABASE_OWNER_URL
 * @throws StartError DATABASE with the reason in the driver's or the server's words; never with the URL, which holds a password
 */
export async function requireDatabase(setting: string, url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'zhengyun start',
    connectionTimeoutMillis: 10_000,
  })
  // a connection that breaks fails connect() or the query; the event says nothing more
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; encoding: string }>(
      `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`,
    )
    refuseUnfit(setting, rows[0]!)
  } catch (error) {
    if (error instanceof StartError) throw error
    const { code, message } = error as Error & { code?: string }
    const reason = [code, message].filter(Boolean).join(' ')
    throw new StartError(
      'DATABASE',
      setting,
      `无法连接数据库（${reason}）`,
      `cannot reach the database (${reason})`,
      {
        cause: error,
      },
    )
  } finally {
    await client.end()
  }
}

function refuseUnfit(setting: string, { version, encoding }: { version: number; encoding: string }): void {
  if (version < OLDEST)
    throw new StartError(
      'DATABASE',
      setting,
      `PostgreSQL ${version} 过旧，须为 ${OLDEST} 或更新版本`,
      `PostgreSQL ${version} is too old; ${OLDEST} or newer is needed`,
    )
  if (encoding !== 'UTF8')
    throw new StartError(
      'DATABASE',
      setting,
      `数据库编码为 ${encoding}，须为 UTF8`,
      `the database's encoding is ${encoding}; UTF8 is needed`,
    )
}
