import react from '@vitejs/plugin-react'
import { globSync, readFileSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/** Rooms whose words are wanted at once: the sign-in page and the bell are drawn before any other page. */
const wholeRooms = ['identity', 'notify']
/** What names words of rooms before a page of theirs is drawn: the rail, titles, menus. */
const namers = 'src/{kernel,modules}/*/ui/{index,*Block}.tsx'

/** Paths of the words of each room that are named before its pages are drawn: `page.list`. */
function namedWords(): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>()
  for (const file of [...globSync(namers), ...globSync('src/web/{shell,pages}/*.ts*')])
    for (const [, room = '', path = ''] of readFileSync(file, 'utf8').matchAll(
      /['"`]([a-z-]+):([\w.-]+)['"`]/g,
    ))
      named.set(room, (named.get(room) ?? new Set()).add(path))
  return named
}

type Words = { [key: string]: string | Words }

/** The words at these paths alone; a path that names a group stands for the words right in it. */
function only(words: Words, paths: ReadonlySet<string>): Words {
  const kept: Words = {}
  const keep = (path: string, value: string) => {
    const keys = path.split('.')
    const last = keys.pop()!
    let at = kept
    for (const key of keys) at = (at[key] ??= {}) as Words
    at[last] = value
  }
  for (const path of paths) {
    const found = path
      .split('.')
      .reduce<Words | string | undefined>((at, key) => (at as Words | undefined)?.[key], words)
    if (typeof found === 'string') keep(path, found)
    else
      for (const [key, value] of Object.entries(found ?? {}))
        if (typeof value === 'string') keep(`${path}.${key}`, value)
  }
  return kept
}

/**
 * Splits the words of a room: `zh-CN.ts?words=first` is what names it in rail, titles and menus, `?words=later` all of them,
 * fetched while the first page comes; pages wait for them (`src/web/locales.ts`).
 */
function splitWords(): Plugin {
  let named: ReturnType<typeof namedWords> | undefined
  return {
    name: 'split-words',
    enforce: 'pre',
    buildStart() {
      named = undefined
    },
    async load(id) {
      const found = /^(.*\/([\w-]+)\/zh-CN\.ts)\?words=(first|later)$/.exec(id)
      if (!found) return null
      const [, file = '', room = '', part] = found
      this.addWatchFile(file)
      // a changed file is another module, or development would show its first words for ever
      const url = `${pathToFileURL(file).href}?${statSync(file).mtimeMs}`
      const { default: words } = (await import(url)) as { default: Words }
      const whole = wholeRooms.includes(room)
      if (part === 'later') return `export default ${JSON.stringify(whole ? {} : words)}`
      // a build reads the pages once, development whenever a file has changed
      if (!named || this.meta.watchMode) named = namedWords()
      return `export default ${JSON.stringify(whole ? words : only(words, named.get(room) ?? new Set()))}`
    },
  }
}

/**
 * Icons say nothing to a screen reader: antd names each by its drawing ("plus"), which would become part of the name
 * of the button it is in. What a control does is said by its text or its `aria-label`. An icon that is given a label
 * keeps it. @throws when the library draws its icons in another way, so that an update does not bring the names back
 */
function silentIcons(): Plugin {
  const named = /role: "img",\s*"aria-label": icon\.name/
  return {
    name: 'silent-icons',
    enforce: 'pre',
    transform(code, id) {
      if (!/@ant-design\/icons\/es\/components\/AntdIcon(Light)?\.js/.test(id)) return null
      if (!named.test(code)) throw new Error(`${id}: icons are named in another way now; see silentIcons`)
      return {
        code: code.replace(named, '...(restProps["aria-label"] ? { role: "img" } : { "aria-hidden": true })'),
        map: null,
      }
    },
  }
}

/**
 * The browser part: root `src/web`, result `dist/web` with hashed names (the server lets them be cached for ever).
 * For development the API is on PORT of the server; `npm run dev` starts both.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react(), silentIcons(), splitWords()],
  // `npm run dev` bundles dependencies by themselves, without the plugins above
  optimizeDeps: { rolldownOptions: { plugins: [silentIcons()] } },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      // not `/api`: a file of ours is called api.ts
      ['/api/', '/openapi.json', '/docs/api', '/healthz', '/readyz'].map((path) => [
        path,
        `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`,
      ]),
    ),
  },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
    // The preload helper would be an inline script; browsers of this target know modulepreload themselves.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
    // Fonts and images stay files: `font-src 'self'` and no data: addresses.
    // /assets is where the asset ledger lives
    assetsDir: 'static',
    assetsInlineLimit: 0,
  },
})
