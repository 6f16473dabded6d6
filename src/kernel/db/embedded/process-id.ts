import { readdirSync, readFileSync, statSync } from 'node:fs'

/**
 * A process that can be told from a later one with the same number: pid, start time in clock ticks since boot
 * (field 22 of /proc/<pid>/stat, proc(5)) and the boot it belongs to.
 */
export interface ProcessId {
  pid: number
  start: string
  boot: string
}

let boot: string | undefined

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return boot
}

/** The identity of a living process, or undefined when there is none (a zombie counts as none). */
export function identify(pid: number = process.pid): ProcessId | undefined {
  const stat = readProc(pid, 'stat')
  if (stat === undefined) return undefined
  // the command name is in parentheses and may itself hold spaces and parentheses
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  return { pid, start: fields[19] ?? '', boot: bootId() }
}

/** True while exactly this process lives; a recycled pid or another boot is false. */
export function isAlive(id: ProcessId): boolean {
  if (id.boot !== bootId()) return false
  return identify(id.pid)?.start === id.start
}

/** The command line of a process as its argument list; empty when it is gone or a kernel thread. */
export function commandLine(pid: number): string[] {
  return (readProc(pid, 'cmdline') ?? '').split('\0').filter((part) => part !== '')
}

/** The effective user of a process, or undefined when it is gone. */
export function userOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid
}

/** All process numbers that this process can see. */
export function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Sends a signal; false when the process is already gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // ESRCH: it ended between open and read
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined
    throw error
  }
}
