import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive, type ProcessId } from './process-id.ts'

/** A lock file that is held; `release` removes it and may be called twice. */
export interface FileLock {
  release: () => void
}
/** The living process that holds a lock. */
export interface LockHolder {
  holder: ProcessId
}

/** A file that is still being written, or a breaker that died, is believed for this long. */
const GRACE_MS = 5000

/**
 * Takes a lock file for this process, or says who holds it. A file left by a dead process (killed, machine
 * restarted, pid recycled) is taken over.
 */
export function tryFileLock(file: string): FileLock | LockHolder {
  for (;;) {
    if (createExclusive(file)) return { release: once(() => rmSync(file, { force: true })) }
    const holder = readHolder(file)
    if (holder === 'gone') continue
    if (holder !== 'stale') return { holder }
    breakStale(file)
  }
}

/**
 * Runs `work` while holding the lock file, waiting for its turn.
 * @param timeoutMs how long to wait; then `onTimeout(holder)` makes the error
 */
export async function withFileLock<T>(
  file: string,
  timeoutMs: number,
  onTimeout: (holder: ProcessId) => Error,
  work: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const lock = tryFileLock(file)
    if ('release' in lock) {
      try {
        return await work()
      } finally {
        lock.release()
      }
    }
    if (Date.now() > deadline) throw onTimeout(lock.holder)
    await sleep(20)
  }
}

function createExclusive(file: string): boolean {
  let fd: number
  try {
    fd = openSync(file, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(fd, JSON.stringify(identify()))
  } catch (error) {
    // a full disk: an empty lock would hold up the next start
    rmSync(file, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
  return true
}

function readHolder(file: string): ProcessId | 'gone' | 'stale' {
  const age = ageOf(file)
  if (age === undefined) return 'gone'
  const holder = parseHolder(file)
  if (!holder) return age > GRACE_MS ? 'stale' : { pid: 0, start: '', boot: '' }
  return isAlive(holder) ? holder : 'stale'
}

function parseHolder(file: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessId
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Removes a dead process's lock. Two processes may see it dead at once, and the slower must not remove the lock
 * that the faster has just taken: a second file, held without a pause, serialises look and removal.
 */
function breakStale(file: string): void {
  const breaker = `${file}.break`
  if (!createExclusive(breaker)) {
    if ((ageOf(breaker) ?? 0) > GRACE_MS) rmSync(breaker, { force: true })
    return
  }
  try {
    if (readHolder(file) === 'stale') rmSync(file, { force: true })
  } finally {
    rmSync(breaker, { force: true })
  }
}

function ageOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && Date.now() - stat.mtimeMs
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}
