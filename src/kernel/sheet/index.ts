import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { checkImport, importTemplate, runImport, type SheetImport } from './import.ts'
export type { ImportRow, Problem, SheetColumn } from './rows.ts'
export type { ImportPlan } from './run.ts'

export const manifest: Manifest = { name: 'sheet', folder: import.meta.dirname, locales: { zh, en } }
