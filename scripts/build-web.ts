import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = join(root, 'dist/web')
/** Compressed JavaScript that the sign-in page may cost. */
const budget = 400 * 1024

export interface EnsureOptions {
  /** Build even when nothing has changed. */
  force?: boolean
  /** Receives progress lines; default: standard output. */
  say?: (line: string) => void
}

/**
 * Makes sure that `dist/web` belongs to the sources as they are: builds only when the hash of the inputs differs.
 * @returns whether it has built
 * @throws when the build fails or its first page is heavier than the budget
 */
export async function ensureWebBuilt({
  force = false,
  say = console.log,
}: EnsureOptions = {}): Promise<boolean> {
  const last = await lastBuild()
  if (!force && last && last.hash === (await inputHash(last.modules))) return false
  const started = Date.now()
  say('web: building the pages (first start, or the sources have changed) …')
  // Beside the old one: a server that runs meanwhile keeps its files, and a killed build leaves nothing half-made.
  const fresh = `${out}.${process.pid}`
  try {
    const modules = await bundle(fresh)
    say('web: compressing …')
    await compress(fresh)
    const size = await initialSize(fresh)
    say(`web: first page ${(size / 1024).toFixed(0)} KiB of JavaScript, compressed (limit ${budget / 1024})`)
    if (size > budget)
      throw new Error(`the first page needs ${size} bytes of compressed JavaScript, limit ${budget}`)
    await writeFile(join(fresh, '.build.json'), JSON.stringify({ hash: await inputHash(modules), modules }))
    await rm(out, { recursive: true, force: true })
    await rename(fresh, out)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  say(`web: built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return true
}

/** Runs Vite; returns our own modules in the bundle, relative to the repository. */
async function bundle(outDir: string): Promise<string[]> {
  // whoever starts us, tests included: the hash of the result does not know it, and React has a slow half for developers
  process.env['NODE_ENV'] = 'production'
  const { build } = await import('vite')
  const result = await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'src/web'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
  const chunks = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  const ids = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  const own = ids.map((id) => relative(root, id.split('?')[0] ?? id)).filter((id) => id.startsWith('src'))
  return [...new Set(own)].sort()
}

interface LastBuild {
  hash: string
  modules: string[]
}

async function lastBuild(): Promise<LastBuild | null> {
  try {
    return JSON.parse(await readFile(join(out, '.build.json'), 'utf8')) as LastBuild
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * Everything the bundle is made of: what may be in it by its name (so that new files count), what was in it last time
 * (pure rules that a contract or a page imports), and the tools' versions.
 */
async function inputHash(modules: readonly string[]): Promise<string> {
  const named = (await filesBelow(join(root, 'src'))).filter(isInput)
  const files = [
    ...new Set([...named, ...modules.map((file) => join(root, file))]),
    join(root, 'package-lock.json'),
    join(root, 'vite.config.ts'),
    join(root, 'scripts/build-web.ts'),
  ].sort()
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await contentOf(file))
      .update('\0')
  return hash.digest('hex')
}

/** A module of the last build may be gone; that too is a change. */
async function contentOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.from('gone')
    throw error
  })
}

function isInput(path: string): boolean {
  const file = relative(root, path).replaceAll('\\', '/')
  if (/\.(test|spec)\.tsx?$|\.md$/.test(file)) return false
  if (file.startsWith('src/web/') || /\/ui\//.test(file)) return true
  return /\/(zh-CN|en|contract)\.ts$/.test(file)
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const brotli = promisify(brotliCompress)
const deflate = promisify(gzip)

/** Writes `.br` and `.gz` beside every text file, so that the server only picks one. */
async function compress(folder: string): Promise<void> {
  const files = (await filesBelow(folder)).filter((file) => /\.(js|css|html|svg|json)$/.test(file))
  await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file)
      if (content.length < 1024) return
      const params = {
        // 9 is within 3 % of 11 at a tenth of its time, and the first start of a demo waits for this.
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      }
      await writeFile(`${file}.br`, await brotli(content, { params }))
      await writeFile(`${file}.gz`, await deflate(content, { level: 9 }))
    }),
  )
}

interface ManifestEntry {
  file: string
  imports?: string[]
  isEntry?: boolean
}

/** Bytes (brotli) of the entry, the sign-in page and everything both import statically. */
async function initialSize(folder: string): Promise<number> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    ManifestEntry
  >
  const seen = new Set<string>()
  const visit = (key: string) => {
    const entry = manifest[key]
    if (!entry || seen.has(entry.file)) return
    seen.add(entry.file)
    entry.imports?.forEach(visit)
  }
  Object.keys(manifest)
    .filter((key) => manifest[key]?.isEntry || key.endsWith('pages/SignIn.tsx'))
    .forEach(visit)
  let total = 0
  for (const file of seen) {
    const plain = join(folder, file)
    const small = await stat(`${plain}.br`).catch(() => stat(plain))
    total += small.size
  }
  return total
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const did = await ensureWebBuilt({ force: process.argv.includes('--force') })
  if (!did) console.log('web: up to date')
}
