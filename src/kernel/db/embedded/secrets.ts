import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

/** The roles of an embedded cluster and the files that keep their secrets. */
const FILES = { app: 'pg-app', owner: 'pg-owner', superuser: 'pg-superuser' } as const

export type SecretName = keyof typeof FILES
export type Secrets = Record<SecretName, string>

/**
 * Reads the secrets of the cluster's roles, making those that are missing (files 0600 of the server's user).
 * @returns the secrets, and which of them are new
 */
export function ensureSecrets(folder: string): { secrets: Secrets; made: SecretName[] } {
  const made: SecretName[] = []
  const get = (name: SecretName): string => {
    const file = path.join(folder, FILES[name])
    const found = readSecret(file)
    if (found) return found
    made.push(name)
    return writeSecret(file, randomBytes(24).toString('base64url'))
  }
  return { secrets: { app: get('app'), owner: get('owner'), superuser: get('superuser') }, made }
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function writeSecret(file: string, secret: string): string {
  const fd = openSync(`${file}.new`, 'w', 0o600)
  writeSync(fd, `${secret}\n`)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${file}.new`, file)
  return secret
}
