import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '#kernel/settings/start-error.ts'
import { urlOf, type Endpoint } from './endpoint.ts'
import { diskFull, type Layout } from './layout.ts'
import { startMessages } from './postmaster.ts'
import { isAlive, type ProcessId } from './process-id.ts'
import type { Secrets } from './secrets.ts'

const SILENT_MS = 30_000
/** Recovery after a crash reads back at most max_wal_size; on a slow disk that may take minutes. */
const RECOVERY_MS = 15 * 60_000

/**
 * Waits until the postmaster serves queries.
 * @returns the server's version, for example `18.4`
 * @throws StartError with the reason when it ends or stays silent
 */
export async function waitReady(
  layout: Layout,
  id: ProcessId,
  endpoint: Endpoint,
  secrets: Secrets,
): Promise<{ version: string }> {
  const url = urlOf(endpoint, 'postgres', secrets.superuser, 'postgres')
  const begun = Date.now()
  let silentSince = begun
  for (;;) {
    const answer = await ask(url)
    if ('version' in answer) return answer
    if (!isAlive(id)) throw startFault(layout, startMessages(layout))
    // 57P03 cannot_connect_now: it lives, but is recovering (or stopping)
    if (answer.code === '57P03') silentSince = Date.now()
    if (answer.code === '28P01') throw startFault(layout, answer.message)
    if (Date.now() - silentSince > SILENT_MS || Date.now() - begun > RECOVERY_MS)
      throw new StartError(
        'PG_TIMEOUT',
        'PostgreSQL',
        `没有应答：${answer.message}（日志在 ${layout.log}）`,
        `does not answer: ${answer.message} (its log is in ${layout.log})`,
      )
    await sleep(20)
  }
}

async function ask(url: string): Promise<{ version: string } | { code: string; message: string }> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'zhengyun probe',
    connectionTimeoutMillis: 5000,
  })
  // a connection cut while we wait rejects the query as well; the event alone must not end the process
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    await client.end()
    return { version: rows[0]!.server_version.split(' ')[0]! }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { code: code ?? '', message }
  }
}

/** Turns what PostgreSQL said before it ended into one line. */
export function startFault(layout: Layout, output: string): StartError {
  if (/No space left|Disk quota/i.test(output)) return diskFull(layout.dataDir, output)
  const faults = [...output.matchAll(/(?:FATAL|PANIC|ERROR|error):\s*(.+)/g)].map((match) => match[1]!)
  // what our own probes were told meanwhile is not the reason
  const reason = faults.find((text) => !text.startsWith('the database system is'))
  const line = reason ?? output.trim().split('\n').pop() ?? ''
  return new StartError(
    /socket/i.test(line) ? 'PG_SOCKET' : 'PG_START',
    'PostgreSQL',
    `启动失败：${line}（日志在 ${layout.log}）`,
    `did not start: ${line} (its log is in ${layout.log})`,
  )
}
