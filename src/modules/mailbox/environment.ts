import type { JobContext } from '#kernel/manifest.ts'

export type Settings = JobContext['settings']

/** What the verbs and reactions of this room need of the process, which get no settings: set once at its start. */
let current: Settings | undefined

/** Called by the room's plugin. */
export function configureMailbox(settings: Settings): void {
  current = settings
}

/** @throws Error when configureMailbox has not been called: a fault of the wiring */
export function settingsOfProcess(): Settings {
  if (!current) throw new Error('configureMailbox() has not been called')
  return current
}
