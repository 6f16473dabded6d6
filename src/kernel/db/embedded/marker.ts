import { createHash } from 'node:crypto'
import { lchownSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RunAs } from './run-as.ts'
import type { Secrets } from './secrets.ts'

const FILE = 'zhengyun.ready'

/**
 * Whether the cluster is complete and knows these secrets. It travels with the cluster, so that a cluster restored
 * beside other secrets, or a first start that was killed between its steps, is noticed before anybody signs in.
 */
export function readMarker(pg: string, secrets: Secrets): { complete: boolean; superuserFits: boolean } {
  let lines: string[]
  try {
    lines = readFileSync(path.join(pg, FILE), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { complete: false, superuserFits: true }
  }
  const [superuser, roles] = digests(secrets)
  return { complete: lines[0] === superuser && lines[1] === roles, superuserFits: lines[0] === superuser }
}

/** Notes that the roles and the database are made and have these secrets. */
export function writeMarker(pg: string, runAs: RunAs, secrets: Secrets): void {
  const file = path.join(pg, FILE)
  writeFileSync(file, `${digests(secrets).join('\n')}\n`, { mode: 0o600 })
  lchownSync(file, runAs.uid, runAs.gid)
}

/** The secrets are random, 192 bits each: a plain digest tells nothing about them. */
function digests(secrets: Secrets): [superuser: string, roles: string] {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')
  return [digest(secrets.superuser), digest(`${secrets.app} ${secrets.owner}`)]
}
