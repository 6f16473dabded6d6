import type { Manifest } from '../manifest.ts'
import { dropOldAnswers } from './store.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { route, type Download, type Upload } from './route.ts'
export { badCursor, decodeCursor, decodeIdCursor, decodeNumberCursor, idOfCursor, page } from './cursor.ts'
export { problemDocument, toAppError } from './problem.ts'
export { say, registerTexts } from './texts.ts'
export { buildServer } from './server.ts'

export const manifest: Manifest = {
  name: 'http',
  folder: import.meta.dirname,
  locales: { zh, en },
  jobs: [{ name: 'http.drop-old-answers', everySeconds: 3600, run: ({ db }) => dropOldAnswers(db) }],
}
