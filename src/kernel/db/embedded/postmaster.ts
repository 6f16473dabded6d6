import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoint } from './endpoint.ts'
import type { Layout } from './layout.ts'
import type { Native } from './native.ts'
import { allPids, commandLine, identify, isAlive, signal, userOf, type ProcessId } from './process-id.ts'
import type { RunAs } from './run-as.ts'

/** A living postmaster of this cluster. */
export interface Postmaster {
  id: ProcessId
  endpoint: Endpoint
}

/**
 * The postmaster of the cluster as its postmaster.pid tells, if that process lives and is really one: the number in
 * a stale file may by now be anything, or a zombie where nobody reaps (a container without an init). PostgreSQL
 * would believe both, so the file is removed then; with no such process it stays, for PostgreSQL's own checks.
 */
export function findPostmaster(layout: Layout): Postmaster | undefined {
  const file = path.join(layout.pg, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const pid = Number(lines[0])
  const id = pid > 0 && isPostmaster(pid, layout) ? identify(pid) : undefined
  if (!id) {
    if (userOf(pid) !== undefined) rmSync(file, { force: true })
    return undefined
  }
  return { id, endpoint: { host: lines[4] || lines[5] || '', port: Number(lines[3]) } }
}

/**
 * Removes the socket and its lock, left by a killed postmaster, for the same reason. The folder is this cluster's
 * own; the caller knows that no postmaster lives.
 */
export function removeSocket(endpoint: Endpoint): void {
  if (!endpoint.host.startsWith('/')) return
  const socket = path.join(endpoint.host, `.s.PGSQL.${endpoint.port}`)
  for (const file of [socket, `${socket}.lock`]) rmSync(file, { force: true })
}

/** Starts the postmaster in a session of its own: it outlives us, and Ctrl-C in a terminal reaches only us. */
export function launch(layout: Layout, native: Native, runAs: RunAs): Promise<ProcessId> {
  const out = openSync(layout.startLog, 'w', 0o600)
  const child = runAs.spawn(native.postgres, ['-D', layout.pg], {
    detached: true,
    stdio: ['ignore', out, out],
    env: native.env,
    cwd: '/',
  })
  closeSync(out)
  child.unref()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => {
      // ended already: its start log says why, and a number that is no process any more tells the caller to look
      const pid = child.pid!
      resolve(identify(pid) ?? { pid, start: '', boot: '' })
    })
  })
}

/** What PostgreSQL said since its start: the start log and, once it is open, the end of its own log. */
export function startMessages(layout: Layout): string {
  const early = readFileSync(layout.startLog, 'utf8')
  if (!early.includes('redirecting log output')) return early
  const files = readdirSync(layout.log).map((name) => path.join(layout.log, name))
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  const log = newest ? readFileSync(newest, 'utf8').slice(-10_000) : ''
  return early + log.slice(Math.max(0, log.lastIndexOf('starting PostgreSQL')))
}

/**
 * Stops a postmaster: fast (running transactions are rolled back), after `fastMs` immediate (recovery at the next
 * start), and at last by force.
 */
export async function shutDown(layout: Layout, id: ProcessId, fastMs: number): Promise<void> {
  signal(id.pid, 'SIGINT')
  if (await gone(id, fastMs)) return
  signal(id.pid, 'SIGQUIT')
  if (await gone(id, 6000)) return
  signal(id.pid, 'SIGKILL')
  await gone(id, 1000)
  await endOrphans(layout)
}

/**
 * Ends backends that outlived their postmaster. They notice its death only when idle, and until the last is gone
 * its shared memory keeps the cluster from starting.
 */
export async function endOrphans(layout: Layout): Promise<void> {
  const deadline = Date.now() + 500
  let orphans = findOrphans(layout)
  while (orphans.length > 0 && Date.now() < deadline) {
    await sleep(25)
    orphans = orphans.filter(isAlive)
  }
  for (const orphan of orphans) signal(orphan.pid, 'SIGKILL')
  while (orphans.some(isAlive) && Date.now() < deadline + 3000) await sleep(10)
}

/** Waits until a process is gone; false when it still lives after `ms`. */
export async function gone(id: ProcessId, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (isAlive(id)) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}

function isPostmaster(pid: number, layout: Layout): boolean {
  if (userOf(pid) !== statSync(layout.pg).uid) return false
  const argv = commandLine(pid)
  const named = argv.includes(layout.pg) && argv.some((part) => path.basename(part) === 'postgres')
  const cwd = workingFolder(pid)
  // without ptrace rights (root in a container) the folder cannot be read, and the command line has to do
  return named && (cwd === undefined || cwd === layout.pg)
}

function findOrphans(layout: Layout): ProcessId[] {
  const uid = statSync(layout.pg).uid
  return allPids()
    .filter((pid) => pid !== process.pid && userOf(pid) === uid)
    .filter((pid) => {
      const argv = commandLine(pid)
      // backends name themselves `postgres: <cluster_name>: …`
      return argv[0]?.startsWith(`postgres: ${layout.name}: `) || isPostmaster(pid, layout)
    })
    .map((pid) => identify(pid))
    .filter((id) => id !== undefined)
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw error
  }
}
