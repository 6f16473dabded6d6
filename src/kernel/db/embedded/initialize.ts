import {
  appendFileSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { StartError } from '#kernel/settings/start-error.ts'
import { CONFIG_FILE } from './config.ts'
import { diskFull, type Layout } from './layout.ts'
import type { Native } from './native.ts'
import { capture, type RunAs } from './run-as.ts'

/**
 * Makes the cluster beside its place and moves it there when complete. UTF-8 with PostgreSQL's own C.UTF-8, so
 * that neither a missing locale nor an upgrade of the system's library changes an order or an index.
 */
export async function initialize(
  layout: Layout,
  native: Native,
  runAs: RunAs,
  options: { password: string; fsync: boolean },
): Promise<void> {
  rmSync(layout.pgNew, { recursive: true, force: true })
  mkdirSync(layout.pgNew, { mode: 0o700 })
  const passwordFile = path.join(layout.pgNew, 'password')
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 })
  chownSync(passwordFile, runAs.uid, runAs.gid)
  chownSync(layout.pgNew, runAs.uid, runAs.gid)
  const data = path.join(layout.pgNew, 'data')
  const result = await capture(
    runAs.spawn(
      native.initdb,
      [
        `--pgdata=${data}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--text-search-config=simple',
        '--data-checksums',
        ...(options.fsync ? [] : ['--no-sync']),
      ],
      { env: native.env, stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' },
    ),
  )
  if (result.code !== 0) {
    rmSync(layout.pgNew, { recursive: true, force: true })
    throw initError(layout, result.stderr || result.stdout)
  }
  appendFileSync(path.join(data, 'postgresql.conf'), `\ninclude_if_exists = '${CONFIG_FILE}'\n`)
  renameSync(data, layout.pg)
  rmSync(layout.pgNew, { recursive: true, force: true })
}

/** Gives the whole cluster to the user that PostgreSQL runs as, after a restore by root for instance. */
export function takeOwnership(folder: string, runAs: RunAs): void {
  const stat = lstatSync(folder)
  if (stat.uid !== runAs.uid) lchownSync(folder, runAs.uid, runAs.gid)
  if (!stat.isDirectory()) return
  for (const name of readdirSync(folder)) takeOwnership(path.join(folder, name), runAs)
}

function initError(layout: Layout, output: string): StartError {
  if (/No space left|Disk quota/i.test(output)) return diskFull(layout.dataDir, output)
  const line = output.split('\n').find((text) => /error|fatal/i.test(text)) ?? output
  return new StartError('PG_START', 'PostgreSQL', `无法建立数据库：${line}`, `initdb failed: ${line}`)
}
