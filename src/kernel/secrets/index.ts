import type { Manifest } from '../manifest.ts'
import { installationBox, type SecretBox } from './box.ts'
import { secretsCommand } from './commands.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

let box: SecretBox | undefined

/** Called by the room's plugin, and by whoever runs verbs without it (commands, demo, tests). Reads no key yet. */
export function configureSecrets(settings: { dataDir: string }): void {
  box = installationBox(settings.dataDir)
}

function current(): SecretBox {
  if (!box) throw new Error('configureSecrets() has not been called')
  return box
}

/**
 * Encrypts a secret that the program itself needs again (a mailbox's password, an identity number) with the installation's key.
 * @param context what it belongs to (`mailbox:<id>`): a value copied to another row does not open
 */
export function sealSecret(secret: string, context: string): string {
  return current().seal(secret, context)
}

/** The secret again. @throws Error when it was sealed with another key or for another context */
export function openSecret(sealed: string, context: string): string {
  return current().open(sealed, context)
}

/** Finds and compares what is kept sealed: the same text for the same value and purpose, see `SecretBox`. */
export function fingerprint(value: string, purpose: string): string {
  return current().fingerprint(value, purpose)
}

export const manifest: Manifest = {
  name: 'secrets',
  folder: import.meta.dirname,
  locales: { zh, en },
  commands: [secretsCommand],
  plugin: (_app, { settings }) => configureSecrets(settings),
}
