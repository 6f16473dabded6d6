import { lazy } from 'react'
import type { Page } from '../page.ts'
import { loadSignIn } from '../preload.ts'

/** Pages of the shell itself. */
export const shellPages: Page[] = [
  {
    path: '/sign-in',
    component: lazy(() => loadSignIn().then((m) => ({ default: m.SignIn }))),
    title: 'web:signIn.title',
    layout: 'bare',
    public: true,
  },
  {
    path: '/about',
    component: lazy(() => import('./AboutPage.tsx').then((m) => ({ default: m.AboutPage }))),
    title: 'web:about.title',
  },
]
