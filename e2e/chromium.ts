/**
 * A Chromium for the journeys: the headless one of the npm package `@sparticuz/chromium` with the shared libraries and fonts
 * that it carries, so that a bare machine needs nothing and every machine sees the same. Where it cannot run, the machine's own.
 */
import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { chromium, type Browser } from 'playwright-core'

const run = promisify(execFile)

/**
 * The package's own default arguments switch off the same-origin policy and process isolation, which would make
 * every test of CSRF and CSP worthless; these only fit Chromium to a container and keep it off the network.
 */
const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
]

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** What the package is made for. */
const packageRuns = process.platform === 'linux' && process.arch === 'x64'

/** Starts Chromium without a window. `ZHENGYUN_CHROMIUM` names another executable. */
export async function launchChromium(): Promise<Browser> {
  const own =
    process.env['ZHENGYUN_CHROMIUM'] ??
    (packageRuns ? undefined : systemBrowsers.find((file) => existsSync(file)))
  // in a machine without a locale the name of a file in Chinese would be "download"
  const env = { ...definedEnv(), LC_ALL: 'C.UTF-8' }
  if (own) return chromium.launch({ executablePath: own, args, env })
  const folder = await packagedChromium()
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args,
    env: {
      ...env,
      LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(folder, 'fonts'),
      HOME: folder,
    },
  })
}

/** Inflates the package once per version into node_modules/.cache; two processes at once do no harm. */
async function packagedChromium(): Promise<string> {
  const require = createRequire(import.meta.url)
  const home = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  const cache = path.join(import.meta.dirname, '../node_modules/.cache')
  const ready = path.join(cache, `chromium-${version}`)
  if (existsSync(ready)) return ready
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, 'chromium-new-'))
  const bin = path.join(home, 'bin')
  await Promise.all([
    inflate(path.join(bin, 'chromium.br'), path.join(work, 'chromium')),
    unpack(path.join(bin, 'al2023.tar.br'), path.join(work, 'al2023')),
    unpack(path.join(bin, 'fonts.tar.br'), path.join(work, 'fonts')),
  ])
  await chmod(path.join(work, 'chromium'), 0o755)
  await writeFile(path.join(work, 'fonts/fonts.conf'), fontConfig(path.join(ready, 'fonts')))
  try {
    await rename(work, ready)
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    // another process was faster
    if (!existsSync(ready)) throw error
  }
  return ready
}

function inflate(source: string, target: string): Promise<void> {
  return pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target))
}

/**
 * By way of a file: tar closes a pipe at the mark that ends the archive, and with a few blocks of padding still to come
 * the pipe breaks now and then.
 */
async function unpack(source: string, folder: string): Promise<void> {
  await mkdir(folder)
  const archive = `${folder}.tar`
  await inflate(source, archive)
  await run('tar', ['-xf', archive, '-C', folder])
  await rm(archive)
}

/** The package's own file names /tmp/fonts; Chinese comes from the fonts that the pages bring. */
const fontConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
