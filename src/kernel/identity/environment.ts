import { installationBox, type SecretBox } from './secret-box.ts'

/** What the verbs of this room need of the process: set once at its start, as they get no settings. */
interface Environment {
  box: () => SecretBox
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
  let box: SecretBox | undefined
  current = {
    // the key is made when the first secret needs it, not by every command that opens the program
    box: () => (box ??= installationBox(settings.dataDir)),
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

/**
 * Encrypts a secret that the program itself needs again (a mailbox's password) with the installation's key.
 * @param context what it belongs to (`mailbox:<id>`): a value copied to another row does not open
 */
export function sealSecret(secret: string, context: string): string {
  return environment().box().seal(secret, context)
}

/** The secret again. @throws Error when it was sealed with another key or for another context */
export function openSecret(sealed: string, context: string): string {
  return environment().box().open(sealed, context)
}
