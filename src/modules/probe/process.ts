import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { Failure } from './failure.ts'
import type { Span } from './span.ts'

export interface Ended {
  /** null: ended by a signal */
  exit: number | null
  signal: string | null
  stdout: string
  stderr: string
}

interface Options {
  /** what of each stream is kept; more is read and thrown away */
  keep: number
  /** more than this ends it */
  most?: number
  input?: string
}

/** A plugin inherits none of our settings: they hold passwords. */
const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
}
const mark = 'ZHENGYUN_PROBE'
let count = 0

/**
 * Runs a program without a shell, in a process group of its own, until it ends or its span does. Whatever it has
 * started is killed with it: its group, and what has left the group, known by a mark in its environment.
 * @throws Failure plugin_missing, plugin_broken (too much output), timeout, stopped
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  span: Span,
  options: Options,
): Promise<Ended> {
  const id = `${process.pid}.${++count}.${Math.random().toString(36).slice(2)}`
  let group: number | undefined
  let orderly = false
  try {
    const ended = await span.wait<Ended>((resolve, reject) => {
      const child = spawn(file, args, {
        detached: true,
        cwd: '/',
        env: { ...environment, [mark]: id },
        stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      })
      group = child.pid
      const kept = { stdout: '', stderr: '' }
      let bytes = 0
      const drain = (name: 'stdout' | 'stderr') => (chunk: string) => {
        bytes += chunk.length
        if (kept[name].length < options.keep) kept[name] += chunk.slice(0, options.keep)
        if (bytes > (options.most ?? 4 * 1024 * 1024)) {
          child.stdout?.destroy()
          child.stderr?.destroy()
          reject(
            new Failure('plugin_broken', { reason: 'output' }, { state: 'unknown', output: kept.stdout }),
          )
        }
      }
      child.stdout?.setEncoding('utf8').on('data', drain('stdout'))
      child.stderr?.setEncoding('utf8').on('data', drain('stderr'))
      // it may end without reading
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(options.input)
      const settle = (): void => resolve({ exit: child.exitCode, signal: child.signalCode, ...kept })
      child.once('error', (error) => {
        const { code } = error as NodeJS.ErrnoException
        const missing = code === 'ENOENT' || code === 'EACCES'
        reject(
          new Failure(
            missing ? 'plugin_missing' : 'plugin_broken',
            missing ? { plugin: file } : { reason: code ?? error.message },
            { state: 'unknown', output: error.message },
          ),
        )
      })
      child.once('close', settle)
      // a grandchild may hold the pipes open: what was said until now is what counts
      child.once('exit', () => setTimeout(settle, 200).unref())
      span.onEnd(() => {
        child.stdin?.destroy()
        child.stdout?.destroy()
        child.stderr?.destroy()
      })
    })
    orderly = true
    return ended
  } finally {
    if (group !== undefined) await killAll(group, orderly ? undefined : id)
  }
}

/** @param id of the marks to look for beyond the group; absent when it ended by itself */
async function killAll(group: number, id: string | undefined): Promise<void> {
  killGroup(group)
  if (id === undefined) return
  // what forks while it is killed is caught by one of the next rounds
  for (let round = 0; round < 5; round++) {
    const found = await marked(id)
    for (const pid of found) signal(pid)
    killGroup(group)
    if (found.length === 0) return
  }
}

function killGroup(group: number): void {
  signal(-group)
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // gone already, or it has become somebody else's (a plugin with rights of its own)
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Processes that carry the mark, zombies excluded: they have no environment any more. */
async function marked(id: string): Promise<number[]> {
  const wanted = `${mark}=${id}\0`
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(wanted)
      } catch (error) {
        // it has ended meanwhile, or belongs to somebody else
        if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
          return false
        throw error
      }
    }),
  )
  return pids.filter((_, i) => found[i])
}
