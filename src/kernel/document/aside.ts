import { Worker } from 'node:worker_threads'
import type { PrintDocument } from './model.ts'

/** Long documents take seconds of one core: so many at a time, the others wait. */
const AT_ONCE = 1
/** What hangs is ended. */
const MOST_MS = 120_000

let running = 0
const waiting: (() => void)[] = []

/**
 * As `renderPdf` and `renderWord`, in a thread of its own: the process goes on answering meanwhile. For documents of many
 * pages; a form of two pages is drawn faster than a thread begins.
 * @throws Error when the document cannot be drawn
 */
export async function renderAside(format: 'pdf' | 'docx', document: PrintDocument): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else running++
  try {
    return await inThread(format, document)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function inThread(format: 'pdf' | 'docx', document: PrintDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./aside-thread.ts', import.meta.url), {
      workerData: { format, document },
    })
    const late = setTimeout(() => {
      reject(new Error(`a document was not drawn within ${MOST_MS} ms`))
      void worker.terminate()
    }, MOST_MS)
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
    worker.once('error', reject)
    worker.once('exit', (code) => {
      clearTimeout(late)
      // after a message this changes nothing
      reject(new Error(`the thread that draws a document ended with ${code}`))
    })
  })
}
