import type { Tx } from '../db/index.ts'
import { deleteTimer, upsertTimer } from './store.ts'

/**
 * Arranges that the handler of `kind` runs at `dueAt`, once. The same kind and key set again moves it.
 * `data` must be JSON.
 */
export async function setTimer(
  tx: Tx,
  timer: { kind: string; key: string; dueAt: Date; data?: Record<string, unknown> },
): Promise<void> {
  await upsertTimer(tx, { ...timer, data: timer.data ?? {} })
}

/** Takes a timer back; nothing happens when there is none. */
export async function cancelTimer(tx: Tx, kind: string, key: string): Promise<void> {
  await deleteTimer(tx, kind, key)
}

export { startWorker, type Worker } from './worker.ts'
