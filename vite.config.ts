import react from '@vitejs/plugin-react'
import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/**
 * Words of rooms that no page needs to be drawn for the first time: what the server says by itself (errors, notices), and the
 * names that only pages of the audit and of roles show. `screen` is what a room has for pages that nobody opens first.
 */
const laterWords = ['error', 'notify', 'problem', 'told', 'action', 'permission', 'entity', 'screen']
/** Rooms whose words no first page needs at all. */
const laterRooms = /\/modules\/probe\//

/**
 * Splits the words of a room: `zh-CN.ts?words=first` is what its pages are drawn with, `?words=later` the rest, which is
 * fetched while nobody waits (`src/web/locales.ts`).
 */
function splitWords(): Plugin {
  return {
    name: 'split-words',
    enforce: 'pre',
    async load(id) {
      const found = /^(.*\/zh-CN\.ts)\?words=(first|later)$/.exec(id)
      if (!found) return null
      const [, file = '', part] = found
      this.addWatchFile(file)
      // a changed file is another module, or development would show its first words for ever
      const url = `${pathToFileURL(file).href}?${statSync(file).mtimeMs}`
      const { default: words } = (await import(url)) as { default: object }
      const wanted = Object.entries(words).filter(
        ([key]) => (laterWords.includes(key) || laterRooms.test(file)) === (part === 'later'),
      )
      return `export default ${JSON.stringify(Object.fromEntries(wanted))}`
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
      ['/api', '/openapi.json', '/docs/api', '/healthz', '/readyz'].map((path) => [
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
