import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { AppLayout, rememberSignedIn } from './preload.tsx'
import { pages } from './rooms.ts'
import type { Page } from './page.ts'
import { aboutQuery, meQuery, useMe } from './session.tsx'
import { ErrorState, NotFound } from './kit/states.tsx'
import { PageBoundary } from './shell/PageBoundary.tsx'
import { PageSkeleton } from './kit/Loading.tsx'
import { homeOf } from './shell/navigation.ts'
import { parseSearch, stringifySearch } from './url.ts'

interface Context {
  client: QueryClient
}

const PortalLayout = lazy(() => import('./shell/PortalLayout.tsx').then((m) => ({ default: m.PortalLayout })))

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound })

async function signedIn({ context, location }: { context: Context; location: { href: string } }) {
  // both are on their way already; the second carries the unit's time zone, which every page needs
  const [me, about] = await Promise.all([
    context.client.ensureQueryData(meQuery),
    context.client.ensureQueryData(aboutQuery),
  ])
  rememberSignedIn(me !== null)
  // A password to change or a second factor to set up comes first, and sign-in leads through it.
  if (me && !me.restricted) return { me }
  if (about.setupNeeded) throw redirect({ to: '/setup' })
  throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return: location.href } })
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async (args) => {
    const { me } = await signedIn(args)
    throw redirect({ to: homeOf(me), replace: true })
  },
})

/** The frame of pages for everybody (account, about, nowhere): whoever has only the portal stays in it. */
function OwnLayout() {
  const me = useMe()
  const Layout = me && homeOf(me).startsWith('/portal') ? PortalLayout : AppLayout
  return (
    <Suspense fallback={null}>
      <Layout />
    </Suspense>
  )
}

const app = createRoute({ getParentRoute: () => root, id: 'app', beforeLoad: signedIn, component: OwnLayout })
/** An address that leads nowhere: signed-in people keep their navigation to leave by. */
const nowhere = createRoute({ getParentRoute: () => app, path: '$', component: NotFound })

const portal = createRoute({
  getParentRoute: () => root,
  id: 'portal',
  beforeLoad: signedIn,
  component: () => (
    <Suspense fallback={null}>
      <PortalLayout />
    </Suspense>
  ),
})

const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Outlet })
const guarded = createRoute({
  getParentRoute: () => bare,
  id: 'guarded',
  beforeLoad: signedIn,
  component: Outlet,
})

function parentOf(page: Page) {
  if (page.layout === 'portal') return portal
  if (page.layout === 'bare') return page.public ? bare : guarded
  return app
}

function routeOf(page: Page) {
  const Component = page.component
  return createRoute({
    getParentRoute: () => parentOf(page) as typeof app,
    path: page.path,
    component: () => (
      <PageBoundary page={page}>
        <Component />
      </PageBoundary>
    ),
    ...(page.validateSearch ? { validateSearch: page.validateSearch } : {}),
  })
}

const of = (parent: unknown) => pages.filter((page) => parentOf(page) === parent).map(routeOf)

export function makeRouter(client: QueryClient) {
  const tree = root.addChildren([
    home,
    app.addChildren([...of(app), nowhere]),
    portal.addChildren(of(portal)),
    bare.addChildren([...of(bare), guarded.addChildren(of(guarded))]),
  ])
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 80,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 400,
  })
}
