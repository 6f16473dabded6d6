import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem, setUnauthorizedHandler } from './api.ts'
import { startLocales } from './locales.ts'
import { preloadLikely } from './preload.tsx'
import { makeRouter } from './router.tsx'
import { aboutQuery, meQuery } from './session.tsx'
import { ThemeProvider } from './theme.tsx'
// Fallback glyphs for machines without Chinese fonts: only rules; a slice is fetched when a glyph of it is missing.
import '@fontsource-variable/noto-sans-sc/index.css'
import './styles/base.css'
import './styles/kit.css'
import './styles/kit-pages.css'
import './styles/shell.css'
import './styles/rail.css'
import './styles/print.css'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only a server that cannot be reached or is overloaded is asked again.
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof Problem &&
        (error.status === 0 || error.status === 503 || error.status === 429),
    },
  },
})

async function start(): Promise<void> {
  // Ask at once who is there, while the words and the likely page load.
  const likely = preloadLikely()
  void client.prefetchQuery(meQuery)
  void client.prefetchQuery(aboutQuery)
  // drawn without it, React would show a skeleton first, and keep that for a third of a second
  await Promise.all([startLocales(), likely])
  const router = makeRouter(client)
  setUnauthorizedHandler(() => {
    const here = router.state.location
    if (here.pathname === '/sign-in') return
    client.setQueryData(meQuery.queryKey, null)
    void router.navigate({ to: '/sign-in', search: { return: here.href } as never })
  })
  const holder = document.getElementById('root')
  if (!holder) throw new Error('index.html has no #root')
  createRoot(holder).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ThemeProvider>
          <RouterProvider router={router} />
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
