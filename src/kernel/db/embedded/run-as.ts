import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { StartError } from '#kernel/settings/start-error.ts'
import type { Native } from './native.ts'

/** How PostgreSQL programs are started: as which user and with what help. */
export interface RunAs {
  /** For the log: `plain`, `drop`, `dac_read_search`, `dac_override`, `user-namespace`. */
  how: string
  /** The user that owns the cluster's files. */
  uid: number
  gid: number
  spawn: (command: string, args: string[], options: SpawnOptions) => ChildProcess
}

interface Way {
  how: string
  owner: 'target' | 'self'
  prefix: string[]
}

/**
 * Chooses how to run PostgreSQL. An ordinary user runs it as itself. PostgreSQL refuses root, so root hands it to
 * an unprivileged user (the cluster's owner, else `postgres`, else `nobody`); when that user cannot pass a parent
 * folder (a clone in a 0700 home), the process keeps the one capability that lets it pass; where capabilities are
 * not to be had, a user namespace shows it another user number than 0. Each way is tried, not guessed.
 * @param folder the DATA_DIR, which must be reachable
 * @returns the way and the version line of the binaries, for example `postgres (PostgreSQL) 18.4`
 * @throws StartError PG_USER when no way works
 */
export async function chooseRunAs(
  native: Native,
  folder: string,
  cluster: string,
): Promise<{ runAs: RunAs; version: string }> {
  const self = process.getuid!()
  const target = self === 0 ? targetUser(cluster) : { uid: self, gid: process.getgid!() }
  const tried: string[] = []
  for (const way of self === 0 ? rootWays(target) : [{ how: 'plain', owner: 'self', prefix: [] } as Way]) {
    const runAs = makeRunAs(way, target)
    const result = await probe(runAs, native, folder)
    if (result.code === 0) return { runAs, version: result.stdout.trim() }
    tried.push(`${way.how}: ${result.stderr.trim().split('\n').pop() ?? ''}`)
  }
  throw new StartError(
    'PG_USER',
    'PostgreSQL',
    `无法以非特权用户运行内置 PostgreSQL（${tried.join('；')}），请用普通用户启动，或设置 DATABASE_URL`,
    `cannot run the embedded PostgreSQL as an unprivileged user (${tried.join('; ')}); start as an ordinary user, or set DATABASE_URL`,
  )
}

async function probe(runAs: RunAs, native: Native, folder: string): ReturnType<typeof capture> {
  const script = 'cd -- "$1" && exec "$2" --version'
  try {
    const options: SpawnOptions = { env: native.env, stdio: ['ignore', 'pipe', 'pipe'] }
    return await capture(runAs.spawn('/bin/sh', ['-c', script, 'sh', folder, native.postgres], options))
  } catch (error) {
    // node throws at once, without an event, when it may not change the user
    return { code: -1, stdout: '', stderr: (error as Error).message }
  }
}

/** Runs to the end and collects what it says. A program that cannot be started has code -1. */
export function capture(child: ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    child.on('error', (error) => resolve({ code: -1, stdout, stderr: stderr + error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
  })
}

function rootWays(target: { uid: number; gid: number }): Way[] {
  const drop = [`--reuid=${target.uid}`, `--regid=${target.gid}`, '--clear-groups']
  // no_setuid_fixup: else access(2), which PostgreSQL uses to find itself, would leave the capability out of account
  const keep = (cap: string) => [
    'setpriv',
    ...drop,
    `--inh-caps=+${cap}`,
    `--ambient-caps=+${cap}`,
    '--securebits=+no_setuid_fixup',
  ]
  const mapped = ['unshare', '--user', `--map-user=${target.uid}`, `--map-group=${target.gid}`]
  return [
    { how: 'drop', owner: 'target', prefix: [] },
    { how: 'dac_read_search', owner: 'target', prefix: keep('dac_read_search') },
    { how: 'dac_override', owner: 'target', prefix: keep('dac_override') },
    { how: 'user-namespace', owner: 'self', prefix: mapped },
  ]
}

function makeRunAs(way: Way, target: { uid: number; gid: number }): RunAs {
  const identity = way.how === 'drop' ? target : {}
  const [helper, ...helperArgs] = way.prefix
  const owner = way.owner === 'target' ? target : { uid: process.getuid!(), gid: process.getgid!() }
  return {
    how: way.how,
    ...owner,
    spawn: (command, args, options) =>
      helper
        ? spawn(helper, [...helperArgs, command, ...args], options)
        : spawn(command, args, { ...options, ...identity }),
  }
}

function targetUser(cluster: string): { uid: number; gid: number } {
  const stat = statSync(cluster, { throwIfNoEntry: false })
  if (stat && stat.uid !== 0) return { uid: stat.uid, gid: stat.gid }
  // initdb looks its user up by number, so it has to be one that exists
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((fields) => fields[0] === name)
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  throw new StartError(
    'PG_USER',
    'PostgreSQL',
    'PostgreSQL 不能以 root 运行，且系统中没有 postgres 或 nobody 用户，请用普通用户启动',
    'PostgreSQL does not run as root and there is no user postgres or nobody; start as an ordinary user',
  )
}
