import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Layout } from './layout.ts'
import { identify, isAlive, type ProcessId } from './process-id.ts'

/** Enters this process among the users of the cluster; the caller holds the start lock. */
export function enterUser(layout: Layout): { leave: () => void } {
  const file = path.join(layout.users, `${process.pid}-${randomBytes(4).toString('hex')}.json`)
  writeFileSync(file, JSON.stringify(identify()), { mode: 0o600 })
  return { leave: () => rmSync(file, { force: true }) }
}

/** How many living processes (or handles of one) use the cluster; entries of dead ones are removed. */
export function countUsers(layout: Layout): number {
  let count = 0
  for (const name of readdirSync(layout.users)) {
    const file = path.join(layout.users, name)
    if (livesStill(file)) count++
    else rmSync(file, { force: true })
  }
  return count
}

function livesStill(file: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(file, 'utf8')) as ProcessId)
  } catch (error) {
    // cut off by a full disk or a crash of the machine: nobody can be behind it
    if (error instanceof SyntaxError) return false
    throw error
  }
}
