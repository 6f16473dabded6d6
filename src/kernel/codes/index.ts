import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export * from './checks.ts'
export { findDivision, type Division } from './divisions.ts'

export const manifest: Manifest = { name: 'codes', folder: import.meta.dirname, locales: { zh, en } }
