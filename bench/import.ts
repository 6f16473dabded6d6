/**
 * Replays the real ServiceNow event log beside a running server: events per second. Needs the data set at
 * SERVICENOW_LOG (default ../shared/data/itsm-servicenow/incident_event_log.csv.gz) and skips without it.
 * BENCH_ROWS limits the rows (default all).
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { startServer } from './lib/server.ts'

const root = path.join(import.meta.dirname, '..')
const log =
  process.env['SERVICENOW_LOG'] ?? path.join(root, '../shared/data/itsm-servicenow/incident_event_log.csv.gz')

/** The first `rows` rows as a plain file, so that a part can be measured. */
async function part(folder: string, rows: number): Promise<string> {
  const file = path.join(folder, 'part.csv')
  let lines: string[] = []
  let count = 0
  for await (const line of createInterface({ input: createReadStream(log).pipe(createGunzip()) })) {
    if (count++ > rows) break
    lines.push(line)
    if (lines.length >= 10_000) {
      appendFileSync(file, `${lines.join('\n')}\n`)
      lines = []
    }
  }
  appendFileSync(file, `${lines.join('\n')}\n`)
  return file
}

export async function benchImport(say: (line: string) => void): Promise<Record<string, unknown>> {
  if (!existsSync(log)) {
    say(`import: skipped, no data set at ${log}`)
    return { skipped: true }
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-bench-import-'))
  const server = await startServer()
  try {
    const file = await part(folder, Number(process.env['BENCH_ROWS'] ?? 10_000_000))
    const report = path.join(folder, 'report.json')
    execFileSync(
      process.execPath,
      [path.join(root, 'src/app/main.ts'), 'import', 'servicenow', file, '--report', report],
      {
        env: { ...process.env, DATA_DIR: server.dataDir, ZHENGYUN_DEMO: '1' },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const r = JSON.parse(readFileSync(report, 'utf8')) as {
      events: number
      incidents: number
      imported: number
      rejected: unknown[]
      seconds: number
    }
    const perSecond = Math.round(r.events / r.seconds)
    say(
      `import: ${r.events} events of ${r.incidents} incidents in ${r.seconds} s, ${perSecond}/s, ${r.rejected.length} rejected`,
    )
    return {
      events: r.events,
      incidents: r.incidents,
      imported: r.imported,
      rejected: r.rejected.length,
      seconds: r.seconds,
      perSecond,
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) console.log(JSON.stringify(await benchImport(console.log), null, 2))
