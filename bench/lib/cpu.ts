/** CPU time by what the kernel counts. */
import { readdirSync, readFileSync } from 'node:fs'

interface Times {
  parent: number
  /** of the process itself, and of its children that have ended and were waited for; seconds */
  own: number
  ended: number
}

/** What the kernel says of a process in a file; undefined when it is gone. */
function told(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** A process that is gone has no times. */
function timesOf(pid: number): Times | undefined {
  const text = told(pid, 'stat')
  if (text === undefined) return undefined
  // the name before it may have blanks and brackets
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const seconds = (a: number): number => (Number(fields[a]) + Number(fields[a + 1])) / 100
  // hundredths of a second are too coarse for many processes that do a little each; of one thread there are nanoseconds
  const nanoseconds = fields[17] === '1' ? told(pid, 'schedstat')?.split(' ')[0] : undefined
  const own = nanoseconds === undefined ? seconds(11) : Number(nanoseconds) / 1e9
  return { parent: Number(fields[1]), own, ended: seconds(13) }
}

/** CPU seconds of one process, without its children. */
export function cpuOfProcess(pid: number): number {
  return timesOf(pid)?.own ?? 0
}

/**
 * CPU seconds of processes and of all that descends from them. What ended is in the sum of whoever waited for it, so that
 * plugins which live for milliseconds are counted as well.
 */
export function cpuOfTrees(roots: readonly number[]): number {
  const all = new Map<number, Times>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const times = timesOf(Number(name))
    if (times) all.set(Number(name), times)
  }
  const childrenOf = Map.groupBy(all.keys(), (pid) => all.get(pid)!.parent)
  const tree = new Set(roots)
  // a set is walked through what is added meanwhile, too
  for (const pid of tree) for (const child of childrenOf.get(pid) ?? []) tree.add(child)
  let sum = 0
  for (const pid of tree) {
    const times = all.get(pid)
    if (times) sum += times.own + times.ended
  }
  return sum
}
