/** The thread of `aside.ts`: draws one document and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { PrintDocument } from './model.ts'
import { renderPdf } from './render.ts'
import { renderWord } from './word.ts'

const { format, document } = workerData as { format: 'pdf' | 'docx'; document: PrintDocument }
parentPort!.postMessage(await (format === 'pdf' ? renderPdf : renderWord)(document))
