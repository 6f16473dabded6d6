import type { Manifest } from '#kernel/manifest.ts'
import en from './en.ts'
import { configureProbes } from './policy.ts'
import zh from './zh-CN.ts'

export { listPlugins } from './kinds/nagios.ts'
export { configureProbes, type ProbePolicy } from './policy.ts'
export { available, runProbe, runProbes, type ProbeContext } from './run.ts'

export const manifest: Manifest = {
  name: 'probe',
  folder: import.meta.dirname,
  locales: { zh, en },
  plugin: (_app, { settings }) => configureProbes(settings.probes),
}
