import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The browser part: root `src/web`, result `dist/web` with hashed names (the server lets them be cached for ever).
 * For development the API is on PORT of the server; `npm run dev` starts both.
 */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
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
    assetsInlineLimit: 0,
  },
})
