import type { JobContext } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { interrupt } from './runs.ts'
import { selectReading } from './store/run.ts'

/** Runs that say they are being read and of which nobody holds the lock: the process was killed. They say so now, and can be read again. */
export async function tellInterrupted({ db, log }: JobContext): Promise<void> {
  for (const id of await selectReading(db))
    if (await interrupt(db, systemActor('asset-exchange'), id))
      log('asset-exchange: a run was interrupted', { id })
}
