import type { Manifest } from '#kernel/manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { available, runProbe, runProbes, type ProbeContext } from './run.ts'

export const manifest: Manifest = {
  name: 'probe',
  folder: import.meta.dirname,
  locales: { zh, en },
}
