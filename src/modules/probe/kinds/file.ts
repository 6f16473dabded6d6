import type { Stats } from 'node:fs'
import { opendir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { probePolicy } from '../policy.ts'

/** Entries of a folder that are looked at. */
const maxEntries = 20_000

/** Age and size of a file, or of the youngest in a folder. Nothing is read of it. */
export async function probeFile(spec: Spec<'file'>, { span }: Ask): Promise<Answer> {
  const turn = await span.wait<() => void>((resolve) => span.onEnd(takeTurn(resolve)))
  // its turn ends when the file system has answered, not when nobody waits for it any more
  const looking = look(spec).finally(turn)
  looking.catch(() => undefined)
  const found = await span.wait<{ file: string; stats: Stats }>((resolve, reject) => {
    looking.then(resolve, reject)
  })
  return {
    figures: [
      { name: 'age', value: Math.max(0, Math.round((Date.now() - found.stats.mtimeMs) / 1000)), unit: 's' },
      { name: 'size', value: found.stats.size, unit: 'B' },
    ],
    output: `${found.file}\n${found.stats.mtime.toISOString()}, ${found.stats.size} B`,
  }
}

async function look(spec: Spec<'file'>): Promise<{ file: string; stats: Stats }> {
  try {
    const file = await realpath(spec.path)
    await allowPath(file)
    const stats = await stat(file)
    if (!stats.isDirectory()) return { file, stats }
    return await youngest(file, spec.suffix)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (['ENOENT', 'EACCES', 'ENOTDIR', 'ELOOP', 'EPERM', 'ESTALE', 'EIO'].includes(code ?? ''))
      throw new Failure('file_missing', {}, { output: message })
    throw error
  }
}

async function youngest(folder: string, suffix: string): Promise<{ file: string; stats: Stats }> {
  let best: { file: string; stats: Stats } | undefined
  let seen = 0
  for await (const entry of await opendir(folder)) {
    if (++seen > maxEntries) throw new Failure('too_big', { limit: maxEntries }, { state: 'unknown' })
    if (!entry.isFile() || !entry.name.endsWith(suffix)) continue
    const file = path.join(folder, entry.name)
    const stats = await stat(file).catch((error: NodeJS.ErrnoException) => {
      // rotated away while we looked
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (stats && (!best || stats.mtimeMs > best.stats.mtimeMs)) best = { file, stats }
  }
  if (!best) throw new Failure('folder_empty')
  return best
}

/** @throws Failure file_forbidden for what is, links resolved, not below an allowed folder */
async function allowPath(file: string): Promise<void> {
  for (const folder of probePolicy().fileFolders) {
    const real = await realpath(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') return undefined
      throw error
    })
    if (real !== undefined && (file === real || file.startsWith(real.endsWith('/') ? real : `${real}/`)))
      return
  }
  throw new Failure('file_forbidden', {}, { state: 'unknown' })
}

/**
 * File systems that hang (a server of NFS that is gone) keep a thread of the process each; there are four of them, and
 * password hashing, names and logs need some.
 */
const maxTurns = 2
let turns = 0
const queue = new Set<(turn: () => void) => void>()

/** @returns leaves the queue: a turn that nobody takes would be lost */
function takeTurn(begin: (turn: () => void) => void): () => void {
  if (turns < maxTurns) {
    turns++
    begin(endTurn)
    return () => undefined
  }
  queue.add(begin)
  return () => void queue.delete(begin)
}

function endTurn(): void {
  turns--
  for (const next of queue) {
    queue.delete(next)
    takeTurn(next)
    return
  }
}
