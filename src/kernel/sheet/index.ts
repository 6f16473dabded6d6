import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { checkImport, importTemplate, runImport, type SheetImport } from './import.ts'
export { templateOf } from './run.ts'
export { takeRows, type ImportRow, type ImportTable, type Problem, type SheetColumn } from './rows.ts'
export type { ImportPlan } from './run.ts'
export { streamCsv } from './stream-csv.ts'
export { streamRows } from './stream-rows.ts'
export { streamXlsx, type StreamCell } from './stream-xlsx.ts'
export { readUpload, tableOf } from './upload.ts'

export const manifest: Manifest = { name: 'sheet', folder: import.meta.dirname, locales: { zh, en } }
