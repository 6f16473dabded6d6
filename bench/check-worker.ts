/** A process that runs checks and nothing else: `node check-worker.ts <database URL> <data folder>`. Says when it runs. */
import { openDatabase } from '#kernel/db/index.ts'
import { configureSecrets } from '#kernel/secrets/index.ts'
import { CheckWorker } from '../src/modules/check/schedule/worker.ts'

const [url, dataDir] = process.argv.slice(2) as [string, string]
configureSecrets({ dataDir })
const database = openDatabase(url, { max: 5, name: 'bench worker' })
const log = (line: string, data?: Record<string, unknown>): void =>
  console.error(line, JSON.stringify(data ?? {}))
const worker = new CheckWorker({ db: database.db, log })
worker.start()
process.send?.('runs')
// whoever asks is told how late checks were started, by classes of 10 ms
process.on('message', () => process.send?.([...worker.delays.late]))
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0))
})
// its parent is gone
process.once('disconnect', () => process.exit(1))
