import { chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import path from 'node:path'
import type { Endpoint } from './endpoint.ts'
import type { Layout } from './layout.ts'
import type { RunAs } from './run-as.ts'

/** The file in the cluster that holds our settings; `alter system` and later lines of postgresql.conf go before it. */
export const CONFIG_FILE = 'zhengyun.conf'

export interface ConfigOptions {
  /** Off for tests only: a crash of the machine then loses data. */
  fsync: boolean
  /** More settings, or others than ours. */
  settings: Record<string, string>
}

/**
 * The settings of the cluster, sized to this machine or container.
 * @returns name → value, unquoted
 */
export function clusterSettings(
  layout: Layout,
  endpoint: Endpoint,
  options: ConfigOptions,
): Record<string, string> {
  const socket = endpoint.host.startsWith('/')
  return {
    listen_addresses: socket ? '' : endpoint.host,
    port: String(endpoint.port),
    unix_socket_directories: socket ? `"${endpoint.host.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
    cluster_name: layout.name,
    ...memorySettings(),
    max_connections: '60',
    jit: 'off',
    random_page_cost: '1.1',
    wal_level: 'replica',
    wal_compression: 'on',
    // redo of at most this much keeps the restart after a crash within seconds
    max_wal_size: '1GB',
    min_wal_size: '128MB',
    checkpoint_timeout: '5min',
    checkpoint_completion_target: '0.9',
    max_worker_processes: '8',
    max_parallel_workers: String(Math.max(2, availableParallelism())),
    max_parallel_workers_per_gather: '1',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.02',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'on',
    log_directory: layout.log,
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_file_mode: '0600',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_lock_waits: 'on',
    fsync: options.fsync ? 'on' : 'off',
    // on even in tests: what was acknowledged outlives a killed PostgreSQL
    synchronous_commit: 'on',
    full_page_writes: options.fsync ? 'on' : 'off',
    ...options.settings,
  }
}

/**
 * Writes the settings into the cluster.
 * @returns whether they differ from what was there
 */
export function writeConfig(pg: string, runAs: RunAs, settings: Record<string, string>): boolean {
  const file = path.join(pg, CONFIG_FILE)
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}`)
  const text = `# written at every start; use "alter system" for your own settings\n${lines.join('\n')}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  chownSync(`${file}.new`, runAs.uid, runAs.gid)
  renameSync(`${file}.new`, file)
  return true
}

/** Quoting of postgresql.conf: quotes are doubled and a backslash is an escape (PostgreSQL 20.1.2). */
function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

function memorySettings(): Record<string, string> {
  const limit = process.constrainedMemory()
  const total = Math.min(totalmem(), limit > 0 ? limit : Infinity)
  const mb = (share: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, (total * share) / 2 ** 20)))}MB`
  return {
    shared_buffers: mb(1 / 32, 64, 512),
    effective_cache_size: mb(1 / 2, 256, 65536),
    work_mem: mb(1 / 1024, 4, 16),
    maintenance_work_mem: mb(1 / 64, 32, 256),
  }
}
