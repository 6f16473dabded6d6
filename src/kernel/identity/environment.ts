import { configureSecrets } from '../secrets/index.ts'

/** What the verbs of this room need of the process: set once at its start, as they get no settings. */
interface Environment {
  secureCookie: boolean
  publicUrl: string | undefined
  /** shows a set-up code to whoever stands at the console of the server */
  announceSetupCode: (code: string) => void
}

let current: Environment | undefined

/** Called by the room's plugin, its commands, and whoever runs its verbs without either (demo, tests). */
export function configureIdentity(
  settings: { dataDir: string; publicUrl?: string | undefined },
  announceSetupCode: (code: string) => void = (code) => process.stdout.write(setupCodeLine(code)),
): void {
  configureSecrets(settings)
  current = {
    secureCookie: settings.publicUrl?.startsWith('https:') ?? false,
    publicUrl: settings.publicUrl,
    announceSetupCode,
  }
}

/** The lines that show a set-up code on the console. */
export function setupCodeLine(code: string): string {
  return `\n  首次设置码 set-up code: ${code}\n\n`
}

/** @throws Error when configureIdentity has not been called: a fault of the wiring */
export function environment(): Environment {
  if (!current) throw new Error('configureIdentity() has not been called')
  return current
}
