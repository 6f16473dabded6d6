import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const src = path.join(import.meta.dirname, '../src')

/** Absolute paths of all migrations folders below src, whether their room is registered in modules.ts or not. */
export function everyMigrationsFolder(): string[] {
  return ['kernel', 'modules'].flatMap((part) =>
    readdirSync(path.join(src, part))
      .map((room) => path.join(src, part, room, 'migrations'))
      .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory()),
  )
}
