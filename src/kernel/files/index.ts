import path from 'node:path'
import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import { openFileStore, sweepFiles } from './files.ts'
import zh from './zh-CN.ts'

export { claimFiles } from './store.ts'
export { attachUpload, takeUpload, type Attachable } from './attach.ts'
export {
  attachFile,
  listFiles,
  moveFiles,
  openFile,
  openFileStore,
  readReceived,
  receiveSource,
  receiveUpload,
  removeFile,
  removeUnclaimed,
  type Owner,
  type ReceivedFile,
} from './files.ts'

export const manifest: Manifest = {
  name: 'files',
  folder: import.meta.dirname,
  locales: { zh, en },
  jobs: [
    {
      name: 'files.sweep',
      everySeconds: 6 * 3600,
      run: async ({ db, settings, log }) => {
        const removed = await sweepFiles(db, path.join(settings.dataDir, 'files'))
        if (removed > 0) log('files: orphans removed', { removed })
      },
    },
  ],
  plugin: (_app, { settings }) => {
    openFileStore(settings)
  },
}
