import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { takeRows, type ImportRow, type ImportTable, type Problem, type SheetColumn } from './rows.ts'
export { demandTakeable, reportOf, templateOf, type ImportPlan } from './run.ts'
export { readTable } from './upload.ts'

export const manifest: Manifest = { name: 'sheet', folder: import.meta.dirname, locales: { zh, en } }
